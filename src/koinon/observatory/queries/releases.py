"""Which releases there are, and which of a dataset holds."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from koinon.kernel.refusals import NotFound
from koinon.observatory.models import Dataset, Indicator, Release

NEWEST = ("invented", "-last", "-loaded_at", "-id")  # what is real before what is invented


def standing() -> QuerySet[Release]:
    """Every release that was not taken out, with its dataset."""
    return Release.objects.filter(ended_at=None).select_related("dataset")


def of(dataset: str) -> list[Release]:
    """The releases of a dataset, the newest first: by the last year they cover, then by loading."""
    return list(standing().filter(dataset__key=dataset).order_by(*NEWEST))


def newest(dataset: str) -> Release | None:
    """The release of a dataset that figures are taken from unless another is asked for."""
    return next(iter(of(dataset)), None)


def release(dataset: str, version: str) -> Release:
    """One release by its version."""
    found = standing().filter(dataset__key=dataset, version=version).first()
    if found is None:
        raise NotFound("observatory.release", "There is no such release here.")
    return found


def datasets() -> QuerySet[Dataset]:
    """Every dataset of which a release stands."""
    return Dataset.objects.filter(releases__ended_at=None).distinct()


def indicator(release: Release, key: str) -> Indicator:
    """One column of a release that is a figure."""
    found = release.indicators.filter(key=key).first()
    if found is None:
        raise NotFound("observatory.indicator", "There is no such indicator in this release.")
    return found


def told(release: Release) -> dict[str, Any]:
    """What stands beside every figure of a release: its name, its source, its licence, its day of loading."""
    return {
        "release": f"{release.dataset.key} {release.version}",
        "dataset": release.dataset.key,
        "title": release.dataset.title,
        "version": release.version,
        "publisher": release.dataset.publisher,
        "licence": release.dataset.licence,
        "loaded_at": release.loaded_at,
    }
