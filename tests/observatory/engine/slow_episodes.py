"""Episodes of regime transformation as the rules say them, one country and one year at a time.

A second implementation, beside which the fast one is laid. Rows are dicts with the columns of V-Dem's
country-year table; None is a missing value.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

Row = dict[str, Any]
ELECTIONS = ("v2eltype_0", "v2eltype_4", "v2eltype_6")


class Parameters:
    """Thresholds as positive magnitudes."""

    def __init__(
        self,
        start_incl: Any = 0.01,
        cum_incl: Any = 0.1,
        year_turn: Any = 0.03,
        cum_turn: Any = 0.1,
        tolerance: int = 5,
    ) -> None:
        self.start_incl, self.cum_incl = start_incl, cum_incl
        self.year_turn, self.cum_turn, self.tolerance = year_turn, cum_turn, tolerance


def episodes(rows: Sequence[Row], p: Parameters) -> list[Row]:
    """Every row from 1900 on with all output columns, by country in their first order, then by year."""
    rows = [row for row in rows if row["year"] >= 1900]
    first, last = min(r["year"] for r in rows), max(r["year"] for r in rows)
    countries: dict[Any, list[Row]] = {}
    for row in rows:
        countries.setdefault(row["country_id"], []).append(row)
    told = []
    for own in countries.values():
        padded = _padded(own, first, last)
        _events(padded, p)
        _spells(padded)
        for sign in (1, -1):
            _scan(padded, sign, p)
        told += [row for row in padded if row["there"]]
    return told


def _padded(own: list[Row], first: int, last: int) -> list[Row]:
    there = {row["year"]: row for row in own}
    kept = ("country_id", "country_text_id", "country_name", "codingend")
    gaps = tuple(f"gap{edge}{k}" for k in (1, 2, 3) for edge in ("start", "end"))
    blank = dict.fromkeys(own[0]) | {c: own[0][c] for c in (*kept, *gaps)}
    years = range(first, last + 1)
    return [{**(there.get(year) or blank), "year": year, "there": year in there} for year in years]


def _gap(row: Row) -> tuple[int, int] | None:
    """The relevant gap of a row."""
    for k in (1, 2, 3):
        if row[f"gapend{k}"] is not None and row["year"] <= row[f"gapend{k}"]:
            return row[f"gapstart{k}"], row[f"gapend{k}"]
    return None


def _near_end(row: Row, year: int, p: Parameters, before: int = 0) -> bool:
    gap = _gap(row)
    if row["codingend"] - year < p.tolerance:
        return True
    return gap is not None and gap[0] - before - year < p.tolerance


def _change(now: Any, before: Any, split: int) -> int | None:
    if now is None or before is None:
        return None
    return int(now >= split) - int(before >= split)


def _events(rows: list[Row], p: Parameters) -> None:
    year: int | None = None
    for n, row in enumerate(rows):
        before = rows[n - 1]["v2x_regime"] if n else None
        row["row_regch_event"] = _change(row["v2x_regime"], before, 2)
        if row["row_regch_event"]:
            year = row["year"]
        row["row_regch_year"] = year
        for k in (1, 2, 3):
            start = row[f"gapstart{k}"]
            if year is not None and start is not None and year < start <= row["year"]:
                row["row_regch_year"] = None
    spells: dict[int, list[Row]] = {}
    for row in rows:
        row["dem_founding_elec"] = row["aut_founding_elec"] = row["row_regch_censored"] = None
        row["transition"] = row["breakdown"] = False
        if row["row_regch_year"] is not None:
            spells.setdefault(row["row_regch_year"], []).append(row)
    for began, spell in spells.items():
        _founding(began, spell)
        _genuine(began, spell, p)


def _founding(began: int, spell: list[Row]) -> None:
    def first(condition: Any) -> int | None:
        return next((r["year"] for r in spell if r["year"] >= began and _election(r) and condition(r)), None)

    dem = first(
        lambda r: r["v2x_regime"] is not None and r["v2x_regime"] >= 2 and (r["v2elasmoff_ord"] or 0) > 1
    )
    aut = first(lambda r: r["v2x_regime"] == 1)
    for row in spell:
        row["dem_founding_elec"], row["aut_founding_elec"] = dem, aut


def _election(row: Row) -> bool:
    return any(row[column] == 1 for column in ELECTIONS)


def _genuine(began: int, spell: list[Row], p: Parameters) -> None:
    by_year = {row["year"]: row for row in spell}
    event = by_year[began]
    if event["row_regch_event"] == 1:
        event["transition"] = event["dem_founding_elec"] is not None
        event["row_regch_censored"] = 0 if event["transition"] else int(_near_end(event, began, p))
    else:
        at = spell.index(event)
        later = spell[at + p.tolerance] if at + p.tolerance < len(spell) else None
        event["breakdown"] = (
            event["aut_founding_elec"] is not None
            or (event["v2x_regime"] == 1 and later is not None and later["v2x_regime"] == 1)
            or any(row["v2x_regime"] == 0 for row in spell)
        )
        event["row_regch_censored"] = 0 if event["breakdown"] else None


def _carried(rows: list[Row], starts: set[int]) -> list[int | None]:
    """For each row the starting year that holds, blank from a gap on for starts before it."""
    current: int | None = None
    told = []
    for row in rows:
        if row["year"] in starts:
            current = row["year"]
        shown = current
        for k in (1, 2, 3):
            start = row[f"gapstart{k}"]
            if current is not None and start is not None and current < start <= row["year"]:
                shown = None
        told.append(shown)
    return told


def _spells(rows: list[Row]) -> None:
    coding = next((r["year"] for r in rows if r["v2x_regime"] is not None), None)
    fixed = {coding} | {row[f"gapend{k}"] + 1 for row in rows[:1] for k in (1, 2, 3) if row[f"gapend{k}"]}
    fixed &= {row["year"] for row in rows}
    starts = fixed | {row["year"] for row in rows if row["transition"] or row["breakdown"]}
    regime = {row["year"]: row["v2x_regime"] for row in rows}
    before: int | None = None
    for n, (row, start) in enumerate(zip(rows, _carried(rows, starts), strict=True)):
        found = regime[start] if start is not None else None
        row["reg_type"] = None if found is None else int(found >= 2)
        missing = n == 0 or row["reg_type"] is None or before is None
        row["reg_trans"] = None if missing else row["reg_type"] - before  # type: ignore[operator]
        before = row["reg_type"]
    again = fixed | {row["year"] for row in rows if row["reg_trans"]}
    for row, start in zip(rows, _carried(rows, again), strict=True):
        row["reg_start_year"] = start
    ends = {row["reg_start_year"]: row["year"] for row in rows}
    for row in rows:
        row["reg_end_year"] = ends[row["reg_start_year"]]
        start = row["reg_start_year"]
        row["reg_id"] = None if start is None else f"{row['country_text_id']}_{start}_{row['reg_end_year']}"


def _scan(rows: list[Row], sign: int, p: Parameters) -> None:
    k = "dem" if sign > 0 else "aut"
    for row in rows:
        row.update({f"{k}_ep": 0, f"{k}_pre_ep_year": 0, f"{k}_ep_outcome": 0, f"{k}_ep_outcome_agg": 0})
        row[f"{k}_ep_censored"] = 0
        names = ("ep_id", "ep_start_year", "ep_end_year", "ep_termination", "ep_prch")
        row.update(dict.fromkeys([f"{k}_{name}" for name in names]))
        row.update({f"{k}_ep_{'ptr' if sign > 0 else 'pbr'}": None})
        row.update({f"{k}_ep_{'subdep' if sign > 0 else 'subreg'}": None})
    numbers: list[int | None] = [None] * len(rows)
    for label, (first, tail) in enumerate(_potential(rows, sign, p)):
        numbers[first : tail + 1] = [label] * (tail + 1 - first)
    for label in sorted({n for n in numbers if n is not None}):
        _episode(rows, [n for n, other in enumerate(numbers) if other == label], sign, p)


def _value(row: Row, sign: int) -> Any:
    v = row["v2x_polyarchy"]
    return None if v is None else v * sign


def _potential(rows: list[Row], sign: int, p: Parameters) -> list[tuple[int, int]]:
    v = [_value(row, sign) for row in rows]
    n = len(v)
    d = [None if v[i] is None or v[i + 1] is None else v[i + 1] - v[i] for i in range(n - 1)]
    zero = p.start_incl - p.start_incl
    queue: list[int] = []
    stasis, drift, found = 0, zero, []
    for i in range(n - 1):
        if d[i] is not None and d[i] >= p.start_incl:
            queue.append(i)
            stasis, drift = 0, zero
        if not queue:
            continue
        if d[i] is not None and -p.year_turn <= d[i] < p.start_incl:
            stasis += 1
            drift = drift + d[i]
        stop = i == n - 2 or stasis == p.tolerance or d[i] is None
        stop = stop or d[i] < -p.year_turn or drift < -p.cum_turn
        if not (stop or _regime_stop(rows[i], rows[i + 1], sign)):
            continue
        if stasis > 0:
            tail = i + 1 if i == n - 2 and d[i] is not None and d[i] >= -p.year_turn else i
        else:
            tail = queue[-1] + 1
        found.append((queue[0], tail))
        queue, stasis, drift = [], 0, zero
    return found


def _regime_stop(now: Row, after: Row, sign: int) -> bool:
    if after["reg_trans"] == -sign:
        return True
    one, other = now["v2x_regime"], after["v2x_regime"]
    if one is None or other is None:
        return False
    return (other < one and other == 0) if sign > 0 else (other > one and other == 3)


def _episode(rows: list[Row], covered: list[int], sign: int, p: Parameters) -> None:
    k = "dem" if sign > 0 else "aut"
    values = [rows[n]["v2x_polyarchy"] for n in covered if rows[n]["v2x_polyarchy"] is not None]
    if len(covered) < 2 or not values or not max(values) - min(values) >= p.cum_incl:
        return
    pre, years = covered[0], covered[1:]
    end = rows[years[-1]]["year"]
    uncertain = _near_end(rows[years[-1]], end, p, before=1)
    broken = next((n for n in years if _broken(rows, n, sign)), None)
    if broken is not None and end > rows[broken]["year"]:
        years = [n for n in years if n <= broken]
    last = max(n for n in years if _step(rows, n, sign) is not None and _step(rows, n, sign) >= p.start_incl)
    kind = _termination(rows, last, broken, sign, p)
    if kind is None and uncertain:
        kind = 0
    if kind in (1, 2, 3, 4):
        uncertain = False
    if not uncertain:
        years = [n for n in years if n <= last]
    rows[pre][f"{k}_pre_ep_year"] = 1
    if kind is None:
        return
    start, end = rows[years[0]]["year"], rows[years[-1]]["year"]
    told: Row = {
        f"{k}_ep_id": f"{rows[pre]['country_text_id']}_{start}_{end}",
        f"{k}_ep_start_year": start,
        f"{k}_ep_end_year": end,
    }
    rows[pre].update(told)
    reg_type = rows[pre]["reg_type"]
    prch = None if reg_type is None else (1 - reg_type if sign > 0 else reg_type)
    outcome = _outcome(rows, pre, years, sign, prch, uncertain, kind)
    after, sub = ("ptr", "subdep") if sign > 0 else ("pbr", "subreg")
    new = [rows[n]["reg_type"] == int(sign > 0) and rows[n]["reg_trans"] != sign for n in years]
    deeper = [int(outcome == 1 and flag) for flag in new]
    for n, flag in zip(years, deeper, strict=True):
        rows[n].update(told)
        rows[n].update(
            {
                f"{k}_ep": 1,
                f"{k}_ep_termination": kind,
                f"{k}_ep_prch": prch,
                f"{k}_ep_outcome": outcome,
                f"{k}_ep_outcome_agg": {1: 1, 2: 2, 3: 2, 4: 2, 5: 3, 6: 4}.get(outcome),
                f"{k}_ep_censored": int(uncertain),
                f"{k}_ep_{after}": flag,
                f"{k}_ep_{sub}": int(any(deeper)),
            }
        )


def _step(rows: list[Row], n: int, sign: int) -> Any:
    now, before = _value(rows[n], sign), _value(rows[n - 1], sign) if n else None
    return None if now is None or before is None else now - before


def _broken(rows: list[Row], n: int, sign: int) -> bool:
    if n + 1 >= len(rows):
        return False
    now, after = rows[n], rows[n + 1]
    if after["reg_trans"] == -sign:
        return True
    closed = now["v2x_regime"] is not None and now["v2x_regime"] > 0 and after["v2x_regime"] == 0
    return closed if sign > 0 else False


def _termination(rows: list[Row], last: int, broken: int | None, sign: int, p: Parameters) -> int | None:
    if broken is not None:
        return 4
    window = range(last + 1, last + 1 + p.tolerance)
    steps = [_step(rows, n, sign) if n < len(rows) else None for n in window]
    base = _value(rows[last], sign)
    later = [_value(rows[n], sign) if n < len(rows) else None for n in window]
    gone = [None if value is None else value - base for value in later]
    if any(step is not None and step < -p.year_turn for step in steps):
        return 2
    if any(far is not None and far <= -p.cum_turn for far in gone):
        return 3
    if all(step is not None for step in steps):
        known = [step for step in steps if step is not None]
        if max(known) < p.start_incl and min(known) >= -p.year_turn:
            return 1
    return None


def _outcome(
    rows: list[Row], pre: int, years: list[int], sign: int, prch: int | None, uncertain: bool, kind: int
) -> int | None:
    if prch == 1:
        if any(rows[n]["reg_trans"] == sign for n in years):
            return 1
        regimes = [rows[n]["v2x_regime"] for n in (pre, *years)]
        if not uncertain and None in regimes:
            return None
        if not uncertain and (max(regimes) == 0 if sign > 0 else min(regimes) == 3):
            return 4
        if not uncertain and any(rows[n]["row_regch_event"] == sign for n in years):
            return 2
        if kind == 1:
            return 3
        if kind in (2, 3, 4):
            return 4
    if prch == 0:
        return 5
    return 6 if uncertain else None


def exact(rows: Sequence[Row], p: Parameters) -> tuple[list[Row], Parameters]:
    """The same with decimals in place of binary fractions."""

    def decimal(value: Any) -> Any:
        return None if value is None else Decimal(str(value))

    changed = [{**row, "v2x_polyarchy": decimal(row["v2x_polyarchy"])} for row in rows]
    thresholds = map(decimal, (p.start_incl, p.cum_incl, p.year_turn, p.cum_turn))
    return changed, Parameters(*thresholds, tolerance=p.tolerance)
