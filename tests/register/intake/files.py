"""Small files in the published layouts; states, bodies and words are invented."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

UPR_HEADER = (
    "To", "To-Rgrp", "To-Org", "Text", "From", "From-Rgrp", "From-Org", "Response", "Action", "Issue",
    "Session",
)  # fmt: skip
UHRI_HEADER = (
    "Text", "Countries Concerned", "Regions Concerned", "Reccomending Body", "Type", "Document Symbol",
    "Document Publication Date", "Themes", "Affected Persons", "Sdgs", "UPR Session",
    "UPR Reccomending States", "UPR Position", "OHCHR Annotation Id",
)  # fmt: skip
IMPACT_HEADER = ("framework_id", "reference", "title", "description", "response", "support_level")


def upr(
    text: str = "Ratify the Convention of Harbour",
    by: str = "Sundara",
    to: str = "Velmark",
    *,
    response: str = "Accepted",
    action: str = "5",
    issue: str = "International instruments",
    session: object = 18,
) -> list[object]:
    """One row as UPR Info has it."""
    return [to, "Asia", "LLH, OHS", text, by, "EEG", "LLH", response, action, issue, session]


def upr_file(
    *rows: Sequence[object], end: str = "\r", encoding: str = "mac_roman", separator: str = ","
) -> bytes:
    """A UPR Info file, with line ends and an encoding as in the published ones."""
    return separated([UPR_HEADER, *rows], end=end, encoding=encoding, separator=separator)


def separated(
    rows: Iterable[Sequence[object]], *, end: str = "\n", encoding: str = "utf-8", separator: str = ","
) -> bytes:
    """Rows as CSV."""
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=end, delimiter=separator).writerows(rows)
    return out.getvalue().encode(encoding)


def uhri(
    identity: str = "a-1",
    text: str = "124.38 Protect those who report (Sundara);",
    *,
    country: str = "- Velmark",
    body: str = "- UPR",
    kind: str = "- Recommendations",
    symbol: str = "- A/HRC/26/99",
    day: object = 41800,
    session: str = "- 18 Session",
    states: str = "- Sundara\n- Orlund",
    position: str = "- Supported",
) -> list[object]:
    """One row as the export of the Universal Human Rights Index has it."""
    return [
        text, country, "- Asia", body, kind, symbol, day,
        "- Ratification of & accession to international instruments\n- Death penalty",
        "- Women", "- 5 - GENDER EQUALITY\n- 16 - PEACE, JUSTICE AND STRONG INSTITUTIONS",
        session, states, position, identity,
    ]  # fmt: skip


def workbook(*rows: Sequence[object], header: Sequence[object] = UHRI_HEADER, above: int = 0) -> bytes:
    """Rows as XLSX, the header below `above` other rows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True}) as book:
        sheet = book.add_worksheet()
        for n in range(above):
            sheet.write(n, 0, "An invented export")
        for n, row in enumerate([header, *rows], start=above):
            sheet.write_row(n, 0, row)
    return out.getvalue()


def uhri_json(*objects: dict[str, Any]) -> bytes:
    """Annotations as the index's JSON."""
    return json.dumps([annotation(**given) for given in objects]).encode()


def annotation(**given: Any) -> dict[str, Any]:
    """One annotation of the JSON export."""
    return {
        "AnnotationId": "a-1",
        "Symbol": "CRC/C/VEL/CO/3",
        "PublicationDate": "2014-07-02",
        "Body": "CRC",
        "AnnotationType": "Concerns/Observations",
        "Countries": ["Velmark"],
        "Regions": ["Asia"],
        "Themes": ["Death penalty"],
        "AffectedPersons": ["Children"],
        "Sdgs": ["16"],
        "Text": "12. The Committee is concerned about the islands.",
        "SectionHeadings": "Main areas of concern",
        "UprSession": None,
        "UprRecommendingStates": [],
        "UprPosition": None,
        **given,
    }
