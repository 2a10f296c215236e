"""The Universal Human Rights Index's export, as XLSX and as JSON, with both spellings of its headers.

Every annotation has an identity. One document stands for each body, set of countries and symbol.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date
from typing import Any

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake import cells as cell
from koinon.register.engine.intake.columns import Cells, cells, column
from koinon.register.engine.intake.items import Fault, Item, Paper, Parsed, empty
from koinon.register.engine.intake.knowledge import Known, Mapping, body_name, session_ends, uhri
from koinon.register.engine.intake.tables import Table, decoded

KEY, NAME = "uhri", "a UHRI export"
COLUMNS = (
    column("id", "OHCHR Annotation Id", "AnnotationId", needed=True),
    column("text", "Text", needed=True),
    column("countries", "Countries Concerned", "Countries", needed=True),
    column("regions", "Regions Concerned", "Regions"),
    column("body", "Reccomending Body", "Recommending Body", "Body", needed=True),
    column("type", "Type", "AnnotationType"),
    column("symbol", "Document Symbol", "Symbol", needed=True),
    column("published", "Document Publication Date", "PublicationDate"),
    column("themes", "Themes"),
    column("persons", "Affected Persons", "AffectedPersons"),
    column("sdgs", "Sdgs", "SDGs"),
    column("session", "UPR Session", "UprSession"),
    column("states", "UPR Reccomending States", "UPR Recommending States", "UprRecommendingStates"),
    column("position", "UPR Position", "UprPosition"),
    column("headings", "SectionHeadings", "Section Headings"),
)
CHECKED = (("id", "OHCHR Annotation Id"), ("text", "Text"), ("countries", "Countries Concerned"),
           ("body", "Reccomending Body"), ("symbol", "Document Symbol"))  # fmt: skip


def from_json(name: str, data: bytes) -> Table:
    """A JSON export as a table: one row an annotation, lists as lines. Rows count from 1."""
    try:
        value = json.loads(decoded(name, data))
    except (ValueError, RecursionError) as error:
        raise Refused(
            "register.intake.json",
            "{file} is not whole JSON: download it again; it was probably cut off.",
            file=name,
        ) from error
    if isinstance(value, dict):
        value = next((inner for inner in value.values() if isinstance(inner, list)), None)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise Refused(
            "register.intake.json_list",
            "{file} is JSON, but no list of annotations: export it from the index as JSON.",
            file=name,
        )
    header = tuple(dict.fromkeys(key for row in value for key in row))
    return Table(
        name, header, tuple((n, tuple(_lines(r.get(key)) for key in header)) for n, r in enumerate(value, 1))
    )


def _lines(value: Any) -> str:
    if isinstance(value, list):
        return "\n".join(_lines(inner) for inner in value)
    if isinstance(value, dict):
        return cell.folded(" ".join(_lines(inner) for inner in value.values()))
    return cell.text_of(value)


def parsed(table: Table, known: Known) -> Parsed:
    """Every document of an export with its recommendations and concerns."""
    names = uhri(known.vocabulary)
    read_rows = list(cells(table, COLUMNS))
    american = cell.month_first(r["published"] for r in read_rows if isinstance(r, Cells))
    papers: dict[str, Paper] = {}
    items: dict[str, Item] = {}
    faulty: list[Fault] = []
    skipped = 0
    for read in read_rows:
        if isinstance(read, Cells) and read.blank:
            skipped += 1
            continue
        fault = read if isinstance(read, Fault) else _fault(read, american, items)
        if fault or isinstance(read, Fault):
            faulty.append(fault or read)  # type: ignore[arg-type]
            continue
        issued = cell.day(read["published"], american=american)
        paper = _paper(read, issued, known)
        papers.setdefault(paper.origin, paper)
        items[read["id"]] = _item(read, paper, known, names)
    return Parsed(KEY, len(read_rows), skipped, papers, tuple(items.values()), tuple(faulty))


def _fault(read: Cells, american: bool, items: dict[str, Item]) -> Fault | None:
    for name, header in CHECKED:
        if not read[name]:
            return empty(read.row, header)
    if read["id"] in items:
        return Fault(
            read.row,
            "OHCHR Annotation Id",
            sentence("This identity stands twice in the file."),
            sentence("Take one of the rows out."),
            read["id"],
        )
    if len(read["id"]) > 200:
        return Fault(
            read.row,
            "OHCHR Annotation Id",
            sentence("This is no identity."),
            sentence("Export the file anew."),
            read["id"],
        )
    if read["published"] and cell.day(read["published"], american=american) is None:
        return Fault(
            read.row,
            "Document Publication Date",
            sentence("This is not a date."),
            sentence("Write it as 2014-02-07."),
            read["published"],
        )
    if read["session"] and cell.session(read["session"]) is None:
        return Fault(
            read.row,
            "UPR Session",
            sentence("This is not the number of a session."),
            sentence("Write the number alone, such as 18."),
            read["session"],
        )
    if not cell.folded(cell.numbered(read["text"])[1]):
        return empty(read.row, "Text")
    return None


def _paper(read: Cells, issued: date | None, known: Known) -> Paper:
    code = _one(read["body"])
    countries = cell.several(read["countries"])
    whose = "+".join(sorted(known.code(c) for c in countries))
    symbol = cell.folded(_one(read["symbol"]))
    number = cell.session(read["session"]) if read["session"] else None
    named = ", ".join(countries) if len(countries) < 5 else f"{', '.join(countries[:3])} …"
    if code.upper() == "UPR":
        part = f", session {number}" if number else ""
        title = f"Universal Periodic Review of {named}{part} ({symbol})"
    else:
        title = f"{body_name(code)}: {named} ({symbol})"
    return Paper(
        origin=f"{KEY}:{code.casefold()}:{whose}:{symbol}"[:200],
        title=title[:500],
        kind="review-outcome",
        issuers=(body_name(code),),
        issued_on=issued or (session_ends(number) if number else None),
    )


def _one(value: str) -> str:
    return next(iter(cell.several(value)), "")


def _item(read: Cells, paper: Paper, known: Known, names: Mapping) -> Item:
    label, words = cell.numbered(read["text"])
    text = cell.folded(words)
    themes_said, persons = cell.several(read["themes"]), cell.several(read["persons"])
    themes, groups = known.tagged(
        text,
        "en",
        names.themes_of(themes_said),
        tuple(dict.fromkeys((*names.groups_of(persons), *names.groups_of(themes_said)))),
    )
    concern = "concern" in read["type"].casefold() and "recommend" not in read["type"].casefold()
    states = cell.several(read["states"])
    return Item(
        key=read["id"],
        origin=paper.origin,
        row=read.row,
        text=text,
        kind=Kind.FINDING if concern else Kind.RECOMMENDATION,
        strength=Strength.OPTIONAL if concern else Strength.RECOMMENDATION,
        label=label[:200],
        section=tuple(h[:300] for h in cell.several(read["headings"])),
        issuers=tuple(s[:300] for s in states) or paper.issuers,
        addressees=tuple(c[:300] for c in cell.several(read["countries"])),
        themes=themes,
        groups=groups,
        facts=_facts(read, themes_said, persons),
    )


def _facts(read: Cells, themes: Iterable[str], persons: Iterable[str]) -> dict[str, Any]:
    number = cell.session(read["session"]) if read["session"] else None
    facts: dict[str, Any] = {
        "position": _one(read["position"]),
        "type": _one(read["type"]),
        "symbol": cell.folded(_one(read["symbol"])),
        "session": str(number or ""),
        "issues": list(themes),
        "persons": list(persons),
        "sdgs": list(cell.several(read["sdgs"])),
        "regions": list(cell.several(read["regions"])),
        "body": _one(read["body"]),
        "annotation": read["id"],
        "other": read.other,
    }
    return {name: value for name, value in facts.items() if value}
