"""Breaks in the monthly numbers of incidents: to a level that is higher, lasts, and is still there.

Counts are made alike in spread by Anscombe's transformation 2√(x + 3/8) (Biometrika 35, 1948), after which
a Poisson count has a variance of about 1 (less where few are expected, which makes the rule more careful).
Breaks are the partition with the least sum of squares about the means of its parts, plus a penalty for each
break (Truong, Oudre and Vayatis, Signal Processing 167, 2020), `penalty` × ln(months): Schwarz's criterion
has a factor of 2 for the place and the height of a break; the higher one is argued in
docs/explanation/alerts.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from koinon.observatory.engine.alerts.findings import Evidence, Finding
from koinon.observatory.engine.alerts.rules import Rule


@dataclass(frozen=True)
class Months:
    """Incidents of a group at a place by month; `first` is the first day of the first month."""

    place: str
    group: str
    first: date
    counts: Sequence[int]
    favourable: bool = False

    def day(self, month: int) -> date:
        """The first day of a month, counted from 0."""
        n = self.first.year * 12 + self.first.month - 1 + month
        return date(n // 12, n % 12 + 1, 1)


def transformed(counts: Sequence[int]) -> NDArray[np.float64]:
    """Counts as values of about the same spread, whatever their level."""
    return 2 * np.sqrt(np.asarray(counts, dtype=np.float64) + 0.375)


def partition(values: NDArray[np.float64], *, penalty: float, least: int) -> list[int]:
    """Where the parts of a series begin, the first of them aside; each has `least` values at least.

    For each number of breaks the best partition is found exactly; the pruned search for the best of all
    misses some where parts have a least length.
    """
    import ruptures  # takes longer to import than everything else here: by whoever looks for breaks alone

    best: list[int] = []
    if len(values) < 2 * least or not np.ptp(values):
        return best
    search = ruptures.KernelCPD(kernel="linear", min_size=least).fit(values.reshape(-1, 1))
    cheapest, many = _squares(values, best), 1
    while many * penalty < cheapest and (many + 1) * least <= len(values):
        found = [int(at) for at in search.predict(n_bkps=many)[:-1]]
        cost = _squares(values, found) + many * penalty
        if cost < cheapest:
            best, cheapest = found, cost
        many += 1
    return best


def _squares(values: NDArray[np.float64], at: Sequence[int]) -> float:
    """The sum of squares about the means of the parts."""
    return float(sum(((part - part.mean()) ** 2).sum() for part in np.split(values, list(at))))


def breaks(series: Iterable[Months], *, rule: Rule, today: date) -> list[Finding]:
    """The last break of each series, if it is a lasting rise within the last `reach_days`."""
    found = (_last(one, rule, today) for one in sorted(series, key=lambda s: (s.place, s.group)))
    return [finding for finding in found if finding]


def _last(series: Months, rule: Rule, today: date) -> Finding | None:
    limits = rule.thresholds
    cut = max(0, len(series.counts) - int(limits["window_months"]))
    counts = list(series.counts[cut:])
    least = int(limits["months_each_side"])
    if len(counts) < int(limits["months_at_least"]) or sum(counts) < int(limits["incidents_after_at_least"]):
        return None
    penalty = float(limits["penalty"]) * float(np.log(len(counts)))
    starts = [0, *partition(transformed(counts), penalty=penalty, least=least), len(counts)]
    if len(starts) < 3:
        return None
    (start, middle), (_, end) = list(pairwise(starts))[-2:]
    before, after = counts[start:middle], counts[middle:end]
    since = series.day(cut + middle)
    rose = float(np.mean(after)) >= float(limits["times_as_many"]) * float(np.mean(before))
    many = sum(after) >= int(limits["incidents_after_at_least"])
    if not (rose and many and 0 <= (today - since).days <= int(rule.reach_days or 0)):
        return None
    return _finding(series, rule, since, before, after)


def _finding(series: Months, rule: Rule, since: date, before: Sequence[int], after: Sequence[int]) -> Finding:
    value, was = round(float(np.mean(after)), 2), round(float(np.mean(before)), 2)
    facts = {
        "what": "break", "group": series.group, "months": len(after), "incidents": sum(after),
        "months_before": len(before), "incidents_before": sum(before),
    }  # fmt: skip
    evidence = Evidence(series.group, value, "incidents", was, since.year)
    return Finding(
        rule.key, rule.version, rule.kind.value, series.place, series.group, since, series.favourable, facts,
        (evidence,),
    )  # fmt: skip
