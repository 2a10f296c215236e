"""The draw keeps every rule, finds a way where there is one, and is what the stand-alone program says."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.kernel.refusals import Refused
from koinon.kernel.seeds import Stream
from koinon.register.engine.reviewing import record as records
from koinon.register.engine.reviewing.completing import Shortage, completed
from koinon.register.engine.reviewing.draw import Seat, drawn, possible
from koinon.register.engine.reviewing.pool import Conflict, Pool, pool_of
from tests.register.engine.reviewing.pools import pools, slow_draw, standalone

SEEDS = st.text("0123456789", min_size=1, max_size=6)


def promise(pool: Pool) -> dict[str, Any]:
    return records.fixed(pool, cycle="first", seed_source="the harbour lottery", seed_on="2031-03-01")


def broken(pool: Pool, pairs: set[tuple[str, str]]) -> list[str]:
    """The rules that a whole draw breaks, said as plainly as can be."""
    loads = Counter(dict.fromkeys(pool.reviewers, 0)) + Counter(r for _, r in pairs)
    numbers = [loads[r] for r in pool.reviewers]
    found = [f"{p} has another number" for p in pool.parties if sum(q == p for q, _ in pairs) != pool.each]
    found += [f"{r} is no reviewer" for _, r in pairs if r not in pool.reviewers]
    found += [f"{p} reviews itself" for p, r in pairs if p == r]
    found += [f"{r} has a conflict" for p, r in pairs for c in pool.conflicts if {p, r} <= c.parties]
    if not pool.mutual:
        found += [f"{p} and {r} review each other" for p, r in pairs if (r, p) in pairs]
    if pool.balanced and max(numbers) - min(numbers) > 1:
        found.append("the loads differ")
    for party, group in product(pool.parties, pool.groups.values()) if pool.most_of_a_group else ():
        if sum(p == party and r in group for p, r in pairs) > pool.most_of_a_group:
            found.append(f"{party} has too many of a group")
    return found


def every_draw(pool: Pool) -> list[set[tuple[str, str]]]:
    """Every draw that keeps the rules, by trying out all."""
    each = [
        [{(p, r) for r in three} for three in combinations(pool.reviewers, pool.each)] for p in pool.parties
    ]
    return [pairs for choice in product(*each) if not broken(pool, pairs := set().union(*choice))]


@settings(max_examples=300, deadline=None)
@given(pools(), SEEDS)
def test_every_rule_holds_and_the_record_computes_again(pool: Pool, seed: str) -> None:
    try:
        made = records.made(promise(pool), seed)
    except Refused as refusal:
        assert refusal.code.startswith("register.draw.")
        return
    assert sorted(made["order"]) == list(pool.parties)
    assert broken(pool, {(p, r) for p, found in made["reviewers"].items() for r in found}) == []
    assert records.faults(json.loads(json.dumps(made))) == []


@settings(max_examples=150, deadline=None)
@given(pools(most=4))
def test_there_is_a_draw_exactly_when_trying_out_all_finds_one(pool: Pool) -> None:
    there = every_draw(pool)
    found = completed(pool)
    assert isinstance(found, Shortage) == (not there)
    if not isinstance(found, Shortage):
        assert set(found) in there


@settings(max_examples=120, deadline=None)
@given(pools(most=5), SEEDS)
def test_the_stand_alone_program_of_the_documentation_draws_the_same(pool: Pool, seed: str) -> None:
    try:
        made = records.made(promise(pool), seed)
    except Refused:
        return
    order, reviewers = slow_draw()(made)
    assert order == made["order"] and reviewers == made["reviewers"]


@given(pools(), SEEDS, st.randoms(use_true_random=False))
def test_the_order_of_what_is_put_in_does_not_matter(pool: Pool, seed: str, chance: Any) -> None:
    def mixed(things: Any) -> tuple[Any, ...]:
        return tuple(chance.sample(list(things), len(things)))

    other = Pool(
        mixed(pool.parties) + pool.parties[:1], mixed(pool.reviewers), pool.each, pool.mutual, pool.balanced,
        mixed(pool.conflicts), dict(reversed(pool.groups.items())), pool.most_of_a_group,
    )  # fmt: skip
    assert promise(other) == promise(pool) and pool_of(promise(pool)["fixed"]) == pool
    try:
        made = records.made(promise(pool), seed)
    except Refused as refusal:
        with pytest.raises(Refused) as again:
            records.made(promise(other), seed)
        assert again.value.message == refusal.message
        return
    assert records.made(promise(other), seed) == made


def test_no_reviewer_and_no_place_in_the_order_is_favoured() -> None:
    """2,800 draws of seven, fixed seeds: each number within five standard deviations of its mean."""
    keys = tuple("abcdefg")
    pool, draws = Pool(keys, keys, 2), 2800
    first, reviewing = Counter[str](), Counter[tuple[str, str]]()
    for n in range(draws):
        made = drawn(pool, Stream(f"tide {n}"))
        first[made.order[0]] += 1
        reviewing.update((p, r) for p, found in made.reviewers.items() for r in found)
    assert all(abs(first[key] - 400) < 5 * (draws * 6 / 49) ** 0.5 for key in keys), first
    mean, spread = draws / 3, (draws * 2 / 9) ** 0.5  # of six others, two review
    assert len(reviewing) == 42
    assert all(abs(n - mean) < 5 * spread for n in reviewing.values()), reviewing


@pytest.mark.parametrize(
    ("pool", "code", "named"),
    [
        (Pool(("a", "b"), ("a", "b", "c"), 3), "too_few", "A"),
        (Pool(tuple("abcdef"), tuple("abcdef"), 3), "mutual", "A"),
        (
            Pool(("a", "b", "c", "d"), ("b", "c", "d", "e"), 2, True,
                 conflicts=(Conflict(frozenset("abe"), "old claims"),)),
            "ok", "",
        ),
        (
            Pool(("a", "b"), ("c", "d", "e", "f"), 3, True,
                 conflicts=(Conflict(frozenset("abc"), "old claims"),)),
            "load", "C",
        ),
        (
            Pool(("a", "b"), ("c", "d", "e"), 2, True, groups={"north": frozenset("cde")}, most_of_a_group=1),
            "group_limit", "A",
        ),
    ],
)  # fmt: skip
def test_what_makes_a_draw_impossible_is_said_and_at_whom(pool: Pool, code: str, named: str) -> None:
    if code == "ok":
        assert not broken(pool, set(possible(pool)))
        return
    with pytest.raises(Refused) as refusal:
        possible(pool, {key: key.upper() for key in "abcdef"})
    assert refusal.value.code == f"register.draw.{code}"
    assert f" {named}" in f" {refusal.value.message}"


def test_the_limit_of_a_group_is_named_where_it_alone_is_in_the_way() -> None:
    north = {"north": frozenset("cde")}
    with pytest.raises(Refused) as refusal:
        possible(Pool(("a",), ("c", "d", "e"), 2, True, groups=north, most_of_a_group=1), {"a": "Aldry"})
    assert refusal.value.message == (
        "3 reviewers may review Aldry, but 1 of them at once, as 1 at most may come from the same group, and "
        "2 are asked for: allow more of a group, add reviewers of other groups, or ask for fewer."
    )
    conflict = (Conflict(frozenset("ade"), "neighbours"),)
    with pytest.raises(Refused) as refusal:  # here the conflict leaves too few before any limit counts
        possible(Pool(("a",), ("c", "d", "e"), 2, True, True, conflict, north, 1), {"a": "Aldry"})
    assert refusal.value.code == "register.draw.too_few" and "neighbours" in refusal.value.message


@settings(max_examples=150, deadline=None)
@given(pools(), SEEDS, st.data())
def test_whoever_stands_down_is_replaced_by_the_next_lot(pool: Pool, seed: str, data: st.DataObject) -> None:
    try:
        made = records.made(promise(pool), seed)
    except Refused:
        return
    for _ in range(2):
        party = data.draw(st.sampled_from(made["order"]))
        place = data.draw(st.integers(1, pool.each))
        seat = Seat(party, place, made["reviewers"][party][place - 1], "elections at home")
        try:
            after, change = records.changed(made, seat)
        except Refused as refusal:
            assert refusal.code == "register.draw.no_substitute"
            return
        before = {c["left"] for c in made["changes"] if c["party"] == party} | {seat.left}
        assert change.drawn not in before and after["position"] > made["position"]
        made = after
        pairs = {(p, r) for p, found in made["reviewers"].items() for r in found}
        assert [fault for fault in broken(pool, pairs) if fault != "the loads differ"] == []
        assert records.faults(json.loads(json.dumps(made))) == []


@pytest.mark.parametrize("part", ["seed", "order", "reviewers", "lots", "position", "fixed"])
def test_a_record_that_was_touched_is_found_out(part: str) -> None:
    pool = Pool(tuple("abcde"), tuple("abcde"), 2)
    made = json.loads(json.dumps(records.made(promise(pool), "17 4 33")))
    other = json.loads(json.dumps(records.made(promise(pool), "17 4 34")))
    changed = {"fixed": {**made["fixed"], "seed_on": "2031-03-02"}, "position": made["position"] + 1}
    made[part] = changed.get(part, other[part])
    assert records.faults(made)


def test_what_is_no_record_is_said_to_be_none() -> None:
    assert "no record" in records.faults({"version": "koinon-draw-1"})[0]
    assert "koinon-draw-9" in records.faults({"version": "koinon-draw-9"})[0]


def test_the_stand_alone_program_runs_alone(tmp_path: Path) -> None:
    pool = Pool(tuple("abcdefg"), tuple("abcdefg"), 2, conflicts=(Conflict(frozenset("ab"), "neighbours"),))
    made = records.made(promise(pool), "4 8 15 16 23 42")
    made, _ = records.changed(made, Seat(made["order"][0], 1, made["reviewers"][made["order"][0]][0], "ill"))
    program, record = tmp_path / "draw.py", tmp_path / "record.json"
    program.write_text(standalone(), "utf-8")
    record.write_text(json.dumps(made), "utf-8")
    run = subprocess.run(
        [sys.executable, "-I", program, record], capture_output=True, text=True, timeout=60, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert run.stdout.split()[0] == made["order"][0]
    record.write_text(json.dumps({**made, "seed": "4 8 15 16 23 43"}), "utf-8")
    assert subprocess.run([sys.executable, "-I", program, record], capture_output=True, timeout=60).returncode
