"""Running the reader over an uploaded file, in a process of its own, with progress.

The parsers meet files from anywhere: a crash or an endless loop of theirs ends their own process,
never the worker. The work may be repeated at will: a reading that is done stays as it is.
"""

from __future__ import annotations

import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures import TimeoutError as TookTooLong
from concurrent.futures.process import BrokenProcessPool
from importlib.metadata import version
from typing import Any

from django.db import connection

from koinon.kernel.directory import Directory
from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party
from koinon.people.queries.directory import directory
from koinon.register.actions import uploading
from koinon.register.engine.documents import Extract, Provision, Role
from koinon.register.engine.documents import Reading as MachineReading
from koinon.register.models import Reading
from koinon.register.queries import knowledge

SECONDS = 300
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
    known = directory()
    try:
        with _Apart() as apart:
            progress(reading, "text", 1)
            extract = apart.do(extracted, source.name, bytes(source.data))
            progress(reading, "provisions", 2)
            machine = apart.do(read, extract, known, knowledge.vocabulary_text())
        progress(reading, "storing", 3)
        _store(reading, extract, machine)
    except Refused as refusal:
        uploading.reading_failed(by=PLATFORM, reading=reading, code=refusal.code, problem=refusal.message)


class _Apart:
    """One child process for one reading."""

    def __enter__(self) -> _Apart:
        self.pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"))
        return self

    def do(self, function: Any, *arguments: Any) -> Any:
        """Call the function over there; what it refuses is refused here."""
        try:
            return self.pool.submit(function, *arguments).result(timeout=SECONDS)
        except BrokenProcessPool as error:
            raise Refused(
                "register.reader_died", "The file broke the reader: save it in another format and try again."
            ) from error
        except TookTooLong as error:
            raise Refused(
                "register.reader_slow", f"Reading took over {SECONDS} seconds: split the file and try again."
            ) from error

    def __exit__(self, *_: object) -> None:
        for process in list((self.pool._processes or {}).values()):
            process.kill()
        self.pool.shutdown(wait=False, cancel_futures=True)


def extracted(name: str, data: bytes) -> Extract:
    """In the child: the text of the file."""
    from koinon.register.engine.sources.extract import extract

    return extract(name, data)


def read(extract: Extract, directory: Directory, vocabulary: str | None) -> MachineReading:
    """In the child: the provisions of the text."""
    from koinon.register.engine import vocabulary as words
    from koinon.register.engine.reader import reading

    known = words.Vocabulary.parse(vocabulary) if vocabulary else words.default()
    return reading(extract, directory=directory, vocabulary=known)


def progress(reading: Reading, step: str, done: int) -> None:
    """Show how far the reading has come (of four steps)."""
    with guard.writing("progress of a reading"):
        Reading.objects.filter(pk=reading.pk).update(
            state=Reading.State.RUNNING, step=step, done=done, total=4
        )


def _store(reading: Reading, extract: Extract, machine: MachineReading) -> None:
    headings = [[m.start, m.end, m.level] for m in extract.marks if m.role is Role.HEADING]
    known = directory()
    keys = [p.key for name in machine.issuers if (p := known.resolve(name))]
    uploading.read(
        by=PLATFORM,
        reading=reading,
        engine=f"koinon {version('koinon')}",
        extract={
            "text": extract.text.replace("\x00", " "),  # one for one: PostgreSQL keeps no NUL, offsets stay
            "format": extract.format,
            "pages": list(extract.pages),
            "headings": headings,
        },
        proposed={
            "title": machine.title,
            "issuers": list(machine.issuers),
            "date": machine.date,
            "place": machine.place,
            "language": machine.language,
        },
        proposals=[proposal(p) for p in machine.provisions],
        issuers=list(Party.objects.filter(key__in=keys)),
    )


def proposal(provision: Provision) -> dict[str, Any]:
    """The columns of a proposal for what the machine found."""
    deadline = provision.deadline
    return {
        "label": provision.label[:200],
        "section": list(provision.section),
        "kind": provision.kind.value,
        "strength": provision.strength.value,
        "issuer": provision.issuer[:500],
        "addressees": [
            {"name": a.name[:300], "mention": a.mention[:500], "party": a.party} for a in provision.addressees
        ],
        "deadline": deadline
        and {
            "text": deadline.text[:300],
            "from": deadline.start.isoformat() if deadline.start else None,
            "due": deadline.due.isoformat() if deadline.due else None,
        },
        "themes": list(provision.themes),
        "groups": list(provision.groups),
        "text": provision.text.replace("\x00", " "),
        "start": provision.start,
        "end": provision.end,
        "page": provision.page,
        "why": list(provision.why),
    }
