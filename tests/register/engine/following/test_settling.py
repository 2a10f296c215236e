"""What becomes of the dates that stand: a table of cases, and what must hold of all of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.register.engine.following import settling, terms
from koinon.register.engine.following.settling import AGREED, POLICY, TEXT, Change, Policy, Stood
from koinon.register.engine.following.terms import Clock, Expected, Rules


def new(**rules: Any) -> Policy:
    return Policy(2, Rules("UTC", **rules))


START, TODAY = date(2031, 5, 5), date(2031, 6, 1)
OLD = Policy(1, Rules("UTC", answer_days=90, report_months=12))


def clock(kind: Expected, day: date, number: int = 1, start: date | None = START) -> Clock:
    made = terms.agreed(Rules("UTC"), kind, day, number)
    return Clock(kind, number, start, day, made.overdue_at, "UTC", ())


def settled(
    stood: list[Stood], policy: Policy | None, text: date | None = None, today: date = TODAY
) -> list[tuple[str, str | None, str | None]]:
    """Each change: what it is for, the date that ended, the date that began; of those that stay, none."""
    wished = settling.wanted(policy, START, today, text, "UTC")
    return [told(change) for change in settling.moved(settling.changes(stood, wished, policy))]


def told(change: Change) -> tuple[str, str | None, str | None]:
    either = change.new or change.old
    assert either
    return (
        either.clock.kind.value,
        str(change.old.clock.due_on) if change.old else None,
        str(change.new.clock.due_on) if change.new else None,
    )


ANSWER = Stood(10, POLICY, False, clock(Expected.ANSWER, date(2031, 8, 3)), 1)
ANSWERED = Stood(10, POLICY, True, clock(Expected.ANSWER, date(2031, 8, 3)), 1)
REPORT = Stood(11, POLICY, False, clock(Expected.REPORT, date(2032, 5, 5)), 1)
SECOND = Stood(12, POLICY, False, clock(Expected.REPORT, date(2033, 5, 5), 2, date(2032, 5, 5)), 1)
DEED = Stood(13, TEXT, False, clock(Expected.DUE, date(2035, 12, 31), 1, None))
AGREEMENT = Stood(14, AGREED, False, clock(Expected.ANSWER, date(2031, 12, 1), 1, None), 1)


@pytest.mark.parametrize(
    ("name", "stood", "policy", "text", "changes"),
    [
        ("nothing stands, nothing is wanted", [], None, None, []),
        ("the text alone", [], None, date(2035, 12, 31), [("due", None, "2035-12-31")]),
        ("all stays", [ANSWER, REPORT], OLD, None, []),
        (
            "a policy for the first time", [], OLD, None,
            [("answer", None, "2031-08-03"), ("report", None, "2032-05-05")],
        ),
        ("the answer moves", [ANSWER], new(answer_days=30), None, [("answer", "2031-08-03", "2031-06-04")]),
        ("the same day under another version", [ANSWER], new(answer_days=90), None, []),
        ("what was answered stays", [ANSWERED], new(answer_days=30), None, []),
        ("what was answered stays without a policy", [ANSWERED], None, None, []),
        ("what was agreed stays", [AGREEMENT], new(answer_days=30), None, []),
        ("no answer is wanted any more", [ANSWER], None, None, [("answer", "2031-08-03", None)]),
        (
            "the round that runs moves", [REPORT, SECOND], new(report_months=6), None,
            [("report", "2033-05-05", "2032-11-05")],
        ),
        (
            "no reports any more", [REPORT, SECOND], new(), None,
            [("report", "2032-05-05", None), ("report", "2033-05-05", None)],
        ),
        ("the text is corrected", [DEED], None, date(2036, 6, 30), [("due", "2035-12-31", "2036-06-30")]),
        ("the text loses its date", [DEED], None, None, [("due", "2035-12-31", None)]),
        (
            "the text loses its date to the policy", [DEED], new(due_on=date(2034, 1, 1)), None,
            [("due", "2035-12-31", "2034-01-01")],
        ),
        (
            "a deed done stays", [Stood(13, POLICY, True, DEED.clock, 1)], new(due_on=date(2034, 1, 1)), None,
            [],
        ),
    ],
)  # fmt: skip
def test_the_table_of_changes(
    name: str,
    stood: list[Stood],
    policy: Policy | None,
    text: date | None,
    changes: list[tuple[str, str | None, str | None]],
) -> None:
    assert settled(stood, policy, text) == changes, name


rules = st.builds(
    Rules,
    st.sampled_from(("UTC", "Asia/Jakarta", "America/Havana")),
    answer_days=st.none() | st.integers(0, 400),
    report_months=st.none() | st.integers(1, 24),
    due_on=st.none() | st.dates(date(2031, 1, 1), date(2040, 1, 1)),
    grace_days=st.integers(0, 20),
)
texts = st.none() | st.dates(date(2031, 1, 1), date(2040, 1, 1))
days = st.dates(date(2031, 5, 5), date(2036, 1, 1))


def after(stood: list[Stood], policy: Policy, text: date | None, today: date) -> list[Stood]:
    """What stands once the changes are made."""
    wished = settling.wanted(policy, START, today, text, "UTC")
    return [
        change.old
        if change.old and change.stays
        else Stood(0, change.new.basis, False, change.new.clock, change.new.policy)
        for change in settling.changes(stood, wished, policy)
        if change.new
    ]


@given(first=rules, second=rules, text=texts, other=texts, day=days, later=days)
def test_settled_twice_nothing_moves_and_from_anywhere_the_same_answer_and_deed_stand(
    first: Rules, second: Rules, text: date | None, other: date | None, day: date, later: date
) -> None:
    once = after([], Policy(1, first), text, day)
    assert after(once, Policy(1, first), text, later) == once
    moved = after(once, Policy(2, second), other, later)
    assert after(moved, Policy(2, second), other, later) == moved
    fresh = after([], Policy(2, second), other, later)

    def standing(found: list[Stood]) -> list[tuple[Expected, date]]:
        kinds = (Expected.ANSWER, Expected.DUE)
        return [(s.clock.kind, s.clock.due_on) for s in found if s.clock.kind in kinds]

    assert standing(moved) == standing(fresh)
