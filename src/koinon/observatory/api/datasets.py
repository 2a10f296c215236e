"""Datasets, their releases and figures; and the way for a release to come in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, File, Form, Query
from ninja.files import UploadedFile

from koinon.observatory.actions import bringing, loading
from koinon.observatory.api import dataset_shapes as shapes
from koinon.observatory.queries import brought, catalogue, releases
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon, version_of
from koinon.people.api.lists import Paging, framed, made, part, site
from koinon.people.api.operations import get, operation
from koinon.ui.telling import told

TAG = "datasets"
_RELEASE = "/datasets/{key}/releases/{version}"


class Searching(Paging):
    """Part of a list, of what holds some words."""

    q: str = Field("", max_length=200, description="Words in key, title or explanation.")


@get("/datasets", shapes.DatasetList, "datasets", tag=TAG)
def datasets(request: HttpRequest) -> dict[str, Any]:
    """Every dataset of which a release is here, with its releases."""
    return {"items": [_dataset(request, held, found) for held, found in catalogue.shelves()]}


@get("/datasets/{key}", shapes.DatasetOut, "dataset", tag=TAG)
def dataset(request: HttpRequest, key: str) -> dict[str, Any]:
    """One dataset with its releases."""
    held = catalogue.dataset(key)
    return _dataset(request, held, list(catalogue.counted().filter(dataset=held)))


@get(_RELEASE, shapes.ReleaseOut, "release", tag=TAG)
def release(request: HttpRequest, key: str, version: str) -> dict[str, Any]:
    """One release."""
    found = catalogue.one(key, version)
    shows(request, _seen(found))
    return _release(found)


@get(f"{_RELEASE}/unmapped", shapes.UnmappedPart, "unmapped", tag=TAG)
def unmapped(request: HttpRequest, key: str, version: str, paging: Query[Paging]) -> dict[str, Any]:
    """The units of a release that lead to no place, with the reason where one is known."""
    found = catalogue.one(key, version)
    return part(
        request, catalogue.unmapped(found), paging, lambda unit: catalogue.unmapped_record(found, unit)
    )


@get(f"{_RELEASE}/indicators", shapes.DatasetIndicatorPart, "release_indicators", tag=TAG)
def indicators(request: HttpRequest, key: str, version: str, paging: Query[Searching]) -> dict[str, Any]:
    """The indicators of a release."""
    found = catalogue.one(key, version)
    rows = catalogue.indicators(found, paging.q)
    return part(request, rows, paging, lambda row: catalogue.indicator_record(found, row))


@get(f"{_RELEASE}/indicators/{{indicator}}", shapes.ObservationPart, "observations", tag=TAG)
def observations(
    request: HttpRequest, key: str, version: str, indicator: str, paging: Query[Paging]
) -> dict[str, Any]:
    """The figures of one indicator, each with its source."""
    found = catalogue.one(key, version)
    shown = releases.indicator(found, indicator)
    total = catalogue.observations(found, shown).height
    rows = catalogue.observation_records(found, shown, offset=paging.offset, limit=paging.limit)
    return framed(request, total, paging) | {"items": list(rows)}


@operation(
    "POST", "/desk/loadings", answer=shapes.LoadingOut, status=202, name="bring_release", tag=TAG,
    scope="observe", acts="observatory.bring_release",
)  # fmt: skip
def bring_release(
    request: HttpRequest, file: File[list[UploadedFile]], source: Form[str], version: Form[str] = ""
) -> dict[str, Any]:
    """Bring the files of a release as they were published; they are checked and loaded by a job."""
    files = [(one.name or "file", one.chunks()) for one in file]
    found = bringing.bring_release(
        by=caller(request), source=source, version=version, files=files, now=timezone.now()
    )
    made(request, f"/desk/loadings/{found.pk}")
    return _loading(found)


@get("/desk/loadings", shapes.LoadingPart, "loadings", tag=TAG, scope="read")
def loadings(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """What was brought so far, newest first."""
    return part(request, brought.loadings(caller(request)), paging, _loading)


@get("/desk/loadings/{pk}", shapes.LoadingOut, "loading", tag=TAG, scope="read")
def one_loading(request: HttpRequest, pk: int) -> dict[str, Any]:
    """Where one stands: waiting, done, or failed with its reason."""
    return _loading(brought.loading_for(caller(request), pk))


@operation(
    "POST", f"/desk{_RELEASE}/end", answer=shapes.ReleaseOut, name="end_release", tag=TAG,
    scope="observe", acts="observatory.end_release", changes=True,
)  # fmt: skip
def end_release(request: HttpRequest, key: str, version: str, reasons: shapes.EndReleaseIn) -> dict[str, Any]:
    """Take a release out, with the reason; its entry in the catalogue stays, its figures go."""
    found = catalogue.one(key, version)
    upon(request, _seen(found))
    loading.end_release(by=caller(request), release=found, reasons=reasons.reasons, now=timezone.now())
    return _release(found)


def _seen(release: Any) -> str:
    return version_of(release.pk, release.checksum, release.ended_at)


def _release(release: Any) -> dict[str, Any]:
    held = catalogue.record(release, "")
    return {**held, "tables": release.tables}


def _dataset(request: HttpRequest, held: Any, found: list[Any]) -> dict[str, Any]:
    names = ("key", "title", "publisher", "address", "licence", "licence_address", "invented")
    return {
        **{name: getattr(held, name) for name in names},
        "releases": [_release(one) for one in found],
        "url": f"{site(request)}{held.get_absolute_url()}",
    }


def _loading(row: Any) -> dict[str, Any]:
    names = ("source", "version", "files", "state", "brought_at", "finished")
    return {
        "id": row.pk,
        **{name: getattr(row, name) for name in names},
        "problem": told(brought.problem_of(row)),
        "release": row.release.version if row.release else None,
    }
