"""The process that reads files from outside: bounded in time and memory, and its death is a sentence."""

from __future__ import annotations

import multiprocessing
import operator
import os
import time
from collections.abc import Callable
from typing import Any

import pytest

from koinon.kernel.refusals import Refused
from koinon.register.actions import reading
from koinon.register.engine import one_file
from koinon.register.engine.intake.bounded import MOST


@pytest.mark.parametrize(
    ("function", "arguments", "code"),
    [
        (operator.mul, (b"x", 2 * MOST), "register.reader_died"),  # more memory than it may take
        (os._exit, (1,), "register.reader_died"),
        (time.sleep, (60,), "register.reader_slow"),
    ],
    ids=["memory", "death", "time"],
)
def test_what_goes_wrong_there_is_a_refusal_here(
    monkeypatch: pytest.MonkeyPatch, function: Callable[..., Any], arguments: tuple[Any, ...], code: str
) -> None:
    monkeypatch.setattr(reading, "SECONDS", 8)
    before = set(multiprocessing.active_children())
    began = time.monotonic()
    with pytest.raises(Refused) as refused, reading.Apart() as apart:
        apart.do(function, *arguments)
    assert refused.value.code == code
    assert time.monotonic() - began < 30
    until = time.monotonic() + 5  # the pool's own thread may be the one that learns of the end
    while left := {child for child in set(multiprocessing.active_children()) - before if child.is_alive()}:
        assert time.monotonic() < until, f"nobody goes on reading: {left}"
        time.sleep(0.05)


def pdf_of(objects: int) -> bytes:
    """A page with few words, and as many objects beside it that nobody needs."""
    words = b"BT /F1 12 Tf 72 720 Td (We will keep the harbour open.) Tj ET"
    made = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(words), words),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[b"null"] * objects,
    ]
    out, places = bytearray(b"%PDF-1.4\n"), []
    for number, content in enumerate(made, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(made) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(made) + 1, start)
    return bytes(out)


@pytest.mark.parametrize("name", ["a.txt", "a.md", "a.html"])
@pytest.mark.parametrize(
    "unit",
    ["1. ", "a) ", "* ", "(", "shall ", "States ", "“", "by 2030 ", "**", "\u0e01", "x", "&", "A/RES/1 "],
)
def test_words_made_to_be_slow_are_read_in_time(unit: str, name: str) -> None:
    data = ("We will keep the harbour open. " + unit * (60_000 // len(unit)) + "\nEnd of it.\n").encode()
    began = time.process_time()
    extract = one_file.extracted(name, data)
    assert "harbour" in extract.text
    assert time.process_time() - began < 10


def test_a_pdf_of_a_million_objects_is_read_as_its_page() -> None:
    assert "keep the harbour open" in one_file.extracted("a.pdf", pdf_of(1_000_000)).text
