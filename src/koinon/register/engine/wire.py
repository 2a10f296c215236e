"""A reading as it travels: the JSON object and the flat rows that `koinon read` and the API give out."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator
from typing import Any

from koinon.register.engine.documents import Deadline, Provision, Reading

COLUMNS = (
    *("file", "title", "issuers", "date", "place", "language"),
    *("label", "section", "kind", "strength", "issuer", "addressees", "mentions", "parties"),
    *("deadline", "from", "due", "themes", "groups", "text", "start", "end", "page", "why"),
)
BETWEEN = " | "


def as_json(reading: Reading) -> dict[str, Any]:
    """The reading as plain JSON values; dates in ISO 8601, offsets in code points of the extract."""
    return {
        "file": reading.file,
        "title": reading.title,
        "issuers": list(reading.issuers),
        "date": reading.date.isoformat() if reading.date else None,
        "place": reading.place,
        "language": reading.language,
        "provisions": [provision_as_json(p) for p in reading.provisions],
    }


def provision_as_json(provision: Provision) -> dict[str, Any]:
    """One provision as plain JSON values."""
    return {
        "label": provision.label,
        "section": list(provision.section),
        "kind": provision.kind.value,
        "strength": provision.strength.value,
        "issuer": provision.issuer,
        "addressees": [
            {"name": a.name, "mention": a.mention, "party": a.party} for a in provision.addressees
        ],
        "deadline": _deadline(provision.deadline),
        "themes": list(provision.themes),
        "groups": list(provision.groups),
        "text": provision.text,
        "start": provision.start,
        "end": provision.end,
        "page": provision.page,
        "why": list(provision.why),
    }


def json_text(value: object) -> str:
    """JSON with two spaces of indent, every script readable, a line turn at the end."""
    return json.dumps(value, ensure_ascii=False, indent=2) + "\n"


def csv_text(readings: Iterable[Reading]) -> str:
    """One row a provision under `COLUMNS`; several values in a cell stand between bars."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for reading in readings:
        writer.writerows(_rows(reading))
    return out.getvalue()


def _rows(reading: Reading) -> Iterator[list[str | int | None]]:
    day = reading.date.isoformat() if reading.date else None
    head = [reading.file, reading.title, BETWEEN.join(reading.issuers), day, reading.place, reading.language]
    for p in reading.provisions:
        due = _deadline(p.deadline) or {}
        cells: list[str | int | None] = [
            *head,
            *(p.label, BETWEEN.join(p.section), p.kind.value, p.strength.value, p.issuer),
            BETWEEN.join(a.name for a in p.addressees),
            BETWEEN.join(a.mention for a in p.addressees),
            BETWEEN.join(a.party or "" for a in p.addressees) if any(a.party for a in p.addressees) else "",
            *(due.get("text"), due.get("from"), due.get("due")),
            *(BETWEEN.join(p.themes), BETWEEN.join(p.groups), p.text, p.start, p.end, p.page),
            BETWEEN.join(p.why),
        ]
        yield [harmless(cell) if isinstance(cell, str) else cell for cell in cells]


def harmless(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula (an apostrophe before = + - @ tab and CR)."""
    return f"'{cell}" if cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _deadline(deadline: Deadline | None) -> dict[str, str | None] | None:
    if deadline is None:
        return None
    return {
        "text": deadline.text,
        "from": deadline.start.isoformat() if deadline.start else None,
        "due": deadline.due.isoformat() if deadline.due else None,
    }
