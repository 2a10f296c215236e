"""Events of loaded datasets, read as incidents."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.incidents import outside
from koinon.observatory.engine.incidents.told import Source, Told
from koinon.observatory.models import Release
from koinon.observatory.queries import frames, releases

DATASETS = tuple(outside.READERS)


def release(dataset: str) -> Release:
    """The release that events are taken from; refuses a dataset without events, and one that is missing."""
    if dataset not in DATASETS:
        raise Refused(
            "observatory.events.dataset",
            "Incidents are read from {known}; “{dataset}” is none of these.",
            known=", ".join(DATASETS),
            dataset=dataset,
        )
    found = releases.newest(dataset)
    if found is None:
        raise Refused(
            "observatory.events.missing",
            "The dataset {dataset} is not loaded: load it with “koinon observatory load {dataset} FILE”.",
            dataset=dataset,
        )
    return found


def told(release: Release) -> Iterator[Told | None]:
    """What each row of a release tells, with its source; None for a row that is no incident here."""
    for event in outside.events(release.dataset.key, _rows(release)):
        yield None if event is None else _sourced(event, release)


def _rows(release: Release) -> Iterator[dict[str, Any]]:
    yield from frames.frame(release).iter_rows(named=True)


def _sourced(event: outside.Event, release: Release) -> Told:
    dataset = release.dataset
    name = f"{dataset.publisher}: {dataset.title}, {release.version}"
    source = Source(name[:300], dataset.address, release.published_on)
    account = f"{dataset.title}: {event.said}." if event.said else ""
    return replace(event.told, sources=(source,), account=account, language="en")
