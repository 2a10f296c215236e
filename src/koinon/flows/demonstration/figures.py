"""Invented figures of the invented states, in the layouts in which the field publishes: ERT, FIW, roll calls.

They are made of the names of states and of years alone, so that every installation gets the same; loaded
through the action that takes real files, and labelled invented wherever they are shown.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from importlib import resources

from koinon.flows.demonstration.partnership import MIRA, STATES
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import loading, standing
from koinon.observatory.engine.episodes import finding, reading, writing
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.standing.parsing import parsed
from koinon.observatory.models import Release, RuleSet
from koinon.people.queries import persons
from koinon.ui.files import drafts

FIRST, LAST = 2005, 2025
VERSION = "invented-2026"
ROLL_CALLS = 12  # a year

#: How a state's index goes: years with their values, straight lines between them.
INDEX: Mapping[str, Mapping[int, float]] = {
    "altamere": {2005: 0.80, 2020: 0.81, 2021: 0.74, 2023: 0.60, 2025: 0.46},  # autocratizes since 2021
    "brennovia": {2005: 0.87, 2025: 0.88},
    "corrada": {2005: 0.30, 2013: 0.31, 2019: 0.55, 2022: 0.68, 2025: 0.70},  # democratizes
    "dunmere": {2005: 0.57, 2015: 0.55, 2025: 0.56},
    "eskelund": {2005: 0.91, 2025: 0.90},
    "fenmark": {2005: 0.47, 2007: 0.46, 2011: 0.33, 2019: 0.51, 2025: 0.53},  # down, and up again
    "gorvia": {2005: 0.40, 2013: 0.39, 2020: 0.18, 2025: 0.17},  # autocratizes, and leaves the partnership
}
_ISSUES = ("me", "nu", "di", "hr", "co", "ec")
_YEARS = range(FIRST, LAST + 1)


def load_figures(now: datetime) -> list[Release]:
    """Load the three invented releases; what is loaded already stays as it is."""
    return [_loaded(source, text(), now) for source, text in FILES.items()]


def publish_rule_set(now: datetime) -> None:
    """The partnership's own rules of membership; published once."""
    text = resources.files("koinon.flows.demonstration").joinpath("membership.toml").read_text("utf-8")
    if not RuleSet.objects.filter(key=parsed(text).key).exists():
        mira = persons.person_of(MIRA)
        standing.publish(by=mira, text=text, reasons="Adopted by the Halcyon Council (invented).", now=now)


def _loaded(source: str, text: str, now: datetime) -> Release:
    with drafts() as folder:
        path = folder / f"invented_{source}.csv"
        path.write_text(text, "utf-8")
        release, _ = loading.load(
            by=PLATFORM, source=source, paths=[(path, path.name)], version=VERSION, now=now, invented=True
        )
    return release


def ert() -> str:
    """The ERT table of the invented index, its episodes found by the rules that find those of the field."""
    columns = (
        "country_name", "country_id", "country_text_id", "year", "v2x_polyarchy", "v2x_polyarchy_codelow",
        "v2x_polyarchy_codehigh", "codingstart", "codingend", "gapstart1", "gapstart2", "gapstart3",
        "gapend1", "gapend2", "gapend3", "v2x_regime", "v2eltype_0", "v2eltype_4", "v2eltype_6",
        "v2elasmoff_ord",
    )  # fmt: skip
    rows = []
    for number, (key, (name, _)) in enumerate(STATES.items(), start=9001):
        for year in _YEARS:
            value = index(key, year)
            voted = year % 4 == 0
            rows.append((
                name, number, key.upper(), year, f"{value:.3f}", f"{value - 0.04:.3f}", f"{value + 0.04:.3f}",
                FIRST, LAST, *[""] * 6, regime(value), int(voted), 0, int(voted), 2 if voted else "",
            ))  # fmt: skip
    table = reading.table(io.StringIO(_csv(columns, rows)), "invented")
    return "".join(writing.lines(table, *finding.episodes(table.panel, Parameters())))


def fiw() -> str:
    """Ratings of Freedom in the World that follow the index a year later."""
    rows = []
    for key, (name, _) in STATES.items():
        for year in _YEARS:
            before = index(key, max(year - 1, FIRST))
            pr, cl = (min(7, max(1, round(8 - 8 * before + shift))) for shift in (0.0, 0.2))
            both = pr + cl
            rows.append((name, year, pr, cl, "F" if both <= 5 else "PF" if both <= 10 else "NF", both))
    return _csv(("fh_country", "year", "pr", "cl", "status", "fh_total"), rows)


def votes() -> str:
    """Roll calls of an invented assembly: the freer a state, the more often it says yes on human rights."""
    columns = (
        "rcid", "session", "vote", "ccode", "member", "importantvote", "date", "unres", *_ISSUES, "year",
    )  # fmt: skip
    rows = []
    for year in _YEARS:
        for number in range(ROLL_CALLS):
            call, issue = 900_000 + (year - FIRST) * ROLL_CALLS + number, _ISSUES[number % len(_ISSUES)]
            flags = [int(one == issue) for one in _ISSUES]
            for key in STATES:
                rows.append((
                    call, year - 1945, _vote(key, year, call, issue), key, 1, 0, f"11/{number + 1}/{year}",
                    f"R/{year - 1945}/{number + 1}", *flags, year,
                ))  # fmt: skip
    return _csv(columns, rows)


FILES: Mapping[str, Callable[[], str]] = {"ert": ert, "fiw": fiw, "unga-raw": votes}


def index(state: str, year: int) -> float:
    """The invented index of a state in a year, 0 to 1: on a straight line, or some thousandths off it."""
    known = INDEX[state]
    before = max(y for y in known if y <= year)
    after = min(y for y in known if y >= year)
    share = (year - before) / (after - before) if after > before else 0.0
    return known[before] + share * (known[after] - known[before]) + (_chance(state, year) - 0.5) * 0.006


def regime(value: float) -> int:
    """The class of Regimes of the World that an index of this height goes with in this invention."""
    return 3 if value >= 0.78 else 2 if value >= 0.5 else 1 if value >= 0.2 else 0


def _vote(state: str, year: int, call: int, issue: str) -> int:
    """1 yes, 2 abstain, 3 no, 8 absent."""
    if _chance(state, call, "absent") < 0.04:
        return 8
    yes = index(state, year) if issue == "hr" else 0.8 - 0.3 * index(state, year) * (issue == "nu")
    drawn = _chance(state, call)
    return 1 if drawn < yes else 2 if drawn < yes + (1 - yes) * 0.5 else 3


def _chance(*about: object) -> float:
    """A number from 0 to 1 that is always the same for the same things."""
    digest = hashlib.sha256(repr(about).encode()).digest()
    return int.from_bytes(digest[:4], "big") / 2**32


def _csv(columns: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    return text.getvalue()
