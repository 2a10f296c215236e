"""Statements: who may make them in whose name, what they meet, and what stays of them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.models import Entry, Visibility
from koinon.register.actions import claims, judgements
from koinon.register.engine.following.words import Side
from koinon.register.models import Claim, Expectation, Judgement
from koinon.register.queries import claims as queries
from koinon.register.rules import claims as rules
from tests.factories.following import expectation
from tests.factories.people import Mandate, guard
from tests.register.claims.cast import DUE, NOW, Cast, said

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(days=40)


@pytest.fixture
def cast() -> Cast:
    return Cast()


def test_each_speaks_for_the_side_of_their_mandate(cast: Cast) -> None:
    made = [
        cast.speaks(one, level)
        for one, level in (
            (cast.fiona, "complete"), (cast.cora, "limited"),
            (cast.ines, "limited"), (cast.rui, "substantial"),
        )
    ]  # fmt: skip
    assert [(c.side, c.party and c.party.key) for c in made] == [
        ("addressee", "arcadia"), ("civil-society", "lantern-network"),
        ("assessor", None), ("peer", "borduria"),
    ]  # fmt: skip
    assert cast.stands().claims == 4
    last = Entry.objects.latest("number")
    assert (last.verb, last.visibility) == ("register.claim", Visibility.PUBLIC)
    assert last.about == f"provision:{cast.document.slug}/{cast.provision.number}"


@pytest.mark.parametrize("who", ["cora", "ines", "rui", "ada"])
def test_nobody_else_speaks_for_the_addressee(cast: Cast, who: str) -> None:
    with pytest.raises(NotPermitted):
        claims.claim(
            by=getattr(cast, who), follow_up=cast.follow_up, side=Side.ADDRESSEE, party=cast.arcadia,
            said=said("complete"), now=NOW,
        )  # fmt: skip


def test_a_peer_does_not_speak_on_its_own_party_nor_a_focal_point_on_another(cast: Cast) -> None:
    with pytest.raises(NotPermitted, match="parties other than their own"):
        cast.speaks(cast.rui, "complete", cast.other)
    with pytest.raises(NotPermitted):
        cast.speaks(cast.fiona, "complete", cast.other)


def test_whoever_has_several_mandates_chooses_in_whose_name(cast: Cast) -> None:
    with guard.writing("factory"):
        Mandate.objects.create(
            person=cast.cora, role="coordinator", party=cast.beacon, since=date(2020, 1, 1)
        )
    assert [one.key for one in rules.capacities(cast.cora, cast.follow_up)] == [
        "civil-society:lantern-network",
        "civil-society:beacon-house",
    ]
    made = claims.claim(
        by=cast.cora, follow_up=cast.follow_up, side=Side.CIVIL_SOCIETY, party=cast.beacon,
        said=said("limited"), now=NOW,
    )  # fmt: skip
    assert made.party == cast.beacon


def test_a_dispute_is_marked_and_a_conclusion_does_not_end_it(cast: Cast) -> None:
    cast.speaks(cast.fiona, "complete")
    assert not cast.stands().disputed
    cast.speaks(cast.cora, "limited")
    assert cast.stands().disputed
    concluded = claims.conclude(
        by=cast.ines, follow_up=cast.follow_up, party=None, said=said("limited"), now=NOW
    )
    assert concluded.conclusion and cast.stands().disputed
    beside = queries.of_provision(cast.provision)[cast.follow_up.pk]
    assert [shown.claim.number for shown in beside.standing] == [1, 2, 3]
    assert [shown.claim.number for shown in beside.conclusions] == [3]
    assert {shown.claim.number: [a.number for a in shown.against] for shown in beside.standing} == {
        1: [2, 3], 2: [1], 3: [1],
    }  # fmt: skip


def test_a_contest_at_the_same_level_is_a_dispute(cast: Cast) -> None:
    first = cast.speaks(cast.fiona, "limited")
    cast.speaks(cast.cora, "limited", contests=first.number)
    assert cast.stands().disputed
    with pytest.raises(Refused, match="not contested"):
        cast.speaks(cast.fiona, "limited", contests=first.number)


def test_withdrawing_ends_the_dispute_and_stays_visible(cast: Cast) -> None:
    cast.speaks(cast.fiona, "complete")
    contested = cast.speaks(cast.cora, "limited")
    claims.withdraw(by=cast.cole, claim=contested, reason="We looked again.", now=LATER)
    assert not cast.stands().disputed and cast.stands().claims == 1
    beside = queries.of_provision(cast.provision)[cast.follow_up.pk]
    assert [(s.claim.state, s.claim.ended_because) for s in beside.ended] == [
        ("withdrawn", "We looked again.")
    ]
    with pytest.raises(Refused, match="already"):
        claims.withdraw(by=cast.cora, claim=contested, reason="Again.", now=LATER)


def test_a_correction_takes_the_place_and_the_earlier_stays(cast: Cast) -> None:
    first = cast.speaks(cast.fiona, "complete")
    second = claims.correct(
        by=cast.fiona, claim=first, said=said("substantial"), reason="A part is open.", keep_evidence=True,
        now=LATER,
    )  # fmt: skip
    first.refresh_from_db()
    assert (first.state, first.ended_at, first.ended_because) == ("corrected", LATER, "A part is open.")
    assert (second.number, second.corrects, second.party) == (2, first, cast.arcadia)
    assert cast.stands().claims == 1


def test_only_the_same_name_ends_a_claim(cast: Cast) -> None:
    made = cast.speaks(cast.cora, "limited")
    for stranger in (cast.bea, cast.fiona, cast.ada, cast.ines):
        with pytest.raises(NotPermitted):
            claims.withdraw(by=stranger, claim=made, reason="No.", now=LATER)


def due(cast: Cast) -> list[tuple[bool, bool]]:
    rows = Expectation.objects.filter(follow_up=cast.follow_up, term__kind="due").order_by("pk")
    return [(row.met_at is not None, row.ended_at is not None) for row in rows]


def test_completion_by_its_own_account_meets_what_was_due_until_it_is_taken_back(cast: Cast) -> None:
    assert due(cast) == [(False, False)] and cast.stands().next_on == DUE
    cast.speaks(cast.cora, "complete")
    assert due(cast) == [(False, False)]  # others' accounts meet nothing
    done = cast.speaks(cast.fiona, "complete")
    assert due(cast) == [(True, False)] and cast.stands().next_on is None
    claims.withdraw(by=cast.fiona, claim=done, reason="Too early.", now=LATER)
    assert due(cast) == [(True, True), (False, False)] and cast.stands().next_on == DUE


def test_a_later_lower_account_of_its_own_is_what_counts(cast: Cast) -> None:
    cast.speaks(cast.fiona, "complete", as_of=date(2032, 1, 1))
    cast.speaks(cast.fiona, "substantial", as_of=date(2032, 2, 1))
    assert due(cast) == [(True, True), (False, False)]
    assert not cast.stands().disputed


def test_any_account_of_the_addressee_meets_the_report(cast: Cast) -> None:
    expectation(cast.follow_up, "report", date(2032, 6, 1), NOW)
    cast.speaks(cast.cora, "limited")
    open_ = Expectation.objects.filter(follow_up=cast.follow_up, term__kind="report", ended_at=None)
    assert open_.get().met_at is None
    made = cast.speaks(cast.fiona, "not-started", now=LATER)
    assert open_.get().met_at == LATER
    claims.withdraw(by=cast.fiona, claim=made, reason="Mistaken.", now=LATER)
    assert open_.get().met_at is None


@pytest.mark.parametrize(
    ("who", "level", "rest", "sentence"),
    [
        ("cora", "limited", {"text": "  "}, "Say in words"),
        ("cora", "limited", {"as_of": date(2032, 3, 5)}, "day that has come"),
        ("cora", "limited", {"as_of": date(1, 1, 1)}, "cannot be meant"),
        ("cora", "limited", {"text": " \u200b\u00a0 "}, "Say in words"),
        ("fiona", "no-evidence", {}, "not started"),
        ("cora", "limited", {"contests": 9}, "no such statement"),
        ("fiona", "limited", {"pseudonymous": True}, "Only civil society"),
        ("rui", "limited", {"pseudonymous": True}, "Only civil society"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    cast: Cast, who: str, level: str, rest: dict[str, Any], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        cast.speaks(getattr(cast, who), level, **rest)
    assert not Claim.objects.exists()


def test_what_ended_is_not_claimed_upon(cast: Cast) -> None:
    with guard.writing("factory"):
        cast.follow_up.ended_at, cast.follow_up.ended_because = NOW, "left"
        cast.follow_up.save()
    with pytest.raises(Refused, match="not followed up any more"):
        cast.speaks(cast.cora, "limited")


def judged(cast: Cast, verifiable: bool) -> Judgement:
    return judgements.judge(
        by=cast.ines, provision=cast.provision, party=None, verifiable=verifiable, reasons="No measure.",
        language="en", now=NOW,
    )  # fmt: skip


def test_an_assessor_judges_whether_a_provision_can_be_verified(cast: Cast) -> None:
    first, second = judged(cast, True), judged(cast, False)
    assert [row.pk for row in queries.judgements(cast.provision)] == [first.pk, second.pk]
    first.refresh_from_db()
    assert first.ended_at == NOW
    judgements.withdraw_judgement(by=cast.ines, judgement=second, reason="Read too quickly.", now=LATER)
    second.refresh_from_db()
    assert second.ended_because == "Read too quickly."
    with pytest.raises(NotPermitted):
        judgements.judge(
            by=cast.cora, provision=cast.provision, party=cast.lantern, verifiable=True, reasons="Yes.",
            language="en", now=NOW,
        )  # fmt: skip


@pytest.mark.parametrize("count", [1, 3])
def test_claims_of_a_provision_take_the_same_queries_however_many(
    cast: Cast, count: int, django_assert_num_queries: Any
) -> None:
    for person in (cast.cora, cast.bea, cast.fiona)[:count]:
        cast.speaks(person, "limited")
    with django_assert_num_queries(3):
        beside = queries.of_provision(cast.provision)
        assert sum(len(one.standing) for one in beside.values()) == count
