"""DOCX and ODT from the outside: a zip archive of XML parts, opened without trusting it."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass

from lxml import etree

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.register.engine.sources.limits import Limits

Element = etree._Element

_ODT = "application/vnd.oasis.opendocument.text"
_RELATIONS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
# ISO/IEC 29500 Strict uses other names for the same vocabulary.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/main",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
)
_BROKEN = (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError, ValueError)


@dataclass(frozen=True, slots=True)
class Archive:
    """An opened DOCX or ODT; `kind` says which, `main` names the part that holds the body."""

    name: str
    kind: str
    main: str
    zip: zipfile.ZipFile

    @classmethod
    def of(cls, name: str, suffix: str, data: bytes, limits: Limits) -> Archive:
        """Open the archive; refuse bombs, damage, passwords, and archives of another kind."""
        what = suffix if suffix in ("docx", "odt") else "zip"
        try:
            opened = zipfile.ZipFile(io.BytesIO(data))
        except _BROKEN as error:
            raise damaged(name, what, sentence("its directory of parts cannot be read")) from error
        _bounded(name, opened, len(data), limits)
        parts = frozenset(opened.namelist())
        mimetype = _start(opened, "mimetype") if "mimetype" in parts else ""
        if mimetype.startswith(_ODT) or (not mimetype and "content.xml" in parts):
            return cls(name, "odt", "content.xml", opened)
        if "[Content_Types].xml" in parts or "word/document.xml" in parts or what == "docx":
            return cls(name, "docx", _main_part(name, opened, parts), opened)
        if what == "odt" and not mimetype:
            raise damaged(name, what, sentence("its part content.xml is missing"))
        if mimetype:
            raise Refused(
                "unread_format",
                "{file} is not a text document ({mimetype}): export it as PDF, DOCX or ODT.",
                file=name,
                mimetype=mimetype,
            )
        raise Refused(
            "unread_format", "{file} is a zip archive: unpack it and give the files inside.", file=name
        )

    def names(self, prefix: str) -> list[str]:
        """The parts whose names begin so, in natural order (header2 before header10)."""
        found = [n for n in self.zip.namelist() if n.startswith(prefix) and n.endswith(".xml")]
        return sorted(found, key=lambda n: (len(n), n))

    def part(self, path: str) -> Element | None:
        """The root of an XML part, or None if the archive has no such part."""
        try:
            data = self.zip.read(path)
        except KeyError:
            return None
        except _BROKEN as error:
            raise damaged(
                self.name, self.kind, sentence("its part {path} cannot be unpacked", path=path)
            ) from error
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise damaged(
                self.name, self.kind, sentence("its part {path} is not well-formed XML", path=path)
            ) from error
        if root.getroottree().docinfo.internalDTD is not None:
            raise damaged(
                self.name,
                self.kind,
                sentence("its part {path} declares XML entities, which none may", path=path),
            )
        return root

    def required(self, path: str) -> Element:
        """The root of a part without which there is no document."""
        root = self.part(path)
        if root is None:
            raise damaged(self.name, self.kind, sentence("its part {path} is missing", path=path))
        return root


def damaged(name: str, kind: str, what: Sentence) -> Refused:
    """The refusal of an archive that is broken in the way `what` says."""
    return Refused(
        f"corrupt_{kind}",
        "{file} is damaged ({what}): open it in a word processor and save it again, or fetch it anew.",
        file=name,
        what=what,
    )


def _bounded(name: str, opened: zipfile.ZipFile, packed: int, limits: Limits) -> None:
    """Refuse what would unpack to more than the limits, before unpacking anything."""
    entries = opened.infolist()
    unpacked = sum(entry.file_size for entry in entries)
    heavy = unpacked > limits.ratio_from and unpacked > limits.ratio * packed
    if len(entries) > limits.archive_entries or unpacked > limits.unpacked_bytes or heavy:
        raise Refused(
            "archive_bomb",
            "{file} would unpack to {unpacked} MB in {parts} parts, far more than a document "
            "needs: open it in a word processor and save only its text.",
            file=name,
            bytes=unpacked,
            parts=len(entries),
            unpacked=round(unpacked / 1e6),
        )
    if any(entry.flag_bits & 1 for entry in entries):
        raise protected(name)


def protected(name: str) -> Refused:
    """The refusal of a document that only a password opens."""
    return Refused(
        "password_protected",
        "{file} is protected by a password: open it, remove the password and save it again.",
        file=name,
    )


def _start(opened: zipfile.ZipFile, path: str) -> str:
    try:
        with opened.open(path) as part:
            return part.read(200).decode("ascii", "replace").strip()
    except _BROKEN:
        return ""


def _main_part(name: str, opened: zipfile.ZipFile, parts: frozenset[str]) -> str:
    """The part that the package's relations call the office document, if it is Word's."""
    for folder, what in (
        ("xl/", sentence("a spreadsheet")),
        ("ppt/", sentence("a presentation")),
    ):
        if any(part.startswith(folder) for part in parts) and "word/document.xml" not in parts:
            raise Refused(
                "unread_format",
                "{file} is {what}: export its text as PDF, DOCX or ODT.",
                file=name,
                what=what,
            )
    root = Archive(name, "docx", "", opened).part("_rels/.rels") if "_rels/.rels" in parts else None
    if root is not None:
        for relation in root.iter(_RELATIONS):
            target = relation.get("Target", "").lstrip("/")
            if relation.get("Type", "").endswith("/officeDocument") and target in parts:
                return target
    return "word/document.xml"
