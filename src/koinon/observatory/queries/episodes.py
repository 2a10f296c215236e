"""Episodes of the releases that are loaded, found anew with any parameters and told with their places."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.agreement.releases import Across, across
from koinon.observatory.engine.episodes.basis import COMPONENTS, HIGH, LOW, PUBLISHED, Basis, basis, readable
from koinon.observatory.engine.episodes.exactly import exact_basis
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.telling import Story, stories
from koinon.observatory.models import Release
from koinon.observatory.queries import frames, releases
from koinon.people.models import Place

DATASETS = ("vdem", "ert")  # where the index and the regimes stand; the first is preferred
DEFAULT = Parameters()
OPENING = 3  # years that count as new


@dataclass(frozen=True)
class Found:
    """An episode with the code under which it is shown: of a place, else the unit's own."""

    code: str
    mapped: bool
    name: str
    story: Story

    @property
    def identity(self) -> str:
        """TEXTID_start_end, as the published table names it."""
        return f"{self.story.unit}_{self.story.start}_{self.story.end}"


@dataclass(frozen=True)
class Whole:
    """All episodes of a release with some parameters, by unit and year."""

    release: Release
    parameters: Parameters
    exact: bool
    rows: tuple[Found, ...]
    last: int

    @property
    def open(self) -> list[Found]:
        """Those whose end is not known yet and that reach the last year."""
        return [row for row in self.rows if self.reaches(row)]

    def reaches(self, row: Found) -> bool:
        """Whether an episode is under way in the last year of the release."""
        return row.story.open and row.story.end == self.last

    def of(self, code: str) -> list[Found]:
        """The episodes of a place, by year."""
        return sorted((row for row in self.rows if row.code == code), key=lambda row: row.story.start)

    def new(self) -> list[Found]:
        """Those that began in the last years and are under way, the latest first."""
        rows = [row for row in self.open if row.story.start > self.last - OPENING]
        return sorted(rows, key=lambda row: (-row.story.start, row.name))


def sources() -> list[Release]:
    """The releases in which episodes can be found, the newest first; of the same years V-Dem's own first."""
    rows = [
        release
        for release in releases.standing().filter(dataset__key__in=DATASETS)
        if readable(columns_of(release.pk, release.folder))
    ]
    rows.sort(key=lambda r: (-(r.last or 0), DATASETS.index(r.dataset.key), -r.loaded_at.timestamp()))
    return rows


def source(named: str = "") -> Release | None:
    """The release of that name, "ert v15", or the newest; None where nothing is loaded."""
    found = sources()
    if not named:
        return found[0] if found else None
    release = next((one for one in found if name_of(one) == named), None)
    if release is None:
        raise NotFound("observatory.release", "There is no such release here.")
    return release


def nothing() -> NotFound:
    """The refusal where no release is loaded in which episodes can be found."""
    return NotFound(
        "observatory.no_episodes",
        "No figures are loaded in which episodes can be found: load V-Dem’s "
        "country-years or the table of episodes.",
    )


def name_of(release: Release) -> str:
    """Dataset and version, as addresses name a release."""
    return f"{release.dataset.key} {release.version}"


def whole(release: Release, p: Parameters = DEFAULT, *, exact: bool = False) -> Whole:
    """All episodes of a release; the same again for the same question."""
    rows, last = _rows(release.pk, release.folder, p, exact)
    return Whole(release, p, exact, rows, last)


def one(release: Release, code: str, start: int, p: Parameters = DEFAULT, *, exact: bool = False) -> Found:
    """The episode of a place that began in a year."""
    for row in whole(release, p, exact=exact).of(code):
        if row.story.start == start:
            return row
    raise NotFound("observatory.episode", "There is no episode that began there in that year.")


def basis_of(release: Release) -> Basis:
    """What the episodes of a release are found in."""
    return _basis(release.pk, release.folder)


def by_version(release: Release) -> list[Release]:
    """The releases beside which a release is laid: one a version, the oldest first."""
    found: dict[str, Release] = {}
    for other in sources():
        found.setdefault(other.version.lower().removeprefix("v"), other)
    return sorted(found.values(), key=lambda r: (r.last or 0, r.version))


def sharing(release: Release, of: Whole, row: Found) -> list[Found]:
    """Its episodes, found with the same thresholds, that share direction and a year with an episode."""
    s = row.story
    return [
        other
        for other in whole(release, of.parameters, exact=of.exact).rows
        if (other.story.unit, other.story.kind) == (s.unit, s.kind)
        and other.story.start <= s.end
        and other.story.end >= s.start
    ]


def laid_over(chosen: Iterable[Release], p: Parameters = DEFAULT) -> Across:
    """The verdicts of several releases."""
    return _across(tuple((release.pk, release.folder, release.version) for release in chosen), p)


def units_of(release: Release) -> dict[str, tuple[str, str]]:
    """For each text id of a release the code of its place ("" where it has none) and its name."""
    return _units(release.pk, release.folder)


def unit_of(release: Release, code: str) -> str | None:
    """The text id under which a release has a place; None where it has none. The first of several counts."""
    return next((unit for unit, (place, _) in units_of(release).items() if place == code), None)


def named(rows: Iterable[Found]) -> dict[str, Place]:
    """The places of some episodes, by code."""
    codes = {row.code for row in rows if row.mapped}
    return {place.code: place for place in Place.objects.filter(code__in=codes)}


@lru_cache(maxsize=64)
def columns_of(pk: int, folder: str) -> frozenset[str]:
    """The columns of a release's country-years; none where its figures are not in the data folder."""
    try:
        return frozenset(frames.scan(Release(pk=pk, folder=folder)).collect_schema().names())
    except NotFound:
        return frozenset()


@lru_cache(maxsize=8)
def _basis(pk: int, folder: str) -> Basis:
    there = columns_of(pk, folder)
    needed = COMPONENTS if all(column in there for column in COMPONENTS) else PUBLISHED
    wanted = [*needed, *(column for column in (LOW, HIGH) if column in there)]
    frame = frames.frame(Release(pk=pk, folder=folder), wanted)
    return basis({name: frame[name].to_numpy() for name in frame.columns})


@lru_cache(maxsize=8)
def _units(pk: int, folder: str) -> dict[str, tuple[str, str]]:
    wanted = ["country_text_id", "place", "unit_name"]
    frame = frames.frame(Release(pk=pk, folder=folder), wanted).unique(keep="last", maintain_order=True)
    return {unit: (place or "", name or unit) for unit, place, name in frame.iter_rows()}


@lru_cache(maxsize=24)
def _rows(pk: int, folder: str, p: Parameters, exact: bool) -> tuple[tuple[Found, ...], int]:
    own, limits, scale = _basis(pk, folder), p, 1.0
    if exact:
        own, limits, scale = exact_basis(own, p)
    spells, dem, aut = own.episodes(limits)
    told = [one for found in (dem, aut) for one in stories(own, spells, found, limits, scale)]
    units = _units(pk, folder)
    rows = [Found(units[s.unit][0] or s.unit, bool(units[s.unit][0]), units[s.unit][1], s) for s in told]
    rows.sort(key=lambda row: (row.name, row.story.unit, row.story.start))
    return tuple(rows), int(own.panel.years[-1])


@lru_cache(maxsize=8)
def _across(chosen: tuple[tuple[int, str, str], ...], p: Parameters) -> Across:
    return across({version: _basis(pk, folder) for pk, folder, version in chosen}, p)


def interval_of(release: Release, unit: str) -> list[tuple[int, float, float | None, float | None]]:
    """Year, figure and the ends of its interval, of one unit."""
    own = basis_of(release)
    at = own.panel.names.index(unit)
    rows = zip(
        own.panel.years.tolist(), own.panel.edi[at].tolist(), own.low[at].tolist(), own.high[at].tolist(),
        strict=True,
    )  # fmt: skip
    return [(year, v, _there(low), _there(high)) for year, v, low, high in rows if not np.isnan(v)]


def _there(value: float) -> float | None:
    return None if np.isnan(value) else value
