"""Doing what was asked of a file of rows: parsing it apart, making its preview, taking it in.

Each may be repeated at will: what is done stays done, and what was cut off begins anew.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from typing import Any

from django.db import DatabaseError, OperationalError, connection

from koinon.kernel.refusals import Refusal, Refused
from koinon.kernel.sentences import sentence
from koinon.ledger.platform import PLATFORM
from koinon.people.queries.directory import directory
from koinon.register.actions import intake as intakes
from koinon.register.engine.intake import formats
from koinon.register.engine.intake.bounded import one_process
from koinon.register.engine.intake.items import Parsed
from koinon.register.models import Intake
from koinon.register.queries import knowledge
from koinon.register.queries.intake import prepared
from koinon.register.queries.previews import progress_file

log = logging.getLogger(__name__)

SECONDS = 300
_LOCK = 0x72656164 + 1


def parsed(wanted: str, name: str, data: bytes) -> Parsed:
    """Parse a file in a process of its own, which may take only so much time and memory."""
    intakes.weighed(name, data)
    try:
        with one_process() as pool:
            work = pool.submit(formats.parsed, wanted, name, data, directory(), knowledge.vocabulary_text())
            return work.result(timeout=SECONDS)
    except (BrokenProcessPool, MemoryError) as error:
        raise Refused(
            "register.intake.died",
            "{file} broke the program that reads it: save it in another format, or in parts, and try again.",
            file=name,
        ) from error
    except TookTooLong as error:
        raise Refused(
            "register.intake.slow",
            "Reading {file} took over {seconds} seconds: split it and try again.",
            file=name,
            seconds=SECONDS,
        ) from error


def make_preview(intake: Intake) -> None:
    """Read a file that was brought and record what taking it in would do."""
    _once(intake, Intake.State.READING, lambda: _preview(intake, ""))


def carry_out(intake: Intake, by: Any) -> None:
    """Take in a file that was confirmed; if the register changed meanwhile, a new preview waits instead."""
    _once(intake, Intake.State.TAKING, lambda: _take(intake, by))


def _once(intake: Intake, state: str, work: Callable[[], None]) -> None:
    """One process at a time does the work, if it is still to be done; a refusal is recorded."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK, intake.pk])
        try:
            intake.refresh_from_db()
            if intake.state == state:
                work()
        except Refusal as refusal:
            _failed(intake, refusal.code, refusal.message)
        except OperationalError:
            raise  # the database is away: the job is tried again
        except Exception as error:
            log.exception("The import %s met a fault.", intake.pk)
            if isinstance(error, DatabaseError) and not connection.is_usable():
                raise
            _failed(intake, "register.intake.fault", _fault_of(error))
        finally:
            progress_file(intake.pk).unlink(missing_ok=True)
            if connection.is_usable():
                cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, intake.pk])


def _fault_of(error: Exception) -> str:
    return sentence(
        "The import met a fault of its own ({fault}) and took nothing in: report it with the file.",
        fault=type(error).__name__,
    )


def _failed(intake: Intake, code: str, problem: str) -> None:
    intake.refresh_from_db()
    intakes.rows_failed(by=PLATFORM, intake=intake, code=code, problem=problem)


def _read(intake: Intake) -> Parsed:
    tell(intake, "parsing", 0, 0)
    found = parsed(intake.format, intake.source.name, bytes(intake.source.data))
    tell(intake, "comparing", 0, 0)
    return found


def _preview(intake: Intake, problem: str) -> None:
    intakes.preview_rows(by=PLATFORM, intake=intake, ready=prepared(_read(intake)), problem=problem)


def _take(intake: Intake, by: Any) -> None:
    found, expected = _read(intake), intake.sample.get("plan", "")
    try:
        intakes.take_in(
            by=by,
            intake=intake,
            parsed=found,
            expected=expected,
            tell=lambda step, done, total: tell(intake, step, done, total),
        )
    except Refused as refusal:
        if refusal.code != "register.intake.changed_meanwhile":
            raise
        intake.refresh_from_db()
        _preview(intake, refusal.message)


def tell(intake: Intake, step: str, done: int, total: int) -> None:
    """Tell how far the work has come, whole or not at all."""
    path = progress_file(intake.pk)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps({"step": step, "done": done, "total": total}), "utf-8")
    draft.replace(path)
