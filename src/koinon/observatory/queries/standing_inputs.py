"""What rule sets are held against, gathered from the releases that are loaded and from the incidents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import TypeAlias

import numpy as np
import polars as pl
from django.db.models import F, Max, Q

from koinon.observatory.engine.episodes.panel import Bools
from koinon.observatory.engine.standing.inputs import Events, Figures, Inputs, Ints
from koinon.observatory.engine.standing.rule_sets import INCIDENTS, Criterion, Measure, RuleSet
from koinon.observatory.engine.standing.standings import looked_at
from koinon.observatory.models import Incident, Release
from koinon.observatory.queries import frames, releases
from koinon.people.models import Membership, Place

Belongs: TypeAlias = tuple[str, str, str, date | None, date | None]
FIRST = 1900  # the first year that is read


@dataclass(frozen=True)
class Gathered:
    """Inputs with the releases they come from by dataset, and the datasets that are needed and not loaded.

    A unit that no crosswalk leads to a place is judged under its own name, "fiw:Abkhazia"; `names` has the
    names of these as published.
    """

    inputs: Inputs
    releases: Mapping[str, Release]
    missing: tuple[str, ...]
    names: Mapping[str, str]

    @property
    def lacking(self) -> tuple[tuple[str, str], ...]:
        """Releases with the columns that were looked for in them and are not there."""
        return tuple((release, column) for (_, column), release in self.inputs.lacking.items())


def gathered(
    rules: RuleSet, chosen: Mapping[str, Release] | None = None, also: Sequence[str] = ()
) -> Gathered:
    """Everything that a rule set looks at; of each dataset the newest release, unless one is chosen.

    `also`: codes of places that are judged even if nobody knows them.
    """
    given = chosen or {}
    found: dict[str, Release] = {}
    for dataset in rules.datasets:
        release = given.get(dataset) or releases.newest(dataset)
        if release is not None:
            found[dataset] = release
    criteria = list(rules.leaves())
    units = {dataset: _units(release) for dataset, release in found.items()}
    names = {code: name for one in units.values() for code, name in one.items() if ":" in code}
    known = {code for one in units.values() for code in one}
    places = tuple(sorted(known | _members(rules.groups) | set(also)))
    position = {code: number for number, code in enumerate(places)}
    columns = {}
    for criterion in criteria:
        release = found.get(criterion.dataset)
        if release is None or criterion.measure is Measure.EVENTS:
            continue
        for name in criterion.columns:
            scale = criterion.scale if name == criterion.column else ()
            laid = _laid(release.pk, release.folder, criterion.dataset, name, scale, places)
            if laid is not None:
                columns[criterion.dataset, name] = laid
    lacking = {
        (one.dataset, name): f"{one.dataset} {found[one.dataset].version}"
        for one in criteria
        if one.dataset in found
        for name in _lacking(found[one.dataset], one)
    }
    events = {
        one.key: told
        for one in criteria
        if one.measure is Measure.EVENTS and (told := _events(one, found.get(one.dataset), position))
    }
    missing = tuple(dataset for dataset in rules.datasets if dataset not in found)
    return Gathered(Inputs(places, columns, events, lacking), found, missing, names)


def members_by_day(groups: Sequence[str], days: Sequence[date], only: str = "") -> list[frozenset[str]]:
    """The codes of the members of any of these groups, at each day; groups within groups are opened.

    `only`: nobody but this place is asked for.
    """
    if not groups:
        return [frozenset() for _ in days]
    columns = ("group__code", "member__code", "member__kind", "since", "until")
    wanted = Q(member__kind__in=(Place.Kind.REGION, Place.Kind.GROUP)) | Q(member__code=only)
    every = Membership.objects.filter(wanted) if only else Membership.objects.all()
    rows = list(every.values_list(*columns))
    return [_on(rows, groups, day) for day in days]


def _on(
    rows: Iterable[tuple[str, str, str, date | None, date | None]], groups: Sequence[str], day: date
) -> frozenset[str]:
    within: dict[str, list[tuple[str, bool]]] = {}
    for group, member, kind, since, until in rows:
        if (since is None or since <= day) and (until is None or until > day):
            country = kind in (Place.Kind.COUNTRY, Place.Kind.TERRITORY)
            within.setdefault(group, []).append((member, country))
    found: set[str] = set()
    seen: set[str] = set()
    ahead = list(groups)
    while ahead:
        group = ahead.pop()
        if group in seen:
            continue
        seen.add(group)
        for member, country in within.get(group, ()):
            (found.add if country else ahead.append)(member)
    return frozenset(found)


def _members(groups: Sequence[str]) -> set[str]:
    """Whoever was ever a member of one of these groups."""
    return set(
        Membership.objects.filter(group__code__in=groups)
        .filter(member__kind__in=(Place.Kind.COUNTRY, Place.Kind.TERRITORY))
        .values_list("member__code", flat=True)
    )


def _units(release: Release) -> dict[str, str]:
    """The units of a release by code of place, or by dataset and unit where there is none."""
    return _units_of(release.pk, release.folder, release.dataset.key)


@lru_cache(maxsize=32)
def _units_of(pk: int, folder: str, dataset: str) -> dict[str, str]:
    release = Release(pk=pk, folder=folder)
    frame = frames.frame(release, ["place", "unit", "unit_name"]).unique()
    return {
        place if place is not None else f"{dataset}:{unit}": name or unit
        for place, unit, name in frame.iter_rows()
    }


@lru_cache(maxsize=128)
def _laid(
    pk: int, folder: str, dataset: str, column: str, scale: tuple[str, ...], places: tuple[str, ...]
) -> Figures | None:
    """One column as places by years; None where the release has no such column."""
    release = Release(pk=pk, folder=folder)
    if column not in _columns_of(pk, folder):
        return None
    frame = frames.frame(release, ["place", "unit", "year", column]).filter(pl.col("year") >= FIRST)
    if scale:
        order = {name: float(number) for number, name in enumerate(scale)}
        values = frame[column].cast(pl.String).replace_strict(order, default=None, return_dtype=pl.Float64)
    else:
        values = frame[column].cast(pl.Float64, strict=False)
    first = int(frame["year"].min() or FIRST)  # type: ignore[arg-type]
    last = int(frame["year"].max() or FIRST)  # type: ignore[arg-type]
    position = {code: number for number, code in enumerate(places)}
    code = frame["place"].fill_null(dataset + ":" + frame["unit"].cast(pl.String))
    at = code.replace_strict(position, default=-1, return_dtype=pl.Int64).to_numpy()
    year = frame["year"].cast(pl.Int64).to_numpy() - first
    laid = np.full((len(places), last - first + 1), np.nan)
    known = (at >= 0) & ~values.is_null().to_numpy()
    laid[at[known], year[known]] = values.to_numpy()[known]
    return Figures(first, laid)


def _lacking(release: Release, criterion: Criterion) -> list[str]:
    """The columns that a criterion looks at and the release does not have."""
    there = _columns_of(release.pk, release.folder)
    return [name for name in looked_at(criterion) if name not in there]


@lru_cache(maxsize=32)
def _columns_of(pk: int, folder: str) -> frozenset[str]:
    return frozenset(frames.scan(Release(pk=pk, folder=folder)).collect_schema().names())


def _events(criterion: Criterion, release: Release | None, position: Mapping[str, int]) -> Events | None:
    if criterion.dataset == INCIDENTS:
        return _incidents(criterion, position)
    return _of_release(criterion, release, position) if release else None


def _incidents(criterion: Criterion, position: Mapping[str, int]) -> Events:
    """Incidents of these kinds in these states. Nobody says that all are known."""
    last = Incident.objects.aggregate(last=Max("on"))["last"]
    rows = Incident.objects.filter(kind__in=criterion.kinds, state__in=criterion.states)
    found = rows.annotate(code=F("place__code")).values_list("code", "on")
    told = last.toordinal() if last else 1
    return _laid_out(((code, on.toordinal()) for code, on in found), position, told, told)


def _of_release(criterion: Criterion, release: Release, position: Mapping[str, int]) -> Events | None:
    """The rows of a table of events in which every flag is 1, known for all its years."""
    names = frames.scan(release).collect_schema().names()
    if "date" not in names or not set(criterion.flags) <= set(names) or release.last is None:
        return None
    frame = frames.frame(release, ["place", "date", *criterion.flags]).drop_nulls(["place", "date"])
    for flag in criterion.flags:
        frame = frame.filter(pl.col(flag).cast(pl.Float64, strict=False) == 1)
    rows = ((place, on.toordinal()) for place, on in frame.select("place", "date").iter_rows())
    first = date(release.first or FIRST, 1, 1).toordinal()
    return _laid_out(rows, position, first, date(release.last, 12, 31).toordinal())


def _laid_out(rows: Iterable[tuple[str, int]], position: Mapping[str, int], first: int, last: int) -> Events:
    known = [(position[code], day) for code, day in rows if code in position]
    place: Ints = np.array([one for one, _ in known], dtype=np.int64)
    day: Ints = np.array([one for _, one in known], dtype=np.int64)
    return Events(place, day, first, last)


def among(codes: Sequence[str], those: Collection[str]) -> Bools:
    """Which of these codes are among those."""
    return np.array([code in those for code in codes], dtype=np.bool_)
