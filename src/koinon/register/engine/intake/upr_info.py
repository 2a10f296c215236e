"""UPR Info's recommendations: one row for each recommending State, with no identity of its own.

Rows of one review with the same words are one provision with several recommenders; a row of a State to
itself is a voluntary pledge. Columns as in the data set that UPR Info publishes for download.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import Any

from koinon.kernel.directory import folded as compared
from koinon.kernel.sentences import sentence
from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake import cells as cell
from koinon.register.engine.intake.columns import Cells, cells, column
from koinon.register.engine.intake.items import Fault, Item, Paper, Parsed, empty
from koinon.register.engine.intake.knowledge import COUNCIL, Known, Mapping, mapping, session_ends
from koinon.register.engine.intake.tables import Table

KEY, NAME = "upr-info", "a UPR Info file"
COLUMNS = (
    column("to", "To", "State under review", "SuR", needed=True),
    column("to_group", "To-Rgrp", "SuR regional group"),
    column("to_bodies", "To-Org", "SuR organisations"),
    column("text", "Text", "Recommendation", needed=True),
    column("by", "From", "Recommending State", "RS", needed=True),
    column("by_group", "From-Rgrp", "RS regional group"),
    column("by_bodies", "From-Org", "RS organisations"),
    column("response", "Response"),
    column("action", "Action", "Action category"),
    column("issue", "Issue", "Issues"),
    column("session", "Session", needed=True),
)


def parsed(table: Table, known: Known) -> Parsed:
    """Every review of a file, its recommendations and pledges."""
    issues = mapping("upr_issues.tsv", known.vocabulary)
    faulty: list[Fault] = []
    together: dict[tuple[str, int, str], list[Cells]] = {}
    rows = skipped = 0
    for read in cells(table, COLUMNS):
        rows += 1
        if isinstance(read, Fault):
            faulty.append(read)
        elif read.blank:
            skipped += 1
        elif fault := _fault(read):
            faulty.append(fault)
        else:
            number = cell.session(read["session"]) or 0
            key = (known.code(read["to"]), number, compared(read["text"]))
            together.setdefault(key, []).append(read)
    papers: dict[str, Paper] = {}
    items = []
    for (state, number, words), members in together.items():
        paper = _paper(members[0]["to"], state, number)
        papers.setdefault(paper.origin, paper)
        items.append(_item(paper, state, number, words, members, known, issues))
    return Parsed(KEY, rows, skipped, papers, tuple(items), tuple(faulty))


def _fault(read: Cells) -> Fault | None:
    for name, header in (("to", "To"), ("text", "Text"), ("session", "Session")):
        if not read[name]:
            return empty(read.row, header)
    if not read["by"] and not _says_pledge(read):
        return empty(read.row, "From")
    if cell.session(read["session"]) is None:
        return Fault(
            read.row,
            "Session",
            sentence("This is not the number of a session."),
            sentence("Write the number alone, such as 18."),
            read["session"],
        )
    if not compared(read["text"]):
        return Fault(
            read.row,
            "Text",
            sentence("This text has no words."),
            sentence("Write the recommendation out, or take the row out."),
            read["text"],
        )
    return None


def _says_pledge(read: Cells) -> bool:
    return "pledge" in f"{read['response']} {read['action']}".casefold()


def _paper(named: str, state: str, number: int) -> Paper:
    return Paper(
        origin=f"{KEY}:{state}:{number}"[:200],
        title=f"Universal Periodic Review of {named}, session {number}"[:500],
        kind="review-outcome",
        issuers=(COUNCIL,),
        issued_on=session_ends(number),
    )


def _item(
    paper: Paper, state: str, number: int, words: str, members: list[Cells], known: Known, issues: Mapping
) -> Item:
    first = members[0]
    pledged = all(_says_pledge(m) or known.code(m["by"]) == state for m in members)
    text = cell.folded(first["text"])
    given = tuple(dict.fromkeys(i for m in members for i in cell.several(m["issue"], commas=True)))
    themes, groups = known.tagged(text, "en", issues.themes_of(given), issues.groups_of(given))
    return Item(
        key=f"{state}:{number}:{hashlib.sha256(words.encode()).hexdigest()[:32]}"[-200:],
        origin=paper.origin,
        row=first.row,
        text=text,
        kind=Kind.COMMITMENT if pledged else Kind.RECOMMENDATION,
        strength=Strength.INTENTION if pledged else Strength.RECOMMENDATION,
        issuers=tuple(dict.fromkeys(m["by"] or m["to"] for m in members)),
        addressees=(first["to"],),
        themes=themes,
        groups=groups,
        facts=_facts(members, number, given),
    )


def _facts(members: list[Cells], number: int, issues: Iterable[str]) -> dict[str, Any]:
    first = members[0]
    facts: dict[str, Any] = {
        "position": _united(m["response"] for m in members),
        "action": _united(m["action"] for m in members),
        "issues": list(issues),
        "session": str(number),
        "group": first["to_group"],
        "bodies": list(cell.several(first["to_bodies"], commas=True)),
        "from": _recommenders(members),
    }
    for member in members:
        for header, value in member.other.items():
            facts.setdefault("other", {}).setdefault(header, value)
    return {name: value for name, value in facts.items() if value}


def _recommenders(members: list[Cells]) -> list[dict[str, Any]]:
    found = {
        m["by"]: {
            "name": m["by"],
            "group": m["by_group"],
            "bodies": list(cell.several(m["by_bodies"], commas=True)),
        }
        for m in members
        if m["by"]
    }
    return [found[name] for name in sorted(found)]


def _united(values: Iterable[str]) -> str:
    """The distinct values of several rows; where they differ, all of them."""
    return "; ".join(dict.fromkeys(value for value in values if value))
