"""From a file to a published register, through the actions that people use."""

from __future__ import annotations

from dataclasses import replace

import pytest

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.register.actions import deciding, publishing, uploading
from koinon.register.engine.documents import Kind, Strength
from koinon.register.models import Document, Draft, Proposal, Provision
from koinon.register.queries import desk, drafts
from tests.factories.people import party, person
from tests.factories.readings import TEXT, read

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada() -> Person:
    return person("Ada", role="secretariat")


@pytest.fixture
def document(ada: Person) -> Document:
    return read(uploading.upload(by=ada, name="outcome.txt", data=TEXT.encode()))


def proposal(document: Document, position: int) -> Proposal:
    return Proposal.objects.get(reading__document=document, position=position)


def test_the_same_file_twice_is_refused_and_the_first_one_named(ada: Person, document: Document) -> None:
    with pytest.raises(Refused, match="is here already, as “Outcome of Harbour”"):
        uploading.upload(by=ada, name="again.txt", data=TEXT.encode())
    assert Document.objects.count() == 1


def test_an_empty_file_is_refused(ada: Person) -> None:
    with pytest.raises(Refused, match=r"empty\.pdf is empty"):
        uploading.upload(by=ada, name="empty.pdf", data=b"")


def test_someone_without_a_mandate_may_not_bring_a_document() -> None:
    with pytest.raises(NotPermitted):
        uploading.upload(by=person("Stranger"), name="a.txt", data=b"text")
    assert not Document.objects.exists()


def test_accepting_keeps_the_machines_words_and_the_persons_decision(ada: Person, document: Document) -> None:
    one = proposal(document, 1)
    provision = deciding.accept(by=ada, card=one, revision=one.revision)
    one.refresh_from_db()
    assert (provision.number, provision.text, provision.decided_by) == (1, one.text, ada)
    assert (one.state, one.decided_by, list(provision.origins.all())) == ("accepted", ada, [one])


def test_a_second_person_never_overwrites_silently(ada: Person, document: Document) -> None:
    bea = person("Bea", role="secretariat")
    one = proposal(document, 1)
    content = deciding.content_of(one)
    made = deciding.amend(by=ada, card=one, revision=1, content=replace(content, strength=Strength.OPTIONAL))
    with pytest.raises(Refused, match="changed this meanwhile"):
        deciding.amend(by=bea, card=one, revision=1, content=replace(content, kind=Kind.PRINCIPLE))
    made.refresh_from_db()
    assert (made.kind, made.strength) == ("commitment", "optional")


def test_splitting_and_merging_give_back_the_same_words(ada: Person, document: Document) -> None:
    two = proposal(document, 2)
    cut = two.text.index("States should") + two.start
    parts = deciding.split(by=ada, card=two, revision=1, at=[cut])
    assert [p.text for p in parts] == [
        "The Council is asked to meet twice a year.",
        "States should report by 2030.",
    ]
    whole = deciding.merge(by=ada, cards=parts, revisions=[p.revision for p in parts])
    assert whole.text == two.text
    assert list(whole.origins.all()) == [two]


def test_reopening_gives_the_proposal_back_as_it_was(ada: Person, document: Document) -> None:
    one = proposal(document, 1)
    made = deciding.amend(
        by=ada, card=one, revision=1, content=replace(deciding.content_of(one), label="changed")
    )
    deciding.reopen(by=ada, card=made, revision=made.revision)
    one.refresh_from_db()
    assert (one.state, one.label) == ("open", "1")
    assert not document.provisions.exists()


def test_rejecting_needs_a_reason(ada: Person, document: Document) -> None:
    one = proposal(document, 1)
    with pytest.raises(Refused, match="why this is not a provision"):
        deciding.reject(by=ada, card=one, revision=1, reason=" ")
    deciding.reject(by=ada, card=one, revision=1, reason="It describes.")
    one.refresh_from_db()
    assert (one.state, one.reason) == ("rejected", "It describes.")


def test_adding_words_that_the_machine_passed_over(ada: Person, document: Document) -> None:
    start = TEXT.index("Nobody")
    base = deciding.content_of(proposal(document, 1))
    made = deciding.add(
        by=ada, document=document, content=replace(base, start=start, end=start + len("Nobody is left out."))
    )
    assert made.text == "Nobody is left out."
    with pytest.raises(Refused, match="lies outside the text"):
        deciding.add(by=ada, document=document, content=replace(base, start=5, end=10**6))


def test_publishing_waits_for_every_decision(ada: Person, document: Document) -> None:
    with pytest.raises(Refused, match="Some proposals are not decided"):
        publishing.publish(by=ada, document=document, revision=document.revision)
    rows = [(p.pk, p.revision) for p in Proposal.objects.all()]
    assert deciding.accept_all(by=ada, document=document, seen=rows) == 2
    published = publishing.publish(by=ada, document=document, revision=document.revision)
    assert (published.state, published.slug) == ("published", "outcome-of-harbour-2031")
    assert Entry.objects.get(verb="register.publish").visibility == "public"


def test_what_was_not_seen_is_not_accepted(ada: Person, document: Document) -> None:
    one, two = proposal(document, 1), proposal(document, 2)
    deciding.accept_all(by=ada, document=document, seen=[(one.pk, one.revision), (two.pk, 7)])
    two.refresh_from_db()
    assert two.state == "open"


def published(ada: Person, document: Document) -> Provision:
    deciding.accept_all(by=ada, document=document, seen=[(p.pk, 1) for p in Proposal.objects.all()])
    publishing.publish(by=ada, document=document, revision=document.revision)
    return Provision.objects.get(number=1)


def test_a_correction_after_publication_keeps_the_earlier_wording(ada: Person, document: Document) -> None:
    provision = published(ada, document)
    content = replace(deciding.content_of(provision), kind=Kind.PRINCIPLE)
    with pytest.raises(Refused, match="Say why"):
        publishing.correct(by=ada, provision=provision, revision=1, content=content, reason="")
    publishing.correct(by=ada, provision=provision, revision=1, content=content, reason="It tasks no one.")
    provision.refresh_from_db()
    before = provision.revisions.get()
    assert (provision.kind, before.before["kind"], before.reason) == (
        "principle", "commitment", "It tasks no one.",
    )  # fmt: skip
    assert before.published


def test_a_published_document_is_withdrawn_not_removed(ada: Person, document: Document) -> None:
    published(ada, document)
    document.refresh_from_db()
    with pytest.raises(Refused, match="withdrawn, not removed"):
        uploading.discard(by=ada, document=document)
    publishing.withdraw(by=ada, document=document, revision=document.revision, reason="Wrong file.")
    document.refresh_from_db()
    assert document.state == "withdrawn"


def test_a_coordinator_reviews_what_their_party_brought_and_nothing_else(ada: Person) -> None:
    network = party("lantern", "Lantern Network", "network")
    cora = person("Cora", role="coordinator", party=network)
    mine = uploading.upload(by=cora, name="ours.txt", data=b"We should meet.", behalf=network)
    theirs = uploading.upload(by=ada, name="theirs.txt", data=b"They should meet.")
    assert set(desk.documents_of(cora)) == {mine}
    with pytest.raises(NotPermitted):
        desk.document_for(cora, theirs.pk)


def test_a_draft_is_kept_until_it_is_saved(ada: Person, document: Document) -> None:
    from koinon.register.actions import drafting

    one = proposal(document, 1)
    drafting.keep(by=ada, card=one, revision=1, fields={"label": "half typed"})
    assert drafts.draft_of(ada, one).fields == {"label": "half typed"}
    deciding.accept(by=ada, card=one, revision=1)
    assert not Draft.objects.exists()
