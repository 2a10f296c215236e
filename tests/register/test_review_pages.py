"""The desk as a browser without scripts sees it, and as the scripts ask for fragments."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from koinon.ledger.platform import PLATFORM
from koinon.people.models import Person
from koinon.register.actions import deciding, publishing, uploading
from koinon.register.models import Document, Proposal, Provision
from tests.factories.people import party, person
from tests.factories.readings import TEXT, read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ada() -> Person:
    return person("Ada", role="secretariat")


@pytest.fixture
def desk(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def document(ada: Person) -> Document:
    return read(uploading.upload(by=ada, name="outcome.txt", data=TEXT.encode()))


def first(document: Document) -> Proposal:
    return Proposal.objects.filter(reading__document=document).first()


def url(name: str, card: Proposal | Provision) -> str:
    return reverse(f"register:{name}", args=[deciding.card_key(card)])


def fields(card: Proposal | Provision, **changed: object) -> dict[str, object]:
    plain = {
        "revision": card.revision,
        "near": card.start,
        "words": card.text,
        "kind": card.kind,
        "strength": card.strength,
        "label": card.label,
        "section": "Outcome of Harbour",
        "issuer": card.issuer,
        "addressees": "states",
    }
    return {**plain, **changed}


def test_a_file_is_brought_and_waits_to_be_read(desk: Client) -> None:
    file = SimpleUploadedFile("outcome.txt", TEXT.encode())
    answer = desk.post(reverse("register:desk"), {"file": file}, follow=True)
    assert "being read" in answer.content.decode()
    assert Document.objects.get().title == "outcome.txt"


def test_text_is_pasted(desk: Client) -> None:
    desk.post(reverse("register:desk"), {"pasted": TEXT, "name": "Harbour"})
    assert bytes(Document.objects.get().source.data).decode().strip() == TEXT.strip()


def test_neither_file_nor_text_is_one_clear_sentence(desk: Client) -> None:
    answer = desk.post(reverse("register:desk"), {"name": "x"})
    assert answer.status_code == 422
    assert "Choose a file, or paste the text." in answer.content.decode()


def test_the_same_file_again_is_told_on_the_form(desk: Client, document: Document) -> None:
    answer = desk.post(reverse("register:desk"), {"file": SimpleUploadedFile("b.txt", TEXT.encode())})
    assert answer.status_code == 422
    assert "is here already" in answer.content.decode()


def test_an_unreadable_file_says_why_and_offers_the_mend(desk: Client, ada: Person) -> None:
    document = uploading.upload(by=ada, name="scan.pdf", data=b"%PDF-1.4 nothing")
    uploading.reading_failed(
        by=PLATFORM, reading=document.readings.get(), code="x", problem="scan.pdf has no text layer."
    )
    page = desk.get(reverse("register:reading", args=[document.pk])).content.decode()
    assert "scan.pdf has no text layer." in page
    desk.post(reverse("register:discard", args=[document.pk]))
    assert not Document.objects.exists()


def test_the_review_page_marks_every_proposal_in_the_text(desk: Client, document: Document) -> None:
    page = desk.get(reverse("register:review", args=[document.pk])).content.decode()
    for proposal in Proposal.objects.all():
        assert f'data-card="{deciding.card_key(proposal)}"' in page
        assert f'id="card-{deciding.card_key(proposal)}"' in page
    assert "0 of 2 decided" in page


def test_accepting_without_scripts_comes_back_to_the_card(desk: Client, document: Document) -> None:
    card = first(document)
    answer = desk.post(url("accept", card), {"revision": card.revision})
    made = Provision.objects.get()
    assert answer.url.endswith(f"/review/#card-{deciding.card_key(made)}")


def test_accepting_with_scripts_answers_the_card_and_the_tally(desk: Client, document: Document) -> None:
    card = first(document)
    page = desk.post(url("accept", card), {"revision": card.revision}, headers=HTMX).content.decode()
    assert 'data-state="accepted"' in page
    assert "1 of 2 decided" in page
    assert "<html" not in page


def test_a_stale_decision_changes_nothing_and_says_so(desk: Client, document: Document) -> None:
    card = first(document)
    answer = desk.post(url("accept", card), {"revision": 9}, headers=HTMX)
    assert answer.status_code == 422
    assert "changed this meanwhile" in answer.content.decode()
    assert not Provision.objects.exists()


def test_editing_saves_what_was_changed(desk: Client, document: Document) -> None:
    card = first(document)
    changed = fields(
        card, strength="optional", addressees="states\nHarbour Watch", words="protect those who report"
    )
    desk.post(url("edit", card), changed)
    made = Provision.objects.get()
    assert (made.strength, made.text) == ("optional", "protect those who report")
    assert [a.name for a in made.addressees.all()] == ["states", "Harbour Watch"]


def test_words_that_do_not_stand_in_the_text_are_refused_at_their_field(
    desk: Client, document: Document
) -> None:
    card = first(document)
    answer = desk.post(url("edit", card), fields(card, words="We never said this."), headers=HTMX)
    assert answer.status_code == 422
    assert "do not stand in the document" in answer.content.decode()
    assert "We never said this." in answer.content.decode()


def test_two_people_the_second_sees_both_versions(desk: Client, document: Document) -> None:
    card = first(document)
    bea = Client()
    bea.force_login(person("Bea", role="secretariat"))
    bea.post(url("edit", card), fields(card, strength="optional"))
    made = Provision.objects.get()
    desk.post(url("edit", made), fields(made, label="A"))
    answer = bea.post(url("edit", made), fields(made, label="B"), headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Ada changed this meanwhile" in page
    assert 'value="B"' in page
    made.refresh_from_db()
    assert made.label == "A"


def test_what_is_typed_survives_a_reload(desk: Client, document: Document) -> None:
    card = first(document)
    kept = desk.post(url("draft", card), fields(card, label="half ty"), headers=HTMX)
    assert "Draft kept" in kept.content.decode()
    assert 'value="half ty"' in desk.get(url("edit", card)).content.decode()
    desk.post(url("drop", card))
    assert 'value="half ty"' not in desk.get(url("edit", card)).content.decode()


def test_splitting_offers_the_sentences(desk: Client, document: Document) -> None:
    card = Proposal.objects.get(position=2)
    page = desk.get(url("split", card)).content.decode()
    cut = card.start + card.text.index("States should")
    assert f'value="{cut}"' in page
    desk.post(url("split", card), {"revision": card.revision, "at": cut})
    assert Provision.objects.count() == 2


def test_merging_with_the_next_card(desk: Client, document: Document) -> None:
    card = first(document)
    desk.post(url("merge", card), {"revision": card.revision})
    made = Provision.objects.get()
    assert made.text.startswith("We will protect")
    assert made.text.endswith("report by 2030.")


def test_rejecting_and_reopening(desk: Client, document: Document) -> None:
    card = first(document)
    assert "Why is this not" in desk.get(url("reject", card)).content.decode()
    desk.post(url("reject", card), {"revision": 1, "reason": "It describes."})
    card.refresh_from_db()
    assert card.state == "rejected"
    desk.post(url("reopen", card), {"revision": card.revision})
    card.refresh_from_db()
    assert card.state == "open"


def test_undoing_leads_back_to_the_proposal(desk: Client, document: Document) -> None:
    card = first(document)
    desk.post(url("merge", card), {"revision": card.revision})
    answer = desk.post(url("reopen", Provision.objects.get()), {"revision": 1})
    assert answer.url.endswith(f"#card-{deciding.card_key(card)}")
    desk.post(url("accept", card), {"revision": 3})
    answer = desk.post(url("reject", Provision.objects.get()), {"revision": 1, "reason": "It describes."})
    assert answer.url.endswith(f"#card-{deciding.card_key(card)}")


def test_adding_words_selected_in_the_text(desk: Client, document: Document) -> None:
    at = reverse("register:add", args=[document.pk])
    page = desk.get(at, {"words": "Nobody is left out.", "near": 130}).content.decode()
    assert "Nobody is left out." in page
    desk.post(at, fields(first(document), words="Nobody is left out.", revision=0))
    assert Provision.objects.get().text == "Nobody is left out."


def test_from_review_to_publication_and_correction(desk: Client, document: Document) -> None:
    publish = reverse("register:publish", args=[document.pk])
    refused = desk.post(publish, {"revision": document.revision})
    assert "Some proposals are not decided (2)" in refused.content.decode()
    seen = [f"{p.pk}:{p.revision}" for p in Proposal.objects.all()]
    desk.post(reverse("register:accept_all", args=[document.pk]), {"seen": seen})
    answer = desk.post(publish, {"revision": document.revision})
    document.refresh_from_db()
    assert answer.url == document.get_absolute_url()
    provision = document.provisions.first()
    correct = reverse("register:correct", args=[provision.pk])
    assert "Say why" in desk.post(correct, fields(provision, kind="principle")).content.decode()
    desk.post(correct, fields(provision, kind="principle", reason="It tasks no one."))
    provision.refresh_from_db()
    assert provision.kind == "principle"
    strike = reverse("register:strike", args=[provision.pk])
    desk.post(strike, {"revision": provision.revision, "reason": "Not in the text that was adopted."})
    provision.refresh_from_db()
    assert provision.withdrawn


def test_the_documents_data_are_confirmed(desk: Client, document: Document) -> None:
    at = reverse("register:describe", args=[document.pk])
    assert "Outcome of Harbour" in desk.get(at).content.decode()
    values = {
        "revision": document.revision,
        "title": "The Harbour Outcome",
        "kind": "declaration",
        "issuers": "Harbour Conference\nASEAN",
        "issued_on": "2031-05-05",
        "place": "Harbour",
        "language": "en",
    }
    desk.post(at, values)
    document.refresh_from_db()
    assert (document.title, document.issuer_names) == ("The Harbour Outcome", ["Harbour Conference", "ASEAN"])


def test_a_stranger_sees_nothing_of_the_desk(document: Document) -> None:
    client = Client()
    card = first(document)
    for name, args in (("review", [document.pk]), ("card", [deciding.card_key(card)]), ("desk", [])):
        assert client.get(reverse(f"register:{name}", args=args)).status_code == 302
    client.force_login(person("Zoe", role="observer"))
    assert client.get(reverse("register:review", args=[document.pk])).status_code == 403
    assert client.post(url("accept", card), {"revision": 1}).status_code == 403


def test_an_empty_file_names_the_mend(desk: Client) -> None:
    answer = desk.post(reverse("register:desk"), {"file": SimpleUploadedFile("void.txt", b"")})
    assert answer.status_code == 422
    assert "void.txt is empty: save the document again" in answer.content.decode()


def test_the_same_file_again_leads_to_the_document(desk: Client, document: Document) -> None:
    answer = desk.post(reverse("register:desk"), {"file": SimpleUploadedFile("b.txt", TEXT.encode())})
    assert reverse("register:reading", args=[document.pk]) in answer.content.decode()


def test_a_very_long_name_is_cut_and_not_refused(desk: Client) -> None:
    desk.post(reverse("register:desk"), {"file": SimpleUploadedFile("n" * 600 + ".txt", TEXT.encode())})
    assert Document.objects.get().title.startswith("nnn")


def test_every_addressee_says_in_words_whether_it_is_known(desk: Client, document: Document) -> None:
    page = desk.get(reverse("register:review", args=[document.pk])).content.decode()
    assert "not in the directory" in page


def test_dates_are_written_out(desk: Client, document: Document) -> None:
    page = desk.get(reverse("register:review", args=[document.pk])).content.decode()
    assert "by 31 December 2030" in page
    assert "2030-12-31" not in page


def test_cards_and_text_lead_to_each_other(desk: Client, document: Document) -> None:
    page = desk.get(reverse("register:review", args=[document.pk])).content.decode()
    for proposal in Proposal.objects.all():
        key = deciding.card_key(proposal)
        assert f'href="#text-{key}"' in page and f'id="text-{key}"' in page
        assert f'href="#card-{key}"' in page and f'id="card-{key}"' in page


def test_a_document_with_open_proposals_cannot_be_published_by_mistake(
    desk: Client, document: Document
) -> None:
    page = desk.get(reverse("register:publish", args=[document.pk])).content.decode()
    assert "2 proposals are not decided" in page
    assert ">Publish</button>" not in page


def test_who_may_publish_finds_the_ways_to_mend_on_the_public_pages(
    desk: Client, ada: Person, document: Document
) -> None:
    deciding.accept_all(by=ada, document=document, seen=[(p.pk, 1) for p in Proposal.objects.all()])
    publishing.publish(by=ada, document=document, revision=document.revision)
    document.refresh_from_db()
    provision = document.provisions.order_by("start")[0]
    for client, there in ((desk, True), (Client(), False)):
        page = client.get(document.get_absolute_url()).content.decode()
        assert (reverse("register:withdraw", args=[document.pk]) in page) is there
        assert (reverse("register:insert", args=[document.pk]) in page) is there
        page = client.get(provision.get_absolute_url()).content.decode()
        assert (reverse("register:correct", args=[provision.pk]) in page) is there


def test_a_focal_point_hears_what_comes_next_and_may_remove_what_cannot_be_read(ada: Person) -> None:
    state = party("altamere", "Altamere")
    tomas = person("Tomas", role="focal-point", party=state)
    client = Client()
    client.force_login(tomas)
    broken = uploading.upload(by=tomas, name="scan.pdf", data=b"%PDF-1.4 nothing", behalf=state)
    sound = uploading.upload(by=tomas, name="outcome.txt", data=TEXT.encode(), behalf=state)
    uploading.reading_failed(by=PLATFORM, reading=broken.readings.get(), code="x", problem="No text.")
    read(sound)
    fragment = client.get(reverse("register:reading", args=[sound.pk]), headers=HTMX).content.decode()
    assert "The secretariat reviews it now" in fragment and "<main" not in fragment
    assert "Remove it" in client.get(reverse("register:reading", args=[broken.pk])).content.decode()
    assert client.post(reverse("register:discard", args=[sound.pk])).status_code == 403
    client.post(reverse("register:discard", args=[broken.pk]))
    assert list(Document.objects.all()) == [sound]
    client.force_login(person("Zoe", role="focal-point", party=state))
    assert client.post(reverse("register:discard", args=[sound.pk])).status_code == 403
