"""Drops beyond the interval: an indicator's new interval lies wholly on the worse side of an earlier one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from koinon.observatory.engine.alerts.findings import Evidence, Finding
from koinon.observatory.engine.alerts.rules import Rule


@dataclass(frozen=True, order=True)
class Figure:
    """A value with its published interval, of a place and year."""

    place: str
    year: int
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Series:
    """An indicator of a release with its figures; `rising` where a high value is the worse one.

    `publisher` is whose figures they are: the same stand in several datasets of one.
    """

    indicator: str
    source: str
    figures: Sequence[Figure]
    rising: bool = False
    title: str | None = None
    publisher: str = ""


def drops(series: Iterable[Series], *, rule: Rule) -> list[Finding]:
    """One finding for each place, publisher and year; its evidence names every indicator and lag.

    Years count back from the newest of each series: the newest `reach_years` are looked at, each against
    the years `lags_years` before it. Intervals that touch overlap.
    """
    lags = [int(lag) for lag in rule.thresholds["lags_years"]]
    held: dict[tuple[str, str, int], list[Evidence]] = {}
    for one in sorted(series, key=lambda s: (s.source, s.indicator)):
        by_year = {(figure.place, figure.year): figure for figure in one.figures}
        newest = max((figure.year for figure in one.figures), default=0)
        for figure in sorted(one.figures):
            if figure.year <= newest - int(rule.reach_years or 0):
                continue
            evidence = _against(one, figure, by_year, lags)
            if evidence:
                held.setdefault((figure.place, one.publisher, figure.year), []).extend(evidence)
    return [
        _finding(rule, place, dataset, year, held[place, dataset, year])
        for place, dataset, year in sorted(held)
    ]


def _against(
    series: Series, figure: Figure, by_year: Mapping[tuple[str, int], Figure], lags: Sequence[int]
) -> list[Evidence]:
    found = []
    for lag in lags:
        earlier = by_year.get((figure.place, figure.year - lag))
        if earlier and (figure.low > earlier.high if series.rising else figure.high < earlier.low):
            found.append(_lower(series, figure, earlier))
    return found


def _lower(series: Series, figure: Figure, earlier: Figure) -> Evidence:
    return Evidence(
        series.indicator, figure.value, series.source, earlier.value, figure.year, earlier.year,
        figure.low, figure.high, earlier.low, earlier.high, series.title,
    )  # fmt: skip


def _finding(rule: Rule, place: str, publisher: str, year: int, evidence: Sequence[Evidence]) -> Finding:
    facts = {
        "what": "drop", "publisher": publisher, "year": year,
        "indicators": sorted({one.what for one in evidence}),
        "since": min(one.before_year for one in evidence if one.before_year is not None),
    }  # fmt: skip
    day = date(year, 12, 31)
    return Finding(
        rule.key, rule.version, rule.kind.value, place, publisher, day, False, facts, tuple(evidence)
    )
