"""The catalogue: sources that can be loaded, their releases, indicators and units without a place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import polars as pl
from django.db.models import Count, Q, QuerySet
from django.utils.translation import get_language

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.catalogue import Source, sources
from koinon.observatory.engine.crosswalk import reason_in
from koinon.observatory.models import Dataset, Indicator, Release, Unmapped
from koinon.observatory.queries import frames, releases

COLUMNS = (
    "dataset", "title", "publisher", "address", "licence", "licence_address", "version", "citation",
    "published_on", "loaded_at", "file", "sha256", "bytes", "rows", "units", "first", "last", "unmapped",
    "invented", "url",
)  # fmt: skip
UNMAPPED = ("dataset", "version", "unit", "name", "rows", "first", "last", "reason")
INDICATORS = (
    "dataset", "version", "indicator", "title", "about", "scale", "low", "high", "worse", "better",
    "headline",
)  # fmt: skip
OBSERVATIONS = (
    "place", "unit", "unit_name", "year", "indicator", "value", "low", "high", "dataset", "version",
    "publisher", "licence",
)  # fmt: skip
_CATALOGUE_WORDS = ("title", "publisher", "address", "licence", "licence_address")


def counted() -> QuerySet[Release]:
    """Every release that stands, with the number of its units that have no place (`lost`), newest first."""
    return releases.standing().annotate(lost=Count("unmapped", distinct=True)).order_by(*releases.NEWEST)


def told() -> list[dict[str, Any]]:
    """Every source with its standing releases, for a program."""
    found: dict[str, list[dict[str, Any]]] = {}
    for release in counted():
        found.setdefault(release.dataset.key, []).append(_release(release))
    return [
        {"key": key, **_words(source), "releases": found.get(key, [])} for key, source in sources().items()
    ]


def _words(source: Source) -> dict[str, str]:
    return {name: getattr(source, name) for name in _CATALOGUE_WORDS}


def _release(release: Any) -> dict[str, Any]:
    names = ("version", "rows", "units", "first", "last", "citation", "checksum", "file_name", "invented")
    return {
        **{name: getattr(release, name) for name in names},
        "loaded_at": release.loaded_at.isoformat(timespec="seconds"),
        "unmapped": release.lost,
    }


def shelves() -> list[tuple[Dataset, list[Release]]]:
    """Every dataset with its standing releases, the newest first; by title."""
    found: dict[int, tuple[Dataset, list[Release]]] = {}
    for release in counted():
        found.setdefault(release.dataset_id, (release.dataset, []))[1].append(release)
    return sorted(found.values(), key=lambda shelf: shelf[0].title)


def absent() -> list[Source]:
    """The sources of which no release stands here."""
    there = set(releases.datasets().values_list("key", flat=True))
    return [source for key, source in sources().items() if key not in there]


def dataset(key: str) -> Dataset:
    """A dataset of which a release was ever loaded."""
    found = Dataset.objects.filter(key=key).first()
    if found is None:
        raise NotFound("observatory.dataset", "There is no dataset of this name here.")
    return found


def ended(of: Dataset) -> QuerySet[Release]:
    """The releases of a dataset that were taken out, the latest first."""
    return of.releases.exclude(ended_at=None).order_by("-ended_at")


def one(key: str, version: str) -> Release:
    """A standing release with the number of its units that have no place."""
    found = counted().filter(dataset__key=key, version=version).first()
    if found is None:
        raise NotFound("observatory.release", "There is no such release here.")
    return found


def record(release: Any, site: str) -> dict[str, Any]:
    """A release with its dataset, as the catalogue gives it out."""
    held = release.dataset
    return {
        "dataset": held.key, **{name: getattr(held, name) for name in _CATALOGUE_WORDS},
        "version": release.version, "citation": release.citation, "published_on": release.published_on,
        "loaded_at": release.loaded_at, "file": release.file_name, "sha256": release.checksum,
        "bytes": release.size, "rows": release.rows, "units": release.units, "first": release.first,
        "last": release.last, "unmapped": release.lost, "invented": release.invented,
        "url": f"{site}{held.get_absolute_url()}",
    }  # fmt: skip


def unmapped(release: Release) -> QuerySet[Unmapped]:
    """The units of a release that have no place, by code."""
    return release.unmapped.order_by("code", "first")


def unmapped_record(release: Release, unit: Unmapped) -> dict[str, Any]:
    """One of them, with its reason in the active language where that is there."""
    reason, _language = reason_in(get_language() or "en", unit.reason)
    return {
        "dataset": release.dataset.key, "version": release.version, "unit": unit.code, "name": unit.name,
        "rows": unit.rows, "first": unit.first, "last": unit.last, "reason": reason,
    }  # fmt: skip


def indicators(release: Release, words: str = "") -> QuerySet[Indicator]:
    """The indicators of a release, or those whose key, title or explanation hold some words."""
    found = release.indicators.order_by("position", "key")
    for word in words.split()[:8]:
        found = found.filter(Q(key__icontains=word) | Q(title__icontains=word) | Q(about__icontains=word))
    return found


def indicator_record(release: Release, indicator: Indicator) -> dict[str, Any]:
    """One of them."""
    names = ("title", "about", "scale", "low", "high", "worse", "better", "headline")
    return {
        "dataset": release.dataset.key, "version": release.version, "indicator": indicator.key,
        **{name: getattr(indicator, name) for name in names},
    }  # fmt: skip


def observations(release: Release, indicator: Indicator) -> pl.DataFrame:
    """The figures of an indicator that are there: place, unit, unit_name, year, value, low, high."""
    ends = {"low": indicator.low, "high": indicator.high}
    columns = ["place", "unit", "unit_name", "year", indicator.key, *filter(None, ends.values())]
    found = frames.frame(release, list(dict.fromkeys(columns)))
    return found.select(
        "place", "unit", "unit_name", "year", value=pl.col(indicator.key),
        **{name: pl.col(column) if column else pl.lit(None, pl.Float64) for name, column in ends.items()},
    ).drop_nulls("value")  # fmt: skip


def of_unit(figures: pl.DataFrame, words: str, year: int, *, place: str = "") -> pl.DataFrame:
    """Those of the units that words mean: by code, by a part of the published name, or the place that they
    name; and of one year. "" and 0 mean all."""
    if words:
        sought = words.casefold()
        figures = figures.filter(
            pl.any_horizontal(
                pl.col("unit_name").cast(pl.String).str.to_lowercase().str.contains(sought, literal=True),
                pl.col("unit").cast(pl.String).str.to_lowercase() == sought,
                pl.col("place") == (place or words.upper()),
            )
        )
    return figures.filter(pl.col("year") == year) if year else figures


def observation_records(
    release: Release, indicator: Indicator, *, offset: int = 0, limit: int | None = None
) -> Iterator[dict[str, Any]]:
    """The same, each row with its source."""
    source = {
        "dataset": release.dataset.key, "version": release.version, "publisher": release.dataset.publisher,
        "licence": release.dataset.licence,
    }  # fmt: skip
    for row in observations(release, indicator).slice(offset, limit).iter_rows(named=True):
        yield {**row, "indicator": indicator.key, **source}
