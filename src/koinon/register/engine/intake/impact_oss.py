"""IMPACT OSS's recommendation CSV: identity is framework and reference; relations come as further columns."""

from __future__ import annotations

from typing import Any

from koinon.kernel.sentences import sentence
from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake import cells as cell
from koinon.register.engine.intake.columns import Cells, cells, column
from koinon.register.engine.intake.items import Fault, Item, Paper, Parsed, empty
from koinon.register.engine.intake.knowledge import Known, labels
from koinon.register.engine.intake.tables import Table

KEY, NAME = "impact-oss", "an IMPACT OSS file"
COLUMNS = (
    column("framework", "framework_id", needed=True),
    column("reference", "reference", needed=True),
    column("title", "title", needed=True),
    column("description", "description"),
    column("response", "response"),
    column("support", "support_level"),
    column("actions", "action-reference", "actions-reference"),
    column("indicators", "indicator-reference", "indicators-reference"),
    column("categories", "category-short-title", "categories-short-title"),
)
SUPPORT = {"0": "Noted", "1": "Supported in part", "2": "Supported"}


def parsed(table: Table, known: Known) -> Parsed:
    """One document a framework, its recommendations by reference."""
    ours = labels(known.vocabulary)
    papers: dict[str, Paper] = {}
    items: dict[str, Item] = {}
    faulty: list[Fault] = []
    rows = skipped = 0
    for read in cells(table, COLUMNS):
        rows += 1
        if isinstance(read, Fault):
            faulty.append(read)
            continue
        if read.blank:
            skipped += 1
            continue
        key = f"{read['framework']}:{read['reference']}"
        if fault := _fault(read, key, items):
            faulty.append(fault)
            continue
        origin = f"{KEY}:{read['framework']}"[:200]
        title = f"Recommendations of framework {read['framework']}, from IMPACT OSS"[:500]
        papers.setdefault(origin, Paper(origin, title, "recommendation-paper"))
        text = cell.folded(f"{read['title']}\n{read['description']}")
        said = cell.several(read["categories"], commas=True)
        themes, groups = known.tagged(text, "en", ours.themes_of(said), ours.groups_of(said))
        items[key] = Item(
            key=key,
            origin=origin,
            row=read.row,
            text=text,
            kind=Kind.RECOMMENDATION,
            strength=Strength.RECOMMENDATION,
            label=read["reference"][:200],
            themes=themes,
            groups=groups,
            facts=_facts(read),
        )
    return Parsed(KEY, rows, skipped, papers, tuple(items.values()), tuple(faulty))


def _fault(read: Cells, key: str, items: dict[str, Item]) -> Fault | None:
    for name, header in (("framework", "framework_id"), ("reference", "reference"), ("title", "title")):
        if not cell.folded(read[name]):
            return empty(read.row, header)
    if len(key) > 190:
        return Fault(
            read.row,
            "reference",
            sentence("This reference is too long."),
            sentence("Shorten it to 100 characters."),
            key,
        )
    if key in items:
        return Fault(
            read.row,
            "reference",
            sentence("This reference stands twice in its framework."),
            sentence("Give each recommendation a reference of its own."),
            read["reference"],
        )
    if read["support"] and read["support"] not in SUPPORT:
        return Fault(
            read.row,
            "support_level",
            sentence("This is not a level of support."),
            sentence("Write 0 for noted, 1 for supported in part, 2 for supported."),
            read["support"],
        )
    return None


def _facts(read: Cells) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "position": SUPPORT.get(read["support"], ""),
        "response": cell.folded(read["response"]),
        "framework": read["framework"],
        "issues": list(cell.several(read["categories"], commas=True)),
        "actions": list(cell.several(read["actions"], commas=True)),
        "indicators": list(cell.several(read["indicators"], commas=True)),
        "other": read.other,
    }
    return {name: value for name, value in facts.items() if value}
