"""Files that name other files: nothing is fetched, nothing of this machine is read, nothing unfolds."""

from __future__ import annotations

import io
import json
import socket
import struct
import zipfile
from pathlib import Path
from typing import Any

import pytest

from koinon.kernel.refusals import Refused
from koinon.register.engine.intake import tables, uhri
from koinon.register.engine.sources.extract import extract
from tests.register.engine.sources.making import CONTENT_TYPES, W, archive, paragraph
from tests.register.intake import files

HOST = "evil.example"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
TEXT = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
RELATED = "http://schemas.openxmlformats.org/package/2006/relationships"


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    kept = tmp_path / "secret.txt"
    kept.write_text("the harbour master's key", "utf-8")
    return kept


@pytest.fixture(autouse=True)
def asked(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """What names were looked up and what addresses were called: none, whatever a file says."""
    found: list[Any] = []

    def note(*names: Any, **_: Any) -> Any:
        found.append(names)
        raise OSError("no")

    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, note)
    return found


def doctypes(secret: Path) -> list[str]:
    uri = secret.as_uri()
    laughs = "".join(f'<!ENTITY e{n + 1} "{f"&e{n};" * 10}">' for n in range(9))
    laughs += '<!ENTITY e0 "ha"><!ENTITY e "&e9;">'
    return [
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "{uri}">]>',
        f'<!DOCTYPE d SYSTEM "{uri}">',
        f'<!DOCTYPE d PUBLIC "-//x" "http://{HOST}/x.dtd">',
        f'<!DOCTYPE d [<!ENTITY % p SYSTEM "http://{HOST}/x.dtd"> %p;]>',
        f'<!DOCTYPE d [<!ENTITY e SYSTEM "http://{HOST}/x">]>',
        f"<!DOCTYPE d [{laughs}]>",
    ]  # fmt: skip


def told(name: str, data: bytes) -> str:
    """The text of a file, or the sentence with which it is refused."""
    try:
        return extract(name, data).text
    except Refused as refusal:
        return refusal.message


@pytest.mark.parametrize("n", range(6))
def test_no_entity_is_resolved(secret: Path, asked: list[Any], n: int) -> None:
    kind = doctypes(secret)[n]
    body = paragraph("<w:r><w:t>See &e; here</w:t></w:r>")
    word = f"<?xml version='1.0'?>{kind}<w:document {W}><w:body>{body}</w:body></w:document>"
    page = f"{kind}<html><body><p>See &e; here, at length.</p></body></html>"
    open_text = (
        f"<?xml version='1.0'?>{kind}<o:document-content xmlns:o='{OFFICE}' xmlns:t='{TEXT}'>"
        "<o:body><o:text><t:p>See &e; here</t:p></o:text></o:body></o:document-content>"
    )
    for name, data in (
        ("a.docx", archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": word})),
        ("a.odt", archive({"mimetype": "application/vnd.oasis.opendocument.text", "content.xml": open_text})),
        ("a.html", page.encode()),
    ):
        said = told(name, data)
        assert said
        assert "harbour master" not in said
        assert len(said) < 1000
    assert not asked


def test_no_picture_link_or_include_is_fetched(secret: Path, asked: list[Any]) -> None:
    uri = secret.as_uri()
    page = f"""<html><head><base href="http://{HOST}/"><link rel="stylesheet" href="http://{HOST}/a.css">
    <meta http-equiv="refresh" content="0;url=http://{HOST}/"></head><body>
    <p>We will keep the harbour open to all who ask for shelter.</p>
    <img src="http://{HOST}/a.png"><iframe src="{uri}"></iframe><object data="{uri}"></object>
    <svg><image xlink:href="http://{HOST}/b.svg"/><use href="{uri}#x"/></svg>
    <xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{uri}" parse="text"/></body></html>"""
    relation = (
        f'<Relationships xmlns="{RELATED}"><Relationship Id="r1" TargetMode="External" Target="{uri}" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/attachedTemplate"/>'
        f'<Relationship Id="r2" TargetMode="External" Target="http://{HOST}/a.png" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/></Relationships>'
    )
    words = paragraph("We will keep the harbour open.")
    word = archive(
        {
            "[Content_Types].xml": CONTENT_TYPES,
            "word/document.xml": f"<w:document {W}><w:body>{words}</w:body></w:document>",
            "word/_rels/document.xml.rels": relation,
            "word/_rels/settings.xml.rels": relation,
        }
    )
    for name, data in (("a.html", page.encode()), ("a.docx", word)):
        assert "keep the harbour open" in told(name, data)
        assert "harbour master" not in told(name, data)
    assert not asked


def test_addresses_in_rows_stay_words(asked: list[Any]) -> None:
    row = {
        "AnnotationId": "1",
        "Text": f"http://{HOST}/",
        "Symbol": f"//{HOST}",
        "Body": "file:///etc/passwd",
    }
    table = uhri.from_json("a.json", json.dumps([row]).encode())
    assert f"http://{HOST}/" in table.rows[0][1]
    assert not asked


@pytest.mark.parametrize(
    "data", [b"[" * 200_000, b'{"a":' * 100_000, b"[[[[]]]]", b'[{"a":' + b"9" * 5000 + b"}]"]
)
def test_rows_nested_beyond_reason_are_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        uhri.from_json("a.json", data)


def lying(data: bytes, name: bytes) -> bytes:
    """The archive with one part that claims, in both its headers, to unpack to ten bytes."""
    out = bytearray(data)
    for sign, size_at, name_at in ((b"PK\x03\x04", 22, 30), (b"PK\x01\x02", 24, 46)):
        at = out.find(sign)
        while at >= 0:
            if out[at + name_at : at + name_at + len(name)] == name:
                out[at + size_at : at + size_at + 4] = struct.pack("<I", 10)
            at = out.find(sign, at + 4)
    return bytes(out)


@pytest.mark.parametrize(("name", "part"), [("a.docx", "word/document.xml"), ("a.odt", "content.xml")])
def test_a_size_that_lies_does_not_open_the_gate(name: str, part: str) -> None:
    parts: dict[str, str | bytes] = {part: b"<a>" + bytes(30_000_000) + b"</a>"}
    if name == "a.docx":
        parts["[Content_Types].xml"] = CONTENT_TYPES
    with pytest.raises(Refused):
        extract(name, lying(archive(parts), part.encode()))


def test_a_workbook_whose_sizes_lie_is_refused() -> None:
    book = files.workbook(["a", "b"], ["1", "2"])
    with zipfile.ZipFile(io.BytesIO(book)) as packed:
        parts: dict[str, str | bytes] = {name: packed.read(name) for name in packed.namelist()}
    parts["xl/worksheets/sheet1.xml"] = b"<worksheet><sheetData>" + b" " * 30_000_000
    for data in (archive(parts), lying(archive(parts), b"xl/worksheets/sheet1.xml")):
        with pytest.raises(Refused):
            tables.opened("a.xlsx", data, len)


def test_an_archive_within_an_archive_is_not_unpacked() -> None:
    inner = archive({"word/document.xml": bytes(20_000_000)})
    for _ in range(5):
        inner = archive({"word/embeddings/a.docx": inner})
    with pytest.raises(Refused):
        extract("a.docx", inner)
