"""Two persons on the same card: each sees the other's version, and nothing that was typed is lost."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from koinon.kernel.refusals import Refused
from koinon.people.models import Person
from koinon.register.actions import deciding, publishing, uploading
from koinon.register.models import Document, Proposal, Provision
from tests.factories.people import person
from tests.factories.readings import TEXT, read

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


@pytest.fixture
def ada() -> Person:
    return person("Ada", role="secretariat")


@pytest.fixture
def bea() -> Person:
    return person("Bea", role="secretariat")


@pytest.fixture
def desk(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def document(ada: Person) -> Document:
    return read(uploading.upload(by=ada, name="outcome.txt", data=TEXT.encode()))


@pytest.fixture
def card(document: Document) -> Proposal:
    found = Proposal.objects.filter(reading__document=document).first()
    assert found
    return found


def url(name: str, card: Proposal | Provision) -> str:
    return reverse(f"register:{name}", args=[deciding.card_key(card)])


def typed(card: Proposal | Provision, label: str) -> dict[str, object]:
    return {
        "revision": card.revision,
        "near": card.start,
        "words": card.text,
        "kind": card.kind,
        "strength": card.strength,
        "label": label,
        "addressees": "states\nHarbour Watch",
        "reason": "The label was wrong.",
    }


def test_a_change_of_a_proposal_that_was_accepted_meanwhile_can_still_be_saved(
    desk: Client, bea: Person, card: Proposal
) -> None:
    made = deciding.accept(by=bea, card=card, revision=card.revision)
    answer = desk.post(url("edit", card), typed(card, "mine"), headers=HTMX)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Bea changed this meanwhile" in page
    assert 'value="mine"' in page
    assert url("edit", made) in page  # what is saved next is a change of the provision
    assert f'id="card-{deciding.card_key(made)}"' in page  # the card itself shows theirs
    desk.post(url("edit", made), typed(made, "mine"))
    made.refresh_from_db()
    assert made.label == "mine"


def test_a_draft_on_a_proposal_is_found_on_the_provision_made_of_it(
    desk: Client, bea: Person, document: Document, card: Proposal
) -> None:
    desk.post(url("draft", card), typed(card, "half ty"), headers=HTMX)
    made = deciding.accept(by=bea, card=card, revision=card.revision)
    page = desk.get(reverse("register:review", args=[document.pk])).content.decode()
    assert "You typed something here and did not save it" in page
    page = desk.get(url("edit", card)).content.decode()
    assert 'value="half ty"' in page and "Bea changed this meanwhile" in page
    desk.post(url("edit", made), typed(made, "whole"))
    page = desk.get(reverse("register:review", args=[document.pk])).content.decode()
    assert "You typed something here" not in page


@pytest.mark.parametrize("name", ["accept", "reject", "reopen", "split", "merge"])
def test_a_decision_on_an_accepted_proposal_shows_the_provision_instead(
    desk: Client, bea: Person, card: Proposal, name: str
) -> None:
    made = deciding.accept(by=bea, card=card, revision=card.revision)
    card.refresh_from_db()
    at = card.start + 3
    said = {"revision": card.revision, "reason": "It describes.", "at": at}
    page = desk.post(url(name, card), said, headers=HTMX).content.decode()
    assert "is accepted already" in page
    assert f'id="card-{deciding.card_key(made)}"' in page
    assert list(Provision.objects.all()) == [made]
    card.refresh_from_db()
    assert card.state == "accepted"


def test_without_scripts_the_reason_stands_above_the_review(
    desk: Client, bea: Person, card: Proposal
) -> None:
    deciding.accept(by=bea, card=card, revision=card.revision)
    page = desk.post(url("accept", card), {"revision": 1}, follow=True).content.decode()
    assert "changed this meanwhile" in page and "In the text" in page


def test_merging_passes_over_a_rejected_card(ada: Person, card: Proposal, desk: Client) -> None:
    last = Proposal.objects.order_by("start").last()
    assert last and last != card
    deciding.reject(by=ada, card=last, revision=last.revision, reason="It describes.")
    page = desk.post(url("merge", card), {"revision": card.revision}, headers=HTMX).content.decode()
    assert "no card after this one" in page


def test_accept_all_leaves_what_changed_after_the_page_was_loaded(
    desk: Client, bea: Person, document: Document, card: Proposal
) -> None:
    seen = [f"{p.pk}:{p.revision}" for p in Proposal.objects.all()]
    deciding.reject(by=bea, card=card, revision=1, reason="It describes.")
    card.refresh_from_db()
    deciding.reopen(by=bea, card=card, revision=card.revision)
    at = reverse("register:accept_all", args=[document.pk])
    page = desk.post(at, {"seen": seen}, follow=True).content.decode()
    assert "1 proposal is accepted." in page
    assert "1 proposal changed after your page was loaded" in page
    page = desk.post(at, {"seen": seen}, follow=True).content.decode()
    assert "No proposal is open any more" in page


def test_a_correction_that_meets_another_shows_it_and_can_still_be_published(
    desk: Client, ada: Person, bea: Person, document: Document
) -> None:
    seen = [(p.pk, p.revision) for p in Proposal.objects.all()]
    deciding.accept_all(by=ada, document=document, seen=seen)
    document.refresh_from_db()
    publishing.publish(by=ada, document=document, revision=document.revision)
    provision = Provision.objects.order_by("start")[0]
    stale = typed(provision, "mine")
    content = deciding.content_of(provision)
    publishing.correct(by=bea, provision=provision, revision=1, content=content, reason="Checked.")
    at = reverse("register:correct", args=[provision.pk])
    page = desk.post(at, stale).content.decode()
    assert "As it stands now" in page and 'value="mine"' in page
    desk.post(at, {**stale, "revision": 2})
    provision.refresh_from_db()
    assert provision.label == "mine"
    assert provision.revisions.count() == 2


def test_data_of_the_document_that_someone_else_changed_are_shown(
    desk: Client, bea: Person, document: Document
) -> None:
    at = reverse("register:describe", args=[document.pk])
    said = {"kind": "other", "issuers": "Harbour", "language": "en", "place": ""}
    other = Client()
    other.force_login(bea)
    other.post(at, {**said, "title": "Theirs", "revision": document.revision})
    page = desk.post(at, {**said, "title": "Mine", "revision": document.revision}).content.decode()
    assert "As it stands now" in page
    assert "<dd>Theirs</dd>" in page and 'value="Mine"' in page


def test_publishing_asks_only_about_the_newest_reading(ada: Person, document: Document) -> None:
    again = read(uploading.read_again(by=ada, document=document).document)
    newest = again.readings.order_by("-pk")[0]
    for proposal in newest.proposals.all():
        deciding.accept(by=ada, card=proposal, revision=1)
    again.refresh_from_db()
    publishing.publish(by=ada, document=again, revision=again.revision)


def test_an_accepted_proposal_is_not_opened_beside_its_provision(ada: Person, card: Proposal) -> None:
    deciding.accept(by=ada, card=card, revision=1)
    card.refresh_from_db()
    with pytest.raises(Refused, match="accepted already"):
        deciding.reopen(by=ada, card=card, revision=card.revision)
