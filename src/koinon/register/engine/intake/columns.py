"""Which column is which, however its header is spelt; what is missing is told in one sentence."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.register.engine.intake.items import Fault
from koinon.register.engine.intake.tables import Table

_SIGNS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a format: its name in the program, and the headers it is known by, the usual one first."""

    name: str
    written: tuple[str, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Cells:
    """One row of a table: known cells by the column's name, and those of columns that no format knows."""

    row: int
    known: dict[str, str]
    other: dict[str, str]

    def __getitem__(self, name: str) -> str:
        return self.known.get(name, "")

    @property
    def blank(self) -> bool:
        """Whether nothing stands in the row at all."""
        return not any(self.known.values()) and not any(self.other.values())


def column(name: str, *written: str, needed: bool = False) -> Column:
    """A column known by its own name and others."""
    return Column(name, written, needed)


def said(header: str) -> str:
    """A header as it is compared: letters and figures only, in lower case."""
    return _SIGNS.sub(" ", header.casefold()).strip()


def recognised(header: Sequence[str], columns: Sequence[Column]) -> dict[int, Column]:
    """Which cell of a header is which column; the first of two with the same name counts."""
    known = {said(written): column for column in columns for written in column.written}
    found: dict[int, Column] = {}
    for at, cell in enumerate(header):
        meant = known.get(said(cell))
        if meant and meant not in found.values():
            found[at] = meant
    return found


def missing(header: Sequence[str], columns: Sequence[Column]) -> list[str]:
    """The usual headers of the needed columns that a header lacks."""
    held = set(recognised(header, columns).values())
    return [c.written[0] for c in columns if c.needed and c not in held]


def lacking(table: Table, called: str, columns: Sequence[Column], looks: str) -> Refused:
    """The one refusal of a file that is not in the format; `looks` names the format it seems to be in."""
    facts = {
        "file": table.name,
        "format": called,
        "missing": ", ".join(missing(table.header, columns)),
        "found": ", ".join(c for c in table.header if c)[:300],
        "looks": looks,
    }
    if looks:
        return Refused(
            "register.intake.other_format",
            "{file} is not {format}: the columns {missing} are missing. It looks like {looks}: choose that.",
            **facts,
        )
    return Refused(
        "register.intake.columns",
        "{file} is not {format}: the columns {missing} are missing. It has the columns {found}: give the "
        "file as it was exported, with its header.",
        **facts,
    )


def cells(table: Table, columns: Sequence[Column]) -> Iterator[Cells | Fault]:
    """Every row by columns; one with more cells than the header is a fault."""
    meant = recognised(table.header, columns)
    width = len(table.header)
    others = [at for at, header in enumerate(table.header) if header and at not in meant]
    for number, row in table.rows:
        if len(row) > width and any(row[width:]):
            yield Fault(
                number,
                table.header[-1],
                sentence("This row has more cells than the header."),
                sentence("Put quotation marks around a text with a separator in it, or save it as XLSX."),
                " … ".join(cell for cell in row[width:] if cell),
            )
            continue
        get = row.__getitem__
        yield Cells(
            number,
            {column.name: get(at) for at, column in meant.items() if at < len(row)},
            {table.header[at]: get(at) for at in others if at < len(row) and get(at)},
        )
