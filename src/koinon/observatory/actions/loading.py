"""Releases of datasets: loaded whole or not at all, and taken out with a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from koinon.kernel.lines import visible
from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.acts import action, record
from koinon.observatory.actions import folders, preparing
from koinon.observatory.actions.preparing import Prepared, Tell, silent
from koinon.observatory.engine import catalogue
from koinon.observatory.models import Dataset, Indicator, Loading, Release, Unmapped
from koinon.observatory.rules import loading as rules
from koinon.people.models import Person

_ONE_AT_A_TIME = 0x66_69_67_73
_BATCH = 2000


@action("observatory.load_release", permit=rules.may_keep_figures)
def load_release(
    *,
    by: Any,
    prepared: Prepared,
    now: datetime,
    published_on: date | None = None,
    invented: bool = False,
    brought: Loading | None = None,
) -> Release:
    """Put a release that was made ready into the catalogue. Its tables come into place with it, whole.

    `brought`: the files by which someone brought it to a page or the API, and which are done with it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    _not_there(prepared)
    folders.sweep()
    folder = folders.folder_of(prepared.dataset, prepared.checksum)
    release = _release(prepared, folder, published_on, invented=invented, by=by, now=now)
    if brought is not None:
        brought.state, brought.release, brought.finished = Loading.State.DONE, release, now
        brought.save(update_fields=["state", "release", "finished"])
    folders.place(prepared.folder, folder)
    record(
        f"dataset:{release.dataset.key}",
        {
            "dataset": prepared.dataset,
            "version": prepared.version,
            "checksum": prepared.checksum,
            "rows": prepared.rows,
            "units": prepared.units,
            "unmapped": len(prepared.lost),
            "years": [prepared.first, prepared.last],
            "invented": invented,
        },
    )
    return release


@action("observatory.end_release", permit=rules.may_keep_figures)
def end_release(*, by: Any, release: Release, reasons: str, now: datetime) -> Release:
    """Take a release out. Its entry in the catalogue stays, its figures go."""
    release = Release.objects.select_for_update().select_related("dataset").get(pk=release.pk)
    if release.ended_at:
        raise Refused("observatory.release.ended", "This release was taken out already.")
    if not visible(reasons):
        raise Refused("observatory.release.reasons", "Say why the release is taken out: it stays on record.")
    release.ended_at, release.reasons = now, visible(reasons)
    release.save(update_fields=["ended_at", "reasons"])
    _settle(release.dataset)
    folder = release.folder
    transaction.on_commit(lambda: folders.remove(folder))
    record(
        f"dataset:{release.dataset.key}",
        {"dataset": release.dataset.key, "version": release.version, "reasons": release.reasons},
    )
    return release


def load(
    *,
    by: Any,
    source: str,
    paths: Sequence[tuple[Path, str]],
    version: str,
    now: datetime,
    published_on: date | None = None,
    invented: bool = False,
    brought: Loading | None = None,
    tell: Tell = silent,
) -> tuple[Release, bool]:
    """Load a release from files, each with its name as it came; and whether it is new.

    The same files again give the release that stands already; where its tables are gone, they come back.
    """
    verdict = rules.may_keep_figures(by=by)
    if not verdict:
        raise NotPermitted("observatory.load_release.not_permitted", verdict.reason)
    files = preparing.looked_at(source, paths)
    standing = there(source, preparing.checksum(files))
    if standing is not None:
        _same_version(standing, version)
        if folders.whole(standing):
            return standing, False
    with folders.drafting() as folder:
        ready = folder / "release"
        ready.mkdir()
        said = standing.version if standing is not None else version
        prepared = preparing.prepare(source, files, said, ready, tell, today=timezone.localdate(now))
        if standing is not None:
            return _put_back(standing, prepared), False
        made = load_release(
            by=by,
            prepared=prepared,
            now=now,
            published_on=published_on,
            invented=invented,
            brought=brought,
        )
    return made, True


def _put_back(standing: Release, prepared: Prepared) -> Release:
    """Put the tables of a release in its place again; what the catalogue says of it does not change."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
        if Release.objects.filter(pk=standing.pk, ended_at=None).exists() and not folders.whole(standing):
            folders.place(prepared.folder, standing.folder)
    return standing


def there(source: str, checksum: str) -> Release | None:
    """The standing release that was made of the same files."""
    standing = Release.objects.filter(ended_at=None, dataset__key=source, checksum=checksum)
    return standing.select_related("dataset").first()


def _same_version(standing: Release, said: str) -> None:
    if said and said.casefold().removeprefix("v") != standing.version.casefold().removeprefix("v"):
        raise Refused(
            "observatory.release.other_version",
            "These files are loaded already, as {source} {version} and not as {said}: leave the version out, "
            "or take that release out first.",
            source=standing.dataset.key,
            version=standing.version,
            said=said,
        )


def _not_there(prepared: Prepared) -> None:
    standing = Release.objects.filter(ended_at=None, dataset__key=prepared.dataset)
    if standing.filter(checksum=prepared.checksum).exists():
        raise Refused(
            "observatory.release.there",
            "These files are loaded already, as {source} {version}.",
            source=prepared.dataset,
            version=standing.get(checksum=prepared.checksum).version,
        )
    if standing.filter(version=prepared.version).exists():
        raise Refused(
            "observatory.release.version_there",
            "{source} {version} is loaded already, from other files: take that release out first, or name "
            "another version.",
            source=prepared.dataset,
            version=prepared.version,
        )


def _release(
    prepared: Prepared, folder: str, published_on: date | None, *, invented: bool, by: Any, now: datetime
) -> Release:
    source = catalogue.sources()[prepared.dataset]
    dataset, _ = Dataset.objects.update_or_create(
        key=source.key,
        defaults={
            name: getattr(source, name)
            for name in ("title", "publisher", "address", "licence", "licence_address")
        },
    )
    release = Release.objects.create(
        dataset=dataset, version=prepared.version, published_on=published_on, invented=invented,
        citation=_citation(source, prepared, invented=invented),
        file_name=prepared.file_name[:300], checksum=prepared.checksum, size=prepared.size, folder=folder,
        tables=[{"name": t.name, "rows": t.rows, "columns": len(t.columns)} for t in prepared.tables],
        rows=prepared.rows, units=prepared.units, first=prepared.first, last=prepared.last, loaded_at=now,
        loaded_by=by if isinstance(by, Person) else None,
    )  # fmt: skip
    Indicator.objects.bulk_create(_indicators(release, prepared), batch_size=_BATCH)
    Unmapped.objects.bulk_create(_unmapped(release, prepared), batch_size=_BATCH)
    _settle(dataset)
    return release


def _citation(source: catalogue.Source, prepared: Prepared, *, invented: bool) -> str:
    if invented:
        return f"Invented figures in the layout of “{source.title}”; {source.publisher} has no part in them."
    return source.citation.format(version=prepared.version)


def _settle(dataset: Dataset) -> None:
    """A dataset is invented as long as nothing but invented releases of it stand."""
    standing = dataset.releases.filter(ended_at=None)
    dataset.invented = standing.exists() and not standing.filter(invented=False).exists()
    dataset.save(update_fields=["invented"])


def _indicators(release: Release, prepared: Prepared) -> list[Indicator]:
    return [
        Indicator(
            release=release, position=position, key=f.key, title=f.title, about=f.about, scale=f.scale,
            low=f.low, high=f.high, worse=f.worse, better=f.better, headline=f.headline,
        )
        for position, f in enumerate(prepared.figures)
    ]  # fmt: skip


def _unmapped(release: Release, prepared: Prepared) -> list[Unmapped]:
    return [
        Unmapped(
            release=release, code=one.code[:60], name=one.name[:200], rows=one.rows, first=one.first,
            last=one.last, reason=one.reason,
        )
        for one in prepared.lost
    ]  # fmt: skip
