"""Wordings from a spreadsheet: the number of each provision and its text, one row each."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.register.engine.intake.cells import folded
from koinon.register.engine.intake.columns import Cells, cells, column, missing, recognised
from koinon.register.engine.intake.items import Fault
from koinon.register.engine.intake.tables import Table, opened

LONGEST = 20_000  # characters of one wording
NUMBER, TEXT = "Number", "Wording"
COLUMNS = (
    column("number", NUMBER, "No.", "Provision", needed=True),
    column("text", TEXT, "Translation", "Text", needed=True),
)
_FORMULA = ("'=", "'+", "'-", "'@", "'＝", "'＋", "'－", "'＠")  # as our own sheets guard such a beginning


@dataclass(frozen=True, slots=True)
class Wordings:
    """What a sheet holds: texts by the provision's number, and the rows that cannot be taken."""

    texts: Mapping[int, str]
    faults: tuple[Fault, ...]


def table_of(name: str, data: bytes) -> Table:
    """A file opened as a table with the columns of a sheet of wordings."""
    table = opened(name, data, lambda row: len(recognised(row, COLUMNS)))
    if lacking := missing(table.header, COLUMNS):
        raise Refused(
            "register.wordings.columns",
            "{file} lacks the columns {missing}: fill in the sheet that this page offers.",
            file=name,
            missing=", ".join(lacking),
        )
    return table


def wordings(table: Table, numbers: Collection[int]) -> Wordings:
    """The wordings of a table for the provisions of those numbers; rows left empty are passed over."""
    texts: dict[int, str] = {}
    faults = []
    for read in cells(table, COLUMNS):
        found = read if isinstance(read, Fault) else next(_faults(read, numbers, texts), None)
        if found:
            faults.append(found)
        elif isinstance(read, Cells) and read["text"].strip():
            texts[int(read["number"])] = _bare(read["text"])
    return Wordings(texts, tuple(faults))


def _bare(text: str) -> str:
    return folded(text[1:] if text.startswith(_FORMULA) else text)


def _faults(read: Cells, numbers: Collection[int], texts: Mapping[int, str]) -> Iterator[Fault]:
    """What is wrong with a row that holds a wording."""
    written, text = read["number"].strip(), read["text"]
    if not text.strip():
        return
    if not written.isdecimal() or len(written) > 9:
        yield Fault(
            read.row,
            NUMBER,
            sentence("“{value}” is not a number.", value=written[:40]),
            sentence("Write the number of the provision as the downloaded sheet has it."),
            written,
        )
    elif int(written) not in numbers:
        yield Fault(
            read.row,
            NUMBER,
            sentence("The document has no provision {number}.", number=int(written)),
            sentence("Download the sheet anew and copy your wordings into it."),
            written,
        )
    elif int(written) in texts:
        yield Fault(
            read.row,
            NUMBER,
            sentence("Provision {number} stands in an earlier row already.", number=int(written)),
            sentence("Keep one of the two rows."),
            written,
        )
    elif len(text) > LONGEST:
        yield Fault(
            read.row,
            TEXT,
            sentence("The wording has more than {most} characters.", most=LONGEST),
            sentence("Give each provision its own row."),
            text,
        )
