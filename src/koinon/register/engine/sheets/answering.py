"""A sheet of answers: what goes out to be filled in, and what becomes of each row that comes back.

A row is known by its follow-up; its version tells whether the answer changed since the sheet was made. The
words of the provision come back too: where they are another's, the sheet was sorted in part, and the row is
refused before an answer lands on what it was not meant for.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from koinon.kernel.directory import folded
from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.register.engine.choices import LANGUAGES
from koinon.register.engine.following import answers
from koinon.register.engine.following.answers import Said
from koinon.register.engine.sheets.columns import same
from koinon.register.engine.sheets.weighing import MOST_ROWS, Fate, Problem, placed, whole

KEYS = ("follow_up", "version")
FIXED = ("document", "number", "document_title", "label", "text", "addressee", "answer_on", "stands", "state")
OPEN = ("position", "part", "reasons", "language", "change")
_WRITTEN = ("part", "reasons", "change")
CODES = tuple(code for code, _ in LANGUAGES)
_LANGUAGES = {folded(word): code for code, name in LANGUAGES for word in (code, name)}
PROBLEM = "problem"
SHOWN = (*KEYS, *FIXED, *OPEN)
_FORMULA = ("=", "+", "-", "@", "\t", "＝", "＋", "－", "＠")


@dataclass(frozen=True)
class Words:
    """`meant`: folded word → position, in any language; `called`: position → word of the reader's.

    `headings`: folded heading → column.
    """

    meant: Mapping[str, str]
    called: Mapping[str, str] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    def column(self, heading: str) -> str | None:
        """The column of a heading: its key, or its name in any language."""
        bare = heading.strip().lstrip("✎").strip()
        return bare if bare in (*SHOWN, PROBLEM) else self.headings.get(folded(bare))


@dataclass(frozen=True)
class Line:
    """A row as it came: its number as the spreadsheet shows it, and its cells by column."""

    row: int
    cells: Mapping[str, str]

    @property
    def key(self) -> int | None:
        """The follow-up, None where it cannot be read."""
        return whole(self.cells.get("follow_up", ""))


@dataclass(frozen=True)
class Held:
    """What is asked, as it stands now for one person.

    `said` is the draft, else what is published; `replaces`: an answer is published; `barred`: why this
    person cannot answer it now; `fixed`: what stands in the columns that nobody types.
    """

    version: str
    said: Said
    replaces: bool
    revision: int
    fixed: Mapping[str, str]
    barred: Sentence | None = None


@dataclass(frozen=True)
class Outcome:
    """What becomes of one row; `said` is the answer as it would be written."""

    line: Line
    fate: Fate
    held: Held | None = None
    said: Said | None = None
    problems: tuple[Problem, ...] = ()


def version(follow_up: int, draft: tuple[int, int], published: int) -> str:
    """How an answer stands, in twelve signs: the key and revision of its draft, the published number."""
    return hashlib.sha256(repr((follow_up, draft, published)).encode()).hexdigest()[:12]


def lines(name: str, data: bytes, words: Words) -> list[Line]:
    """The rows of a file, of whatever sheet of it has the columns of answers; blank ones left out."""

    def strange(**found: object) -> Refused:
        return Refused(
            "register.answers.columns",
            "{file} has none of the columns of the sheet of answers in its first {most} rows; it begins "
            "with: {found}. Download the sheet of what is asked of you, fill that in, and leave its columns "
            "as they are.",
            **found,
        )

    table, places = placed(name, data, words.column, strange)
    missing = [key for key in (*KEYS, "position") if key not in places]
    if missing:
        raise Refused(
            "register.answers.columns",
            "{file} lacks the columns {missing}: download the sheet of what is asked of you again, and leave "
            "its columns as they are.",
            file=name,
            missing=missing,
        )
    found = [
        Line(number, {column: row[at] for column, at in places.items() if at < len(row)})
        for number, row in table.rows
        if any(row) and words.column(row[places["follow_up"]]) != "follow_up"
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


_NO_KEY = sentence("This row names nothing that is asked: leave the columns marked as keys as they came.")
_UNKNOWN = sentence("This is not asked of a party that you answer for: leave the row out.")
_MIXED = sentence(
    "The words in this row are not those that its key names: the sheet was probably sorted in part. Download "
    "it again and fill it in there."
)
_MEANWHILE = sentence(
    "Someone else changed this answer since the sheet was made: look at theirs on its page, then decide."
)


def weighed(found: Iterable[Line], held: Mapping[int, Held], words: Words, today: date) -> Iterator[Outcome]:
    """The outcome of every row. A row writes an answer whole or not at all."""
    listed = list(found)
    times = Counter(line.key for line in listed)
    for line in listed:
        key = line.key
        if key is None:
            yield _refused(line, "follow_up", _NO_KEY)
        elif times[key] > 1:
            rows = [other.row for other in listed if other.key == key][:9]
            twice = sentence("This stands in several rows ({rows}): leave the one that you mean.", rows=rows)
            yield _refused(line, "follow_up", twice)
        elif key not in held:
            yield _refused(line, "follow_up", _UNKNOWN)
        else:
            yield _weighed(line, held[key], words, today)


def _refused(line: Line, column: str, said: Sentence) -> Outcome:
    return Outcome(line, Fate.REFUSED, problems=(Problem(column, said),))


def _weighed(line: Line, held: Held, words: Words, today: date) -> Outcome:
    typed = {column: _typed(line.cells.get(column), getattr(held.said, column)) for column in _WRITTEN}
    position, unread = _position(line.cells.get("position", ""), held.said.position, words)
    language = _language(line.cells.get("language", ""), held.said.language)
    said = Said(position, typed["part"], typed["reasons"], language, typed["change"], held.said.given_on)
    blank = not line.cells.get("position", "").strip() and not any(
        line.cells.get(column, "").strip() for column in _WRITTEN
    )
    if not unread and (blank or said == held.said):
        return Outcome(line, Fate.UNCHANGED, held)
    problems = list(_objections(line, held))
    if unread:
        problems.append(Problem("position", unread))
    else:
        faults = answers.faults(said, replaces=held.replaces, complete=True, today=today)
        problems += [Problem(fault.field, fault.said) for fault in faults]
    if problems:
        return Outcome(line, Fate.REFUSED, held, said, tuple(problems))
    return Outcome(line, Fate.CHANGED, held, said)


def _position(cell: str, standing: str, words: Words) -> tuple[str, Sentence | None]:
    text = cell.strip()
    if not text or same(text, words.called.get(standing, standing)):
        return (standing if text else ""), None
    meant = words.meant.get(folded(text))
    if meant:
        return meant, None
    allowed = list(words.called.values()) or sorted(set(words.meant.values()))
    return "", sentence("“{word}” is no position: write one of {allowed}.", word=text[:100], allowed=allowed)


def _language(cell: str, standing: str) -> str:
    """The language that a cell names by its code or its own name; the standing one where it says nothing."""
    text = cell.strip()
    return _LANGUAGES.get(folded(text), text[:20]) if text else standing


def _typed(cell: str | None, standing: str) -> str:
    """The text of a cell; the standing one where a program only wrote it otherwise, or has no such column."""
    if cell is None or same(cell, standing):
        return standing
    text = "\n".join(part.strip() for part in cell.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
    guarded = text.startswith("'") and text[1:].startswith(_FORMULA)
    return (text[1:] if guarded else text).strip()


def _objections(line: Line, held: Held) -> Iterator[Problem]:
    if held.barred is not None:
        yield Problem("follow_up", held.barred)
    if not _the_same(line, held):
        yield Problem("text", _MIXED)
    elif line.cells.get("version", "").strip().lstrip("'") != held.version:
        yield Problem("version", _MEANWHILE)


def _the_same(line: Line, held: Held) -> bool:
    """Whether the columns that nobody types still say what belongs to the key."""
    for column in ("document", "number", "text"):
        cell, stands = line.cells.get(column), held.fixed[column]
        cut = bool(cell) and str(cell).endswith("…") and _flat(stands).startswith(_flat(str(cell)[:-1]))
        if cell and not same(cell, stands) and not cut:
            return False
    return True


def _flat(text: str) -> str:
    return " ".join(text.split())
