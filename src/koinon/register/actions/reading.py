"""Running the reader over an uploaded file, in a process of its own, with progress.

The parsers meet files from anywhere: a crash or an endless loop of theirs ends their own process,
never the worker. The work may be repeated at will: a reading that is done stays as it is.
"""

from __future__ import annotations

import logging
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from typing import Any

import django
from django.db import connection

from koinon.kernel.directory import Directory
from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.people.queries.directory import directory as parties
from koinon.register.actions import uploading
from koinon.register.engine import edition, one_file
from koinon.register.engine.documents import Extract, Provision, Role
from koinon.register.engine.documents import Reading as MachineReading
from koinon.register.engine.intake.bounded import bound_memory, one_process
from koinon.register.engine.wire import provision_as_json
from koinon.register.models import Reading
from koinon.register.queries import desk, knowledge

log = logging.getLogger(__name__)

SECONDS = 300
SELF = frozenset({"we", "nous", "nosotros", "nosotras"})
_LOCK = 0x72656164


def perform(reading: Reading) -> None:
    """Read the file of a waiting reading and record the outcome; does nothing to a finished one."""
    with connection.cursor() as cursor:  # one process at a time, whoever began it
        cursor.execute("SELECT pg_advisory_lock(%s, %s)", [_LOCK, reading.pk])
        try:
            reading.refresh_from_db()
            if reading.state not in (Reading.State.DONE, Reading.State.FAILED):
                _perform(reading)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(%s, %s)", [_LOCK, reading.pk])


def _perform(reading: Reading) -> None:
    source = reading.document.source
    known = parties()
    try:
        with Apart() as apart:
            progress(reading, "text", 1)
            extract = apart.do(one_file.extracted, source.name, bytes(source.data))
            progress(reading, "provisions", 2)
            machine = apart.do(one_file.read, extract, known, knowledge.vocabulary_text())
        progress(reading, "storing", 3)
        _store(reading, extract, machine)
    except Refused as refusal:
        uploading.reading_failed(by=PLATFORM, reading=reading, code=refusal.code, problem=refusal.message)


class Apart:
    """One child process for one reading, which may take only so much memory."""

    def __enter__(self) -> Apart:
        self.process = one_process(django.setup)
        self.pool = self.process.__enter__()
        self.pool.submit(bound_memory)
        return self

    def do(self, function: Any, *arguments: Any) -> Any:
        """Call the function over there; what it refuses is refused here."""
        try:
            return self.pool.submit(function, *arguments).result(timeout=SECONDS)
        except (BrokenProcessPool, MemoryError) as error:
            raise Refused(
                "register.reader_died", "The file broke the reader: save it in another format and try again."
            ) from error
        except Refused:
            raise
        except TookTooLong as error:
            raise Refused(
                "register.reader_slow",
                "Reading took over {seconds} seconds: split the file and try again.",
                seconds=SECONDS,
            ) from error
        except Exception as error:
            log.exception("The reader met a fault of its own.")
            raise Refused(
                "register.reader_fault",
                "The reader met a fault of its own ({fault}): report it with the file.",
                fault=type(error).__name__,
            ) from error

    def __exit__(self, *_: object) -> None:
        self.process.__exit__(None, None, None)


def progress(reading: Reading, step: str, done: int) -> None:
    """Show how far the reading has come (of four steps)."""
    with guard.writing("progress of a reading"):
        Reading.objects.filter(pk=reading.pk).update(
            state=Reading.State.RUNNING, step=step, done=done, total=4
        )


def _store(reading: Reading, extract: Extract, machine: MachineReading) -> None:
    known = parties()
    uploading.read(
        by=PLATFORM,
        reading=reading,
        engine=f"koinon {version('koinon')}",
        extract={
            "text": extract.text.replace("\x00", " "),  # one for one: PostgreSQL keeps no NUL, offsets stay
            "format": extract.format,
            "pages": list(extract.pages),
            "headings": headings(extract, machine),
            "apart": _apart(extract, machine),
        },
        proposed={
            "title": machine.title,
            "issuers": list(machine.issuers),
            "date": machine.date,
            "place": machine.place,
            "language": machine.language,
        },
        proposals=[proposal(p, known) for p in machine.provisions],
        issuers=desk.parties_named(machine.issuers, known),
    )


def headings(extract: Extract, machine: MachineReading) -> list[list[int]]:
    """Where headings stand, as [start, end, level]: by the layout, else by the sections that were read."""
    marked = [[m.start, m.end, m.level] for m in extract.marks if m.role is Role.HEADING]
    sections = ((provision.start, provision.section) for provision in machine.provisions)
    return marked or [list(found) for found in edition.headings(extract.text, sections)]


def _apart(extract: Extract, machine: MachineReading) -> list[list[int]]:
    """What the layout puts around the document, unless a provision was found in it all the same."""
    spans = [(p.start, p.end) for p in machine.provisions]
    ranges = [(m.start, m.end) for m in extract.marks if m.role is Role.APART]
    return [[a, b] for a, b in ranges if not any(start < b and a < end for start, end in spans)]


def proposal(provision: Provision, directory: Directory) -> dict[str, Any]:
    """The columns of a proposal for what the machine found."""
    row = provision_as_json(provision)
    row["text"] = row["text"].replace("\x00", " ")
    row["label"], row["issuer"] = row["label"][:200], row["issuer"][:500]
    for named in row["addressees"]:
        if named["name"].casefold() in SELF and row["issuer"]:  # the register names who "we" are
            issuer = directory.resolve(row["issuer"])
            named["name"], named["party"] = row["issuer"], issuer.key if issuer else None
        named["name"], named["mention"] = named["name"][:300], named["mention"][:500]
    if row["deadline"]:
        row["deadline"]["text"] = row["deadline"]["text"][:300]
    return row
