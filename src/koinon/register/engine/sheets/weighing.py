"""A sheet that came back, weighed row by row against what stands: changed, unchanged, or refused and why."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from koinon.kernel.directory import Directory
from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.register.engine.content import Content
from koinon.register.engine.intake import tables
from koinon.register.engine.sheets import columns
from koinon.register.engine.sheets.columns import Dictionary, Faulty, Words

MOST_ROWS = 20_000
LONGEST_REASON = 2_000  # characters
Key = tuple[str, int]


class Fate(StrEnum):
    """What becomes of a row."""

    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True)
class Line:
    """A row as it came: its number as the spreadsheet shows it, and its cells by column."""

    row: int
    cells: Mapping[str, str]

    @property
    def key(self) -> Key | None:
        """The document's slug and the provision's number, None where they cannot be read."""
        number = whole(self.cells.get("number", ""))
        slug = self.cells.get("document", "").strip()
        return (slug, number) if slug and number is not None else None


@dataclass(frozen=True)
class Standing:
    """A provision as it stands now, as one person may see and change it.

    `fixed`: what stands in the columns that nobody types. `barred`: why this person may not change it.
    `past`: how it stood at earlier revisions.
    """

    revision: int
    content: Content
    fixed: Mapping[str, str]
    published: bool
    barred: Sentence | None = None
    past: Mapping[int, Content] = field(default_factory=dict)


@dataclass(frozen=True)
class Cell:
    """A cell that differs: what stood there when the sheet was made, what was written into it.

    `theirs` is what someone else put there meanwhile, where that differs from both.
    """

    column: str
    before: Words
    after: Words
    theirs: Words | None = None


@dataclass(frozen=True)
class Problem:
    """Why a row is refused, and where."""

    column: str
    said: Sentence


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row. `ignored`: cells of columns that cannot be changed, and were."""

    line: Line
    fate: Fate
    standing: Standing | None = None
    changes: tuple[Cell, ...] = ()
    problems: tuple[Problem, ...] = ()
    ignored: tuple[Cell, ...] = ()
    content: Content | None = None
    reason: str = ""


def placed(
    name: str, data: bytes, column: Callable[[str], str | None], strange: Callable[..., Refused]
) -> tuple[tables.Table, dict[str, int]]:
    """The table of a file that has most of the columns, and where each of these first stands.

    `column` tells which one a heading names; `strange` makes the refusal of a file that has none of them.
    """
    try:
        table = tables.opened(name, data, lambda row: len({column(cell) for cell in row} - {None}))
    except Refused as refusal:
        if refusal.code != tables.NO_HEADER:
            raise
        raise strange(**refusal.data) from refusal
    places: dict[str, int] = {}
    for at, heading in enumerate(table.header):
        if named := column(heading):
            places.setdefault(named, at)
    return table, places


def lines(name: str, data: bytes, dictionary: Dictionary) -> list[Line]:
    """The rows of a file, of whatever sheet of it has the columns of provisions; blank ones left out."""

    def strange(**found: object) -> Refused:
        return Refused(
            "register.sheets.columns",
            "{file} has none of the columns of a sheet of provisions in its first {most} rows; it begins "
            "with: {found}. Download the sheet, fill that in, and leave its columns as they are.",
            **found,
        )

    table, places = placed(name, data, dictionary.column, strange)
    missing = [key for key in columns.KEYS if key not in places]
    if missing:
        raise Refused(
            "register.sheets.columns",
            "{file} lacks the columns {missing}, by which a row is known: download the sheet again and "
            "leave these columns as they are.",
            file=name,
            missing=missing,
        )
    found = [
        Line(number, {column: row[at] for column, at in places.items() if at < len(row)})
        for number, row in table.rows
        if any(row) and dictionary.column(row[places["document"]]) != "document"
    ]
    found = [line for line in found if any(line.cells.values())]
    if len(found) > MOST_ROWS:
        raise Refused(
            "register.sheets.rows",
            "{file} has {rows} rows, {most} is the most at a time: split it.",
            file=name,
            rows=len(found),
            most=MOST_ROWS,
        )
    return found


def whole(cell: str) -> int | None:
    """A whole number, however a program wrote it ("3", "3.0", "'3")."""
    text = cell.strip().lstrip("'")
    head, _, tail = text.partition(".")
    plain = head.isascii() and head.isdecimal() and len(head) < 10 and not tail.strip("0")
    return int(head) if plain else None


def weighed(
    found: Iterable[Line],
    standing: Mapping[Key, Standing],
    dictionary: Dictionary,
    directory: Directory,
) -> Iterator[Outcome]:
    """The outcome of every row. A row changes a provision whole or not at all."""
    held = list(found)
    rows: dict[Key | None, list[int]] = defaultdict(list)
    for line in held:
        rows[line.key].append(line.row)
    for line in held:
        key = line.key
        if key is None:
            yield refused(line, "document", _NO_KEY)
        elif len(rows[key]) > 1:
            yield refused(line, "number", sentence(_TWICE, rows=rows[key][:9]))
        elif key not in standing:
            yield refused(line, "number", sentence(_UNKNOWN, number=key[1], document=key[0]))
        else:
            yield _weighed(line, standing[key], dictionary, directory)


_NO_KEY = sentence(
    "This row names no provision: provisions are added in their document, where the words stand, not here."
)
_TWICE = "This provision stands in several rows ({rows}): leave the one that you mean."
_UNKNOWN = "There is no provision {number} in “{document}” that you can see: leave both columns as they came."
_REASON = sentence("Say in the column “reason” why this published provision is corrected.")
_BACKWARDS = sentence("The deadline ends before it begins: mend one of the two dates.")
_MEANWHILE = (
    "Someone else changed this provision meanwhile (it is at revision {now}, the sheet was made at revision "
    "{then}): look at theirs beside yours, and decide."
)
_NO_REVISION = sentence("The revision is missing: leave this column as it came.")


def refused(line: Line, column: str, said: Sentence) -> Outcome:
    """A row that is refused for one reason."""
    return Outcome(line, Fate.REFUSED, problems=(Problem(column, said),))


def _weighed(line: Line, standing: Standing, dictionary: Dictionary, directory: Directory) -> Outcome:
    now = columns.values(standing.content)
    revision = whole(line.cells.get("revision", ""))
    base = columns.values(standing.past.get(revision or 0, standing.content))
    written: dict[str, Words] = {}
    problems: list[Problem] = []
    for column in columns.OPEN:
        try:
            value = _written(line.cells.get(column), column, base, now, dictionary)
        except Faulty as faulty:
            problems.append(Problem(column, faulty.said))
        else:
            if value is not None:
                written[column] = value
    ignored = tuple(_ignored(line, standing))
    if not written and not problems:
        return Outcome(line, Fate.UNCHANGED, standing, ignored=ignored)
    changes = tuple(_cell(column, base[column], value, now[column]) for column, value in written.items())
    content = columns.filled(standing.content, written, directory)
    reason = " ".join(line.cells.get(columns.REASON, "").split())[:LONGEST_REASON]
    problems += _objections(standing, revision, content, reason)
    if problems:
        return Outcome(line, Fate.REFUSED, standing, changes, tuple(problems), ignored, reason=reason)
    return Outcome(line, Fate.CHANGED, standing, changes, (), ignored, content, reason)


def _written(
    cell: str | None, column: str, base: Mapping[str, Words], now: Mapping[str, Words], dictionary: Dictionary
) -> Words | None:
    """What a person wrote into a cell; None where the cell says what it said, or what stands already."""
    if cell is None:
        return None
    try:
        if columns.read(column, cell, base[column], dictionary) == base[column]:
            return None
    except Faulty:
        pass  # told of the standing value below
    value = columns.read(column, cell, now[column], dictionary)
    return None if value == now[column] else value


def _cell(column: str, before: Words, after: Words, now: Words) -> Cell:
    return Cell(column, before, after, now if now != before else None)


def _objections(standing: Standing, revision: int | None, content: Content, reason: str) -> list[Problem]:
    if standing.barred is not None:
        return [Problem("document", standing.barred)]
    found = []
    if revision is None:
        found.append(Problem("revision", _NO_REVISION))
    elif revision != standing.revision:
        found.append(Problem("revision", sentence(_MEANWHILE, now=standing.revision, then=revision)))
    if standing.published and not reason:
        found.append(Problem(columns.REASON, _REASON))
    if content.deadline_from and content.deadline_due and content.deadline_due < content.deadline_from:
        found.append(Problem("deadline_due", _BACKWARDS))
    return found


def _ignored(line: Line, standing: Standing) -> Iterator[Cell]:
    """Cells of fixed columns that say something else than what stands there."""
    for column in columns.FIXED:
        cell, stands = line.cells.get(column), standing.fixed.get(column, "")
        if cell and not columns.same(cell, stands) and not _cut(cell, stands):
            yield Cell(column, (stands,), (cell,))


def _cut(cell: str, stands: str) -> bool:
    """Whether a cell is a text that was too long for the format, and cut by it."""
    return cell.endswith("…") and " ".join(stands.split()).startswith(" ".join(cell[:-1].split()))
