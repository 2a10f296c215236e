"""Which claims contradict: the table, a slow reference, and what must hold of any claims whatever."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.register.engine.following.disputes import Stated, contradictions, counting
from koinon.register.engine.following.words import Level

TABLE = Path(__file__).resolve().parents[2] / "spec" / "claims" / "disputes.tsv"
DAYS = [date(2031, 1, 1) + timedelta(days=n) for n in range(4)]
STEPS = [Level.NOT_STARTED, Level.LIMITED, Level.SUBSTANTIAL, Level.COMPLETE]


def claim(words: str) -> Stated:
    """ "1 addressee complete 2031-01-01 contests 3 gone"."""
    number, who, level, day, *rest = words.split()
    contested = int(rest[1]) if rest[:1] == ["contests"] else None
    return Stated(
        int(number), who, Level(level), date.fromisoformat(day), contested, standing="gone" not in rest
    )


def cases() -> list[tuple[str, list[Stated], list[str]]]:
    rows = [line.split("\t") for line in TABLE.read_text("utf-8").splitlines()[1:]]
    parted = [
        (name, *[[p.strip() for p in cell.split(";") if p.strip()] for cell in row]) for name, *row in rows
    ]
    return [(name, [claim(words) for words in claims], found) for name, claims, found in parted]


@pytest.mark.parametrize(("claims", "expected"), [pytest.param(c, f, id=n) for n, c, f in cases()])
def test_the_table(claims: list[Stated], expected: list[str]) -> None:
    assert [f"{c.one}-{c.other} {c.why}" for c in contradictions(claims)] == expected


# ── the slow reference: search for a course of events in which both are true ──────────────────────────────


def courses(days: int) -> list[tuple[Level, ...]]:
    """Every course over that many days in which nothing done is undone."""
    return [
        course for course in product(STEPS, repeat=days) if list(course) == sorted(course, key=STEPS.index)
    ]


def true(claimed: Level, state: Level) -> bool:
    if claimed == Level.NO_EVIDENCE:
        return state in (Level.NOT_STARTED, Level.LIMITED)
    return claimed == state


def slowly(claims: list[Stated]) -> set[tuple[int, int]]:
    standing = [c for c in claims if c.standing]
    last = [
        c
        for c in standing
        if not any(
            o.claimant == c.claimant and (o.as_of > c.as_of or (o.as_of == c.as_of and o.number > c.number))
            for o in standing
        )
    ]
    found = set()
    for one, other in combinations(sorted(last, key=lambda c: c.number), 2):
        possible = any(
            true(one.level, course[DAYS.index(one.as_of)])
            and true(other.level, course[DAYS.index(other.as_of)])
            for course in courses(len(DAYS))
        )
        contested = one.number == other.contests or other.number == one.contests
        if contested or not possible:
            found.add((one.number, other.number))
    return found


@st.composite
def some_claims(draw: st.DrawFn) -> list[Stated]:
    count = draw(st.integers(0, 6))
    return [
        Stated(
            number,
            draw(st.sampled_from("abcd")),
            draw(st.sampled_from(Level)),
            draw(st.sampled_from(DAYS)),
            draw(st.none() | st.integers(1, 6).filter(lambda n, own=number: n != own)),
            draw(st.booleans()),
        )
        for number in range(1, count + 1)
    ]


def pairs(claims: list[Stated]) -> set[tuple[int, int]]:
    return {(c.one, c.other) for c in contradictions(claims)}


@given(some_claims())
def test_two_contradict_exactly_when_no_course_of_events_makes_both_true(claims: list[Stated]) -> None:
    assert pairs(claims) == slowly(claims)


@given(some_claims(), st.randoms(use_true_random=False))
def test_the_order_in_which_claims_are_told_changes_nothing(claims: list[Stated], chance: object) -> None:
    shuffled = list(claims)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    assert contradictions(shuffled) == contradictions(claims)


@given(some_claims(), st.integers(1, 6))
def test_withdrawing_a_claim_ends_its_contradictions_and_those_of_nobody_else(
    claims: list[Stated], number: int
) -> None:
    after = pairs([replace(c, standing=False) if c.number == number else c for c in claims])
    owners = {c.number: c.claimant for c in claims}
    assert all(number not in pair for pair in after)
    own = owners.get(number)
    untouched = {p for p in pairs(claims) if own not in (owners[p[0]], owners[p[1]])}
    assert untouched <= after


@given(some_claims(), st.sampled_from(Level), st.sampled_from(DAYS))
def test_one_voice_more_ends_no_contradiction(claims: list[Stated], level: Level, day: date) -> None:
    more = [*claims, Stated(7, "somebody new", level, day)]
    assert pairs(claims) <= pairs(more)


@given(some_claims())
def test_nobody_contradicts_themselves_and_each_counts_once(claims: list[Stated]) -> None:
    owners = {c.number: c.claimant for c in claims}
    assert all(owners[one] != owners[other] for one, other in pairs(claims))
    counted = [c.claimant for c in counting(claims)]
    assert len(counted) == len(set(counted)) == len({c.claimant for c in claims if c.standing})
