"""An answer is drafted, handed in, returned, approved; a published one is replaced and never lost."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.people.models import Mandate
from koinon.register.actions import answers as actions
from koinon.register.actions.answers import Written
from koinon.register.models import Answer, FollowUp
from koinon.register.queries import following, index
from tests.factories.people import person
from tests.factories.register import DAY
from tests.register.answers.office import NOW, Office, office, seen

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> Office:
    return office()


def again(row: Any) -> Any:
    row.refresh_from_db()
    return row


def test_from_draft_to_publication_and_the_silence_ends(world: Office) -> None:
    first = world.asked[0]
    assert following.silent(NOW).filter(pk=first.pk).exists()
    (draft,) = world.drafted(first, position="accepted-in-part", part="The first sentence.")
    assert (draft.state, draft.number, draft.revision) == ("draft", 1, 1)
    (handed,) = actions.submit_answers(by=world.ida, answers=[draft], revisions=seen([draft]), now=NOW)
    assert again(first).position == "" and again(first).silent_from, "only a published answer ends it"
    (answer,) = actions.approve_answers(by=world.bo, answers=[handed], revisions=seen([handed]), now=NOW)
    assert again(answer).state == "published" and answer.published_at == NOW
    assert again(first).position == "accepted-in-part" and first.answered_at == NOW
    assert first.silent_from is None and not following.silent(NOW).filter(pk=first.pk).exists()
    assert first.expectations.get().met_at == NOW


def test_the_entry_of_a_publication_is_public_and_names_no_person(world: Office) -> None:
    world.published(world.asked[0])
    entry = Entry.objects.get(verb="register.approve_answers")
    assert (entry.visibility, entry.about) == ("public", "provision:outcome-of-harbour/1")
    assert entry.facts == {
        "document": "outcome-of-harbour", "provision": 1, "follow_up": world.asked[0].pk,
        "parties": ["velmark"], "position": "accepted", "answer": 1,
    }  # fmt: skip
    for restricted in Entry.objects.exclude(pk=entry.pk):
        assert restricted.visibility == "restricted"
        assert index.named([restricted]) == {}, "a draft changes nothing that is public"


def test_many_at_once_leave_one_entry_that_names_what_they_touched(world: Office) -> None:
    world.published(*world.asked, position="noted", reasons="Our constitution says otherwise.")
    entry = Entry.objects.get(verb="register.approve_answers")
    assert entry.about == "document:outcome-of-harbour"
    assert (entry.facts["document"], entry.facts["provisions"]) == ("outcome-of-harbour", [1, 2, 3])
    assert entry.facts["positions"] == {"noted": 3}
    assert index.named([entry]) == {"outcome-of-harbour": {1, 2, 3}}
    assert Answer.objects.filter(state="published").count() == 3


def test_a_revision_replaces_the_earlier_answer_and_keeps_it(world: Office) -> None:
    first = world.asked[0]
    world.published(first)
    with pytest.raises(Refused, match="Say why the answer changes"):
        world.drafted(first, submit=True, position="declined", reasons="The law changed.")
    later = NOW + timedelta(days=30)
    world.published(
        first, now=later, position="declined", reasons="The law changed.", change="A new government."
    )
    new, old = first.answers.order_by("-number")
    assert (old.state, old.position, old.published_at, old.replaced_at) == (
        "replaced",
        "accepted",
        NOW,
        later,
    )
    assert (new.state, new.number, again(first).position) == ("published", 2, "declined")


def test_returned_with_a_note_changed_and_handed_in_again(world: Office) -> None:
    (draft,) = world.drafted(world.asked[0], submit=True)
    with pytest.raises(Refused, match="Say what has to change"):
        actions.return_answers(by=world.bo, answers=[draft], revisions=seen([draft]), note=" ")
    (back,) = actions.return_answers(
        by=world.bo, answers=[draft], revisions=seen([draft]), note="Name the law."
    )
    assert (again(back).state, back.note) == ("returned", "Name the law.")
    assert "Name the law." not in str([e.facts for e in Entry.objects.all()])
    (changed,) = world.drafted(world.asked[0], reasons="Law 7.")
    assert (changed.state, changed.note) == ("returned", "Name the law."), "the note stays until it is done"
    (handed,) = actions.submit_answers(by=world.ida, answers=[changed], revisions=seen([changed]), now=NOW)
    assert handed.state == "submitted"


def test_taken_back_and_dropped(world: Office) -> None:
    (draft,) = world.drafted(world.asked[0], submit=True)
    (back,) = actions.take_back_answers(by=world.ida, answers=[draft], revisions=seen([draft]))
    assert (back.state, again(back).submitted_at) == ("draft", None)
    assert actions.drop_answers(by=world.ida, answers=[back], revisions=seen([back])) == 1
    assert not Answer.objects.exists()


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"position": "accepted-in-part"}, "Say which part is accepted"),
        ({"position": "noted"}, "Give the reasons"),
        ({"position": "declined", "reasons": "  "}, "Give the reasons"),
        ({"position": "accepted", "part": "The first."}, "names the part"),
        ({"position": "perhaps"}, "Choose a position"),
        ({"position": "accepted", "reasons": "x" * 10_001}, "10000"),
    ],
)
def test_what_an_answer_has_to_say(world: Office, said: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        world.drafted(world.asked[0], submit=True, **said)
    assert not Answer.objects.exists()


def test_a_draft_may_be_incomplete_and_cannot_be_handed_in(world: Office) -> None:
    (draft,) = world.drafted(world.asked[0], position="noted")
    with pytest.raises(Refused, match="Give the reasons"):
        actions.submit_answers(by=world.ida, answers=[draft], revisions=seen([draft]), now=NOW)


def test_an_answer_given_elsewhere_was_given_on_a_day_that_has_passed(world: Office) -> None:
    day = date(2024, 9, 2)
    one = Written(world.asked[0], 0, replace(world.said(), given_on=day))
    with pytest.raises(Refused, match="still to come"):
        actions.draft_answers(by=world.ida, written=[one], now=NOW)
    actions.draft_answers(by=world.ida, written=[one], now=NOW + timedelta(days=1))
    assert Answer.objects.get().given_on == day


def test_an_answer_was_given_elsewhere_on_a_day_that_can_be_meant(world: Office) -> None:
    one = Written(world.asked[0], 0, replace(world.said(), given_on=date(1, 1, 1)))
    with pytest.raises(Refused, match="cannot be meant"):
        actions.draft_answers(by=world.ida, written=[one], now=NOW)


def test_a_language_that_there_is_none_of_is_refused(world: Office) -> None:
    with pytest.raises(Refused, match="“xx-nope” is not possible here: choose among en, fr"):
        world.drafted(world.asked[0], language="xx-nope")


def test_reasons_that_nobody_sees_are_none(world: Office) -> None:
    with pytest.raises(Refused, match="Give the reasons"):
        world.drafted(world.asked[0], position="declined", reasons=" \u200b\u00a0 ", submit=True)
    (draft,) = world.drafted(world.asked[0], position="accepted", reasons="\u200b")
    assert draft.reasons == ""


def test_who_drafted_does_not_approve(world: Office) -> None:
    with guard.writing("a second mandate"):
        Mandate.objects.create(
            person=world.ida, role="validator", party=world.velmark, since=date(2020, 1, 1)
        )
    made = world.drafted(world.asked[0], submit=True)
    with pytest.raises(NotPermitted, match="yourself: someone else with a mandate for Velmark"):
        actions.approve_answers(by=world.ida, answers=made, revisions=seen(made), now=NOW)
    assert Answer.objects.get().state == "submitted"


def test_nobody_answers_for_another_party(world: Office) -> None:
    one = Written(world.elsewhere, 0, world.said())
    with pytest.raises(NotPermitted, match="Orlund"):
        actions.draft_answers(by=world.ida, written=[one], now=NOW)
    (theirs,) = actions.draft_answers(by=world.nils, written=[one], now=NOW, submit=True)
    with pytest.raises(NotPermitted, match="Orlund"):
        actions.approve_answers(by=world.bo, answers=[theirs], revisions=seen([theirs]), now=NOW)
    with pytest.raises(NotPermitted):
        actions.take_back_answers(by=world.ida, answers=[theirs], revisions=seen([theirs]))
    ines = person("Ines", role="secretariat")
    with pytest.raises(NotPermitted, match="Focal point"):
        actions.draft_answers(by=ines, written=[one], now=NOW)


def test_one_of_many_that_is_anothers_stops_all(world: Office) -> None:
    written = [Written(f, 0, world.said()) for f in (*world.asked, world.elsewhere)]
    with pytest.raises(NotPermitted, match="Orlund"):
        actions.draft_answers(by=world.ida, written=written, now=NOW)
    assert not Answer.objects.exists()


def test_an_addressee_that_is_no_known_party_has_nobody_to_answer(world: Office) -> None:
    from tests.factories import following as make

    nameless = make.follow_up(world.asked[0].provision, "observers")
    with pytest.raises(NotPermitted, match="leads to no known party"):
        actions.draft_answers(by=world.ida, written=[Written(nameless, 0, world.said())], now=NOW)


def test_whoever_was_slower_is_told_and_nothing_is_overwritten(world: Office) -> None:
    (draft,) = world.drafted(world.asked[0], reasons="Mine.")
    with pytest.raises(Refused) as refusal:
        actions.draft_answers(
            by=world.ida, written=[Written(world.asked[0], 0, world.said(reasons="Theirs."))], now=NOW
        )
    assert refusal.value.code == "register.changed_meanwhile"
    assert refusal.value.data["follow_ups"] == [world.asked[0].pk]
    assert again(draft).reasons == "Mine."


def test_an_approval_of_what_was_changed_meanwhile_publishes_nothing(world: Office) -> None:
    made = world.drafted(*world.asked, submit=True)
    looked = seen(made)
    actions.take_back_answers(by=world.ida, answers=made[:1], revisions=seen(made[:1]))
    world.drafted(world.asked[0], submit=True, reasons="Changed.")
    with pytest.raises(Refused, match="1 of these answers"):
        actions.approve_answers(by=world.bo, answers=made, revisions=looked, now=NOW)
    assert not Answer.objects.filter(state="published").exists()


def test_a_draft_that_was_dropped_and_written_anew_is_another(world: Office) -> None:
    made = world.drafted(world.asked[0], submit=True)
    looked = seen(made)
    (back,) = actions.take_back_answers(by=world.ida, answers=made, revisions=looked)
    actions.drop_answers(by=world.ida, answers=[back], revisions=seen([back]))
    world.drafted(world.asked[0], submit=True, reasons="Quite another.")
    with pytest.raises(Refused, match="Someone else changed this answer"):
        actions.approve_answers(by=world.bo, answers=made, revisions=looked, now=NOW)


@pytest.mark.parametrize(
    ("because", "words"),
    [
        ("left", "left the group"),
        ("unnamed", "took the addressee out"),
        ("struck", "taken out of the register"),
        ("withdrawn", "document was withdrawn"),
    ],
)
def test_what_has_ended_is_not_answered_anew(world: Office, because: str, words: str) -> None:
    world.published(world.asked[0])
    made = world.drafted(world.asked[1], submit=True)
    with guard.writing("ended"):
        FollowUp.objects.update(ended_at=DAY, ended_because=because)
    with pytest.raises(Refused, match=words):
        world.drafted(world.asked[0], change="Anew.")
    with pytest.raises(Refused, match=words):
        actions.approve_answers(by=world.bo, answers=made, revisions=seen(made), now=NOW)
    assert again(world.asked[0]).answers.get().state == "published", "what was answered stays"


def test_a_submitted_answer_is_not_changed_behind_the_validators_back(world: Office) -> None:
    made = world.drafted(world.asked[0], submit=True)
    with pytest.raises(Refused, match="with the validator"):
        world.drafted(world.asked[0], reasons="Quickly.")
    with pytest.raises(Refused, match="with the validator"):
        actions.drop_answers(by=world.ida, answers=made, revisions=seen(made))


def test_three_hundred_answers_cost_as_many_queries_as_three(world: Office) -> None:
    def cost(slug: str, n: int) -> tuple[int, int]:
        from tests.factories import following as make_following
        from tests.factories import register as make

        document = make.document(slug, *(f"Velmark should do thing {i}." for i in range(n)))
        asked = [
            make_following.follow_up(make.provision(document, f"Velmark should do thing {i}."), world.velmark)
            for i in range(n)
        ]
        with CaptureQueriesContext(connection) as drafting:
            made = world_drafted(world, asked)
        with CaptureQueriesContext(connection) as approving:
            actions.approve_answers(by=world.bo, answers=made, revisions=seen(made), now=NOW)
        return len(drafting), len(approving)

    assert cost("three", 3) == cost("three-hundred", 300)


def world_drafted(world: Office, asked: list[FollowUp]) -> list[Answer]:
    written = [Written(f, 0, world.said()) for f in asked]
    return actions.draft_answers(
        by=world.ida, written=written, now=datetime(2024, 9, 1, tzinfo=UTC), submit=True
    )
