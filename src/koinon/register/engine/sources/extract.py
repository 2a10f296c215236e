"""One file in, one text with layout marks out, whatever the format: by content, not by suffix alone."""

from __future__ import annotations

import re

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.register.engine.documents import Extract
from koinon.register.engine.sources.encodings import decoded
from koinon.register.engine.sources.limits import DEFAULT, Limits, weighed
from koinon.register.engine.sources.plain import markdown, plain

_HTML = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
_PICTURE = sentence("run text recognition (OCR) on it, e.g. with ocrmypdf, and give the PDF")
_ARCHIVE = sentence("unpack it and give the files inside")
_FOREIGN = (
    (b"\x89PNG", sentence("a PNG picture"), _PICTURE),
    (b"\xff\xd8\xff", sentence("a JPEG picture"), _PICTURE),
    (b"II*\0", sentence("a TIFF picture"), _PICTURE),
    (b"MM\0*", sentence("a TIFF picture"), _PICTURE),
    (b"GIF8", sentence("a GIF picture"), _PICTURE),
    (
        b"{\\rtf",
        sentence("a rich text (RTF) file"),
        sentence("open it in a word processor and save it as DOCX or ODT"),
    ),
    (b"\x1f\x8b", sentence("a gzip archive"), _ARCHIVE),
    (b"BZh", sentence("a bzip2 archive"), _ARCHIVE),
    (b"7z\xbc\xaf", sentence("a 7z archive"), _ARCHIVE),
    (b"Rar!", sentence("a RAR archive"), _ARCHIVE),
    (b"\xfd7zXZ", sentence("an xz archive"), _ARCHIVE),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGES = ("pdf", "docx", "odt")


def extract(name: str, data: bytes, *, limits: Limits = DEFAULT) -> Extract:
    """The text of a .txt, .md, .html, .pdf, .docx or .odt file with its layout marks.

    Offsets are code points of the returned text. Where a format sets matter apart from the flow
    (running headers, footers, notes of PDF, DOCX, ODT), that matter follows the body, marked, so
    that the body runs on undisturbed. Raises `Refused` and nothing else for any bytes whatever.
    """
    weighed(name, len(data), limits)
    suffix = name.rpartition(".")[2].lower() if "." in name else ""
    if data[:1024].lstrip().startswith(b"%PDF-") or b"%PDF-" in data[:1024]:
        from koinon.register.engine.sources.pdf.document import pdf

        return pdf(name, data, limits)
    if data.startswith(b"PK"):
        return _package(name, suffix, data, limits)
    _known_but_unread(name, data)
    return _written(name, suffix, data, limits)


def _package(name: str, suffix: str, data: bytes, limits: Limits) -> Extract:
    """A zip archive: DOCX or ODT by what is inside."""
    from koinon.register.engine.sources.archives import Archive

    archive = Archive.of(name, suffix, data, limits)
    if archive.kind == "docx":
        from koinon.register.engine.sources.docx import docx

        return docx(archive, limits)
    from koinon.register.engine.sources.odt import odt

    return odt(archive, limits)


def _known_but_unread(name: str, data: bytes) -> None:
    """Refuse the formats that are recognised and not read, each with its mend."""
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Refused(
                "password_protected",
                "{file} is protected by a password: open it, remove the password and save it again.",
                file=name,
            )
        raise Refused(
            "old_format",
            "{file} is in an old Office format (.doc, .xls, .ppt): open it and save it as DOCX or PDF.",
            file=name,
        )
    for magic, what, mend in _FOREIGN:
        if data.startswith(magic):
            raise Refused("unread_format", "{file} is {what}: {mend}.", file=name, what=what, mend=mend)


def _written(name: str, suffix: str, data: bytes, limits: Limits) -> Extract:
    """A file of characters: HTML, Markdown or plain text."""
    try:
        text, encoding = decoded(name, data)
    except Refused as refused:
        if suffix in _PACKAGES:
            raise Refused(
                f"corrupt_{suffix}",
                "{file} is damaged: it does not begin like a {kind} file; fetch or export it again.",
                file=name,
                kind=suffix.upper(),
            ) from refused
        raise
    if suffix in ("html", "htm", "xhtml") or _HTML.match(text[:4096]):
        from koinon.register.engine.sources.html import html

        return html(name, text, encoding, limits)
    if suffix in ("md", "markdown"):
        return markdown(name, text, encoding, limits)
    return plain(name, text, encoding, limits)
