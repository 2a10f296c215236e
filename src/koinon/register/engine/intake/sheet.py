"""A spreadsheet of one's own: the columns of our template, whose example row is passed over."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from koinon.kernel.directory import folded as compared
from koinon.kernel.sentences import sentence
from koinon.register.engine import choices
from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake import cells as cell
from koinon.register.engine.intake.columns import Cells, cells, column
from koinon.register.engine.intake.items import Fault, Item, Paper, Parsed, empty
from koinon.register.engine.intake.knowledge import Known, Mapping, labels
from koinon.register.engine.intake.tables import Table

KEY, NAME = "sheet", "a spreadsheet of one's own"
EXAMPLE = "EXAMPLE, not taken in"
COLUMNS = (
    column("document", "Document", "Document title", needed=True),
    column("key", "Key"),
    column("number", "Number", "Label"),
    column("text", "Text", "Provision", needed=True),
    column("kind", "Kind"),
    column("strength", "Strength"),
    column("issuers", "By whom", "Issuer", "Issuers"),
    column("addressees", "Asked of", "Addressee", "Addressees"),
    column("deadline", "Deadline in words", "Deadline"),
    column("due", "Due"),
    column("themes", "Themes"),
    column("groups", "Groups"),
    column("section", "Section"),
    column("response", "Response"),
    column("document_kind", "Kind of document", "Document kind"),
    column("document_issuers", "Document issued by"),
    column("document_date", "Document date"),
    column("place", "Place"),
    column("language", "Language"),
)
_HEADERS = {c.name: c.written[0] for c in COLUMNS}
_USUAL = {
    Kind.COMMITMENT: Strength.INTENTION,
    Kind.RECOMMENDATION: Strength.RECOMMENDATION,
    Kind.PRINCIPLE: Strength.OPTIONAL,
    Kind.FINDING: Strength.OPTIONAL,
}
_KINDS = {compared(word): Kind(value) for value, label in choices.KINDS for word in (value, label)}
_STRENGTHS = {
    compared(word): Strength(value) for value, label in choices.STRENGTHS for word in (value, label)
}
_DOCUMENT_KINDS = {
    compared(word): value for value, label in choices.DOCUMENT_KINDS for word in (value, label)
}
_LANGUAGES = {compared(word): value for value, label in choices.LANGUAGES for word in (value, label)}


def parsed(table: Table, known: Known) -> Parsed:
    """Every document that the sheet names, with its provisions."""
    ours = labels(known.vocabulary)
    read_rows = list(cells(table, COLUMNS))
    american = cell.month_first(
        r[c] for r in read_rows if isinstance(r, Cells) for c in ("due", "document_date")
    )
    papers: dict[str, Paper] = {}
    items: dict[str, Item] = {}
    faulty: list[Fault] = []
    skipped = 0
    for read in read_rows:
        if isinstance(read, Fault):
            faulty.append(read)
        elif read.blank or read["document"].startswith(EXAMPLE):
            skipped += 1
        elif fault := _fault(read, american, ours) or _twice(read, items):
            faulty.append(fault)
        else:
            paper = _paper(read, american)
            papers.setdefault(paper.origin, paper)
            item = _item(read, papers[paper.origin], american, known, ours)
            items[item.key] = item
    return Parsed(KEY, len(read_rows), skipped, papers, tuple(items.values()), tuple(faulty))


def _fault(read: Cells, american: bool, ours: Mapping) -> Fault | None:
    for name in ("document", "text"):
        if not compared(read[name]):
            return empty(read.row, _HEADERS[name])
    for name, table, mend in (
        ("kind", _KINDS, sentence("Choose one from the list in the cell.")),
        ("strength", _STRENGTHS, sentence("Choose one from the list in the cell.")),
        ("document_kind", _DOCUMENT_KINDS, sentence("Choose one from the list in the cell.")),
        ("language", _LANGUAGES, sentence("Write the code of the language, such as en or fr.")),
        (
            "themes",
            ours.themes,
            sentence("Use words of the list of themes, parted by semicolons."),
        ),
        (
            "groups",
            ours.groups,
            sentence("Use words of the list of groups, parted by semicolons."),
        ),
    ):
        for value in _listed(read[name]):
            if compared(value) not in table:
                return Fault(read.row, _HEADERS[name], sentence("This word is not known here."), mend, value)
    for name in ("due", "document_date"):
        if read[name] and cell.day(read[name], american=american) is None:
            return Fault(
                read.row,
                _HEADERS[name],
                sentence("This is not a date."),
                sentence("Write it as 2031-05-04."),
                read[name],
            )
    return None


def _twice(read: Cells, items: dict[str, Item]) -> Fault | None:
    if _key(read) not in items:
        return None
    column = "key" if read["key"] else "number" if read["number"] else "text"
    return Fault(
        read.row,
        _HEADERS[column],
        sentence("This stands twice in the sheet."),
        sentence("Give each row a key or a number of its own, or take one of them out."),
        read[column],
    )


def _key(read: Cells) -> str:
    if read["key"]:
        return f"key:{read['key']}"[:200]
    own = read["number"] or hashlib.sha256(compared(read["text"]).encode()).hexdigest()[:32]
    return f"{_named(read['document'])[:150]}:{own}"[:200]


def _named(title: str) -> str:
    return compared(title).replace(" ", "-")


def _listed(value: str) -> tuple[str, ...]:
    return cell.several(re.sub(r"[;؛；]", "\n", value))


def _paper(read: Cells, american: bool) -> Paper:
    title = cell.folded(read["document"])
    kind = _DOCUMENT_KINDS.get(compared(read["document_kind"]), "other")
    return Paper(
        origin=f"{KEY}:{_named(title)}"[:200],
        title=title[:500],
        kind=kind,
        issuers=tuple(name[:300] for name in _listed(read["document_issuers"])),
        issued_on=cell.day(read["document_date"], american=american),
        language=_LANGUAGES.get(compared(read["language"]), "en"),
        place=cell.folded(read["place"])[:200],
        slug=title if title == _named(title) else "",
    )


def _item(read: Cells, paper: Paper, american: bool, known: Known, ours: Mapping) -> Item:
    text = cell.folded(read["text"])
    stated = (*_listed(read["themes"]), *_listed(read["groups"]))
    themes, groups = ours.themes_of(_listed(read["themes"])), ours.groups_of(_listed(read["groups"]))
    if not stated:
        themes, groups = known.tagged(text, paper.language, themes, groups)
    kind = _KINDS.get(compared(read["kind"]), Kind.RECOMMENDATION)
    facts: dict[str, Any] = {"position": cell.folded(read["response"]), "other": read.other}
    return Item(
        key=_key(read),
        origin=paper.origin,
        row=read.row,
        text=text,
        kind=kind,
        strength=_STRENGTHS.get(compared(read["strength"]), _USUAL[kind]),
        label=cell.folded(read["number"])[:200],
        section=tuple(s[:300] for part in read["section"].split(">") if (s := cell.folded(part))),
        issuers=tuple(name[:300] for name in _listed(read["issuers"])) or paper.issuers,
        addressees=tuple(name[:300] for name in _listed(read["addressees"])),
        deadline_text=cell.folded(read["deadline"])[:300],
        deadline_due=cell.day(read["due"], american=american),
        themes=themes,
        groups=groups,
        stated=stated,
        facts={name: value for name, value in facts.items() if value},
    )
