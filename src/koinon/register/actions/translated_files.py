"""What a translated file or a sheet of wordings holds, read in a process of its own."""

from __future__ import annotations

from dataclasses import asdict

from koinon.kernel.refusals import Refused
from koinon.register.actions.reading import Apart
from koinon.register.actions.translating import File
from koinon.register.engine.aligning import one_file
from koinon.register.engine.aligning.sheet import Wordings
from koinon.register.models import Document, Provision
from koinon.register.queries import knowledge

LARGEST = 20 * 1024 * 1024  # bytes: read while the person waits


def aligned(document: Document, name: str, data: bytes, language: str) -> File:
    """A translated file with its proposals; refuses what cannot be read, with the mend."""
    _weighed(name, data)
    spans = list(
        Provision.objects.filter(document=document, withdrawn=False).values_list("number", "start", "end")
    )
    if not spans:
        raise Refused(
            "register.no_provisions",
            "This document has no provisions yet: review it first, then translate it.",
        )
    with Apart() as apart:
        found = apart.do(
            one_file.aligned,
            name,
            data,
            document.text,
            document.headings,
            spans,
            (document.language, language),
            knowledge.vocabulary_text(),
        )
    return File(name, data, [asdict(proposal) for proposal in found])


def sheet(document: Document, name: str, data: bytes) -> Wordings:
    """The wordings of a spreadsheet, and its faulty rows."""
    _weighed(name, data)
    numbers = set(
        Provision.objects.filter(document=document, withdrawn=False).values_list("number", flat=True)
    )
    with Apart() as apart:
        found: Wordings = apart.do(one_file.wordings, name, data, numbers)
    return found


def _weighed(name: str, data: bytes) -> None:
    if not data:
        raise Refused(
            "register.empty_file",
            "{file} is empty: save it again where it was written, then choose it anew.",
            file=name,
        )
    if len(data) > LARGEST:
        raise Refused(
            "register.large_file",
            "{file} has {mib} MiB, {most} MiB is the most: save it without pictures or split it.",
            file=name,
            mib=len(data) // 2**20,
            most=LARGEST // 2**20,
        )
