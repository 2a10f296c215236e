"""Whatever the bytes: an extract whose marks and pages are sound, or a refusal in one sentence."""

from __future__ import annotations

import io
import re
import zipfile

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from koinon.kernel.refusals import Refused
from koinon.register.engine.sources.extract import extract
from koinon.register.engine.sources.limits import Limits
from tests.register.engine.sources.making import archive, docx, level, odt, paragraph, pdf, text

SMALL = Limits(file_bytes=200_000, characters=100_000, unpacked_bytes=2_000_000)
NAMES = st.sampled_from(["a.txt", "a.md", "a.html", "a.pdf", "a.docx", "a.odt", "a", "a.b.c"])
NUMBERS = (
    f'<w:abstractNum w:abstractNumId="1">{level(0, "decimal", "%1.")}</w:abstractNum><w:num w:numId="1"/>'
)
TAGS = "<ul> <li> <ol> </ul> </ol> <table> <tr> <td> </table> <p> <b> <h2> <br> x <nav> <pre> \n"
WHOLE = {
    "a.txt": "First, the council shall meet – à Québec.\n• item\n".encode("cp1252") * 3,
    "a.md": b"# Title\n\n* one\n* **two**\n\nEnd\n===\n",
    "a.html": b"<html><body><h1>T</h1><ol><li>a<ul><li>b</ul></ol><table><tr><td rowspan=2>x",
    "a.pdf": pdf(
        [text("1. The council shall meet.", spaceAfter=9), text("<b>Then</b> it reports.")], columns=2
    ),
    "a.docx": docx(paragraph("One", number=(1, 0)) + paragraph("Two"), numbering=NUMBERS),
    "a.odt": odt("<text:list><text:list-item><text:p>One</text:p></text:list-item></text:list>"),
}
FRAGMENTS = st.sampled_from(
    [
        b"<",
        b">",
        b"<ol start=-9>",
        b"<td rowspan=99999>",
        b"&#0;",
        b"\x00",
        b"\xff\xfe",
        b"\r",
        b"\f",
        b"%1",
        b"obj",
        b"PK",
    ]
)


def sound(name: str, data: bytes) -> None:
    """Read and check what must hold of every extract."""
    try:
        found = extract(name, data, limits=SMALL)
    except Refused as refused:
        assert refused.message.startswith(name) and "\n" not in refused.message
        return
    length = len(found.text)
    assert found.text.strip() and "\r" not in found.text and "\f" not in found.text
    assert all(0 <= m.start < m.end <= length for m in found.marks)
    assert [m.start for m in found.marks] == sorted(m.start for m in found.marks)
    assert list(found.pages) == sorted(found.pages)
    assert all(0 <= at <= length for at in found.pages)


@given(NAMES, st.binary(max_size=600))
@settings(max_examples=250, deadline=None)
def test_any_bytes(name: str, data: bytes) -> None:
    sound(name, data)


@given(NAMES, st.text(max_size=300), st.sampled_from(["utf-8", "utf-16", "utf-32-be", "cp1252", "gb18030"]))
@settings(max_examples=250, deadline=None)
def test_any_text_in_any_encoding(name: str, words: str, encoding: str) -> None:
    sound(name, words.encode(encoding, "ignore"))


@given(st.data())
@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_damaged_files(data: st.DataObject) -> None:
    name = data.draw(st.sampled_from(sorted(WHOLE)))
    damaged = bytearray(WHOLE[name])
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(damaged)))
        cut = data.draw(st.integers(0, 12))
        damaged[at : at + cut] = data.draw(st.one_of(st.binary(max_size=6), FRAGMENTS))
    sound(name, bytes(damaged))


@given(st.lists(st.sampled_from(TAGS.split(" ")), max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_nesting_of_tags(tags: list[str]) -> None:
    sound("a.html", f"<html>{''.join(tags)}".encode())


@given(st.sampled_from(["a.docx", "a.odt"]), st.data())
@settings(max_examples=300, deadline=None)
def test_any_order_of_the_parts_of_office_documents(name: str, data: st.DataObject) -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE[name])) as opened:
        parts: dict[str, str | bytes] = {part: opened.read(part) for part in opened.namelist()}
    path = data.draw(st.sampled_from([part for part in parts if part.endswith(".xml")]))
    pieces = re.findall(r"<[^>]*>|[^<]+", str(parts[path], "utf-8"))  # type: ignore[arg-type]
    for _ in range(data.draw(st.integers(1, 4))):
        one, two = (data.draw(st.integers(0, len(pieces) - 1)) for _ in range(2))
        pieces[one], pieces[two] = (
            pieces[two],
            data.draw(st.sampled_from([pieces[one], "", "<w:x/>", '"-9"'])),
        )
    sound(name, archive({**parts, path: "".join(pieces)}))
