"""The tables of tests/spec/alerts, which the explanation of the method shows, hold of the engine."""

from __future__ import annotations

from datetime import date
from importlib import resources
from pathlib import Path

import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.alerts import breaks, drops, standings, thread
from koinon.observatory.engine.alerts.retrying import WAITS, wait
from koinon.observatory.engine.alerts.rules import rules

SPEC = Path(__file__).resolve().parents[2] / "spec" / "alerts"
RULES = rules(resources.files("koinon.observatory.data").joinpath("alert_rules.toml").read_text("utf-8"))
TODAY = date(2031, 6, 15)


def table(name: str) -> list[dict[str, str]]:
    head, *lines = (SPEC / name).read_text("utf-8").splitlines()
    return [dict(zip(head.split("\t"), line.split("\t"), strict=True)) for line in lines]


@pytest.mark.parametrize("row", table("thread.tsv"), ids=lambda r: f"{r['state']} {r['step']}")
def test_a_step_leads_where_the_table_says(row: dict[str, str]) -> None:
    state = thread.State(row["state"])
    if row["to"] == "refused":
        with pytest.raises(Refused):
            thread.after(state, row["step"])
        assert row["step"] not in thread.may_follow(state)
    else:
        assert thread.after(state, row["step"]) == row["to"]
        assert row["step"] in thread.may_follow(state)


@pytest.mark.parametrize("row", table("drops.tsv"), ids=lambda r: r["case"])
def test_a_drop_is_found_beyond_the_interval_alone(row: dict[str, str]) -> None:
    earlier = drops.Figure("AAA", 2029, *(float(row[k]) for k in ("before", "before_low", "before_high")))
    now = drops.Figure("AAA", 2030, *(float(row[k]) for k in ("value", "low", "high")))
    series = drops.Series("index", "vdem@1", (earlier, now), rising=row["rising"] == "yes")
    found = drops.drops([series], rule=RULES["drop-beyond-interval"])
    assert len(found) == (row["found"] == "yes")
    assert all(
        (f.place, f.since, f.evidence[0].before) == ("AAA", date(2030, 12, 31), earlier.value) for f in found
    )


def counted(text: str) -> list[int]:
    """Numbers of months: "0*40 2*8"."""
    return [
        int(count)
        for part in text.split()
        for count in [part.partition("*")[0]] * int(part.partition("*")[2])
    ]


@pytest.mark.parametrize("row", table("breaks.tsv"), ids=lambda r: r["case"])
def test_a_break_is_found_where_the_table_says(row: dict[str, str]) -> None:
    counts = counted(row["months"])
    months = breaks.Months("AAA", "reform", _first(len(counts)), counts)
    found = breaks.breaks([months], rule=RULES["break-in-incidents"], today=TODAY)
    ago = [str(len(counts) - _between(months.first, f.since)) for f in found]
    assert ago == [row["found"]] * bool(row["found"])


def _first(months: int) -> date:
    """The first of the month so many months before the running one, so that the last is complete."""
    n = TODAY.year * 12 + TODAY.month - 1 - months
    return date(n // 12, n % 12 + 1, 1)


def _between(first: date, then: date) -> int:
    return (then.year - first.year) * 12 + then.month - first.month


@pytest.mark.parametrize(
    "row", table("standings.tsv"), ids=lambda r: f"{r['before'] or 'none'} to {r['now']}"
)
def test_a_standing_changes_between_meeting_and_not_meeting(row: dict[str, str]) -> None:
    before = {"AAA": row["before"]} if row["before"] else {}
    found = standings.changed(
        {"AAA": row["now"]}, before, rule=RULES["standing-changed"], rule_set="free@1", sources={},
        today=TODAY, earlier=date(2030, 6, 15),
    )  # fmt: skip
    assert ["yes" if f.favourable else "no" for f in found] == [row["favourable"]] * (row["found"] == "yes")


def test_every_rule_is_whole_and_names_a_kind() -> None:
    assert list(RULES) == [
        "new-episode", "turning-episode", "standing-changed", "disruption", "drop-beyond-interval",
        "break-in-incidents",
    ]  # fmt: skip
    assert all(rule.name and rule.sentence.endswith(".") for rule in RULES.values())


@pytest.mark.parametrize(
    "broken",
    [
        '[x]\nversion = "1"',
        '[x]\nkind = "drop"\nversion = "1"\nname = "X"\nsentence = "X."\nsource = ""\nwithin_days = 1\n'
        "urgency = 1\nacknowledge_days = 1\nassess_days = 1\ndecide_days = 1",
        '[x]\nkind = "drop"\nversion = "1"\nname = "X"\nsentence = "X."\nsource = ""\nwithin_days = 1\n'
        "urgency = 9\nreach_days = 1\nacknowledge_days = 1\nassess_days = 1\ndecide_days = 1",
    ],
)
def test_a_rule_that_is_not_whole_is_refused_by_name(broken: str) -> None:
    with pytest.raises(Refused, match="rule x"):
        rules(broken)


def test_the_clock_of_each_state_is_the_rules() -> None:
    rule, day = RULES["disruption"], date(2031, 6, 1)
    dues = [thread.due(rule, state, day) for state in thread.State]
    assert dues == [date(2031, 6, 2), date(2031, 6, 8), date(2031, 6, 15), None, None]


def test_what_was_not_assessed_is_closed_as_false_or_revised_alone() -> None:
    assert [o.value for o in thread.outcomes(thread.State.ACKNOWLEDGED)] == ["false", "revised"]
    assert [o.value for o in thread.outcomes(thread.State.ASSESSED)] == ["watched", "false", "revised"]
    assert len(thread.outcomes(thread.State.CONVENED)) == 4
    assert thread.outcomes(thread.State.OPEN) == []


def test_waits_grow_and_end() -> None:
    waits = [wait(n) for n in range(1, len(WAITS) + 2)]
    assert waits[-1] is None and all(waits[:-1])
    assert [w for w in waits if w] == sorted(w for w in waits if w)
