"""Files of a release that someone brings by page or API: kept, loaded by a job, and settled either way."""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import DatabaseError, OperationalError, connection, transaction
from procrastinate.contrib.django import app

from koinon.kernel.refusals import Refusal, Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import folders, loading
from koinon.observatory.engine.adapters.sources import ADAPTERS
from koinon.observatory.models import Loading, Release
from koinon.observatory.queries.brought import progress_file
from koinon.observatory.rules import loading as rules
from koinon.people.models import Person

log = logging.getLogger(__name__)

MOST_FILES = 5
_LOCK = 0x6C6F6164


@action("observatory.bring_release", permit=rules.may_keep_figures)
def bring_release(
    *, by: Any, source: str, version: str, files: Sequence[tuple[str, Iterable[bytes]]], now: datetime
) -> Loading:
    """Bring the files of a release. They are checked and loaded as soon as the worker gets to them."""
    if source not in ADAPTERS:
        raise Refused(
            "observatory.load.source",
            "There is no source called {source}: choose one of {sources}.",
            source=source,
            sources=", ".join(ADAPTERS),
        )
    if not 0 < len(files) <= MOST_FILES:
        raise Refused(
            "observatory.load.count", "Bring one file, or up to {most} that belong together.", most=MOST_FILES
        )
    with connection.cursor() as cursor:  # else another's files would be swept before their row is seen
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
    brought = Loading.objects.create(
        source=source,
        version=version.strip()[:60],
        files=[name[-200:] for name, _ in files],
        brought_at=now,
        brought_by=by if isinstance(by, Person) else None,
    )
    waiting = Loading.objects.filter(state=Loading.State.WAITING).values_list("pk", flat=True)
    folders.sweep_brought(set(waiting))
    folders.keep_brought(brought.pk, [chunks for _, chunks in files])
    app.configure_task("koinon.observatory.tasks.load_brought", queue="reading").defer(loading=brought.pk)
    record(f"loading:{brought.pk}", {"source": source, "files": len(files)}, visibility=Visibility.RESTRICTED)
    return brought


@action("observatory.settle_brought", permit=rules.only_the_platform)
def settle_brought(
    *,
    by: Any,
    brought: Loading,
    now: datetime,
    release: Release | None = None,
    code: str = "",
    problem: str = "",
) -> Loading:
    """Record what became of files that were brought. Why they cannot be loaded, or that they are here."""
    brought.state = Loading.State.DONE if release else Loading.State.FAILED
    brought.release, brought.problem, brought.finished = release, str(problem), now
    brought.said = _said(problem)
    brought.save()
    record(
        f"loading:{brought.pk}",
        {"source": brought.source, "code": code, "release": release.pk if release else None},
        visibility=Visibility.RESTRICTED,
    )
    return brought


def carry_out(brought: Loading, now: datetime) -> None:
    """Load what was brought, if that is still to be done; a refusal is recorded. May be repeated at will."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK, brought.pk])
        try:
            brought.refresh_from_db()
            if brought.state == Loading.State.WAITING:
                _settled(brought, now)
        finally:
            for left in progress_file(brought.pk).parent.glob(f"{brought.pk}.*"):  # of a killed one, too
                left.unlink(missing_ok=True)
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, brought.pk])


def _settled(brought: Loading, now: datetime) -> None:
    try:
        release, new = _loaded(brought, now)
        if not new:
            settle_brought(by=PLATFORM, brought=brought, now=now, release=release)
    except Refusal as refusal:
        _failed(brought, now, refusal.code, refusal.message)
    except OperationalError:
        raise  # the database is away: the job is tried again
    except Exception as error:
        log.exception("Loading %s met a fault.", brought.pk)
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        said = sentence(
            "Loading met a fault of its own ({fault}) and loaded nothing: report it with the file.",
            fault=type(error).__name__,
        )
        _failed(brought, now, "observatory.load.fault", said)
    pk = brought.pk
    transaction.on_commit(lambda: folders.drop_brought(pk))


def _loaded(brought: Loading, now: datetime) -> tuple[Release, bool]:
    home = folders.brought(brought.pk)
    return loading.load(
        by=brought.brought_by or PLATFORM,
        source=brought.source,
        paths=[(home / str(at), name) for at, name in enumerate(brought.files)],
        version=brought.version,
        now=now,
        brought=brought,
        tell=_teller(brought.pk),
    )


def _failed(brought: Loading, now: datetime, code: str, problem: str) -> None:
    brought.refresh_from_db()
    settle_brought(by=PLATFORM, brought=brought, now=now, code=code, problem=problem)


def _teller(pk: int) -> Callable[[str, int, int], None]:
    """Tells how far the work has come, whole or not at all."""
    path = progress_file(pk)
    path.parent.mkdir(parents=True, exist_ok=True)

    def tell(step: str, done: int, total: int) -> None:
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(json.dumps({"step": step, "done": done, "total": total}), "utf-8")
        draft.replace(path)

    return tell


def _said(problem: str) -> dict[str, Any]:
    """A problem's sentence as it can be told in other languages: its template and what fills it."""
    if not isinstance(problem, Sentence):
        return {}
    return {"template": problem.template, "data": {k: str(v) for k, v in problem.data.items()}}
