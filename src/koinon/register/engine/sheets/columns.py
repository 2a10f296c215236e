"""The columns of a sheet of provisions: which are keys, which may be changed, and how a cell is read.

A value is a tuple of words in every column: the codes of kinds, themes and groups, days as ISO, one word
or none where a column holds a single text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from koinon.kernel.directory import Directory, folded
from koinon.kernel.sentences import Sentence, sentence
from koinon.register.engine import content as contents
from koinon.register.engine.content import Content, Named
from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake.cells import day

Words = tuple[str, ...]

KEYS = ("document", "number", "revision")
FIXED = ("document_title", "text", "document_kind", "issued_on", "place", "language", "page", "start", "end",
         "issuer_parties", "addressee_parties")  # fmt: skip
OPEN = ("kind", "strength", "label", "section", "issuer", "addressees", "deadline", "deadline_from",
        "deadline_due", "themes", "groups")  # fmt: skip
REASON, PROBLEM, ADDRESS = "reason", "problem", "url"
EVERY = (*KEYS, *FIXED, *OPEN, REASON, PROBLEM, ADDRESS)

_LISTS = {"section": ">", "issuer": ";", "addressees": ";", "themes": ";", "groups": ";"}
_LONGEST = {"label": 200, "deadline": 300, "issuer": 300, "addressees": 300, "section": 300}
_PARTED = re.compile(r"\s*(\d{1,2})\s*[/.-]\s*(\d{1,2})\s*[/.-]\s*\d{4}\s*")


@dataclass(frozen=True)
class Dictionary:
    """What words mean in any language of the interface, and how codes are called in the reader's.

    `meant`: column → folded word → code. `called`: column → code → word. `headings`: folded → column.
    """

    meant: Mapping[str, Mapping[str, str]]
    called: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    headings: Mapping[str, str] = field(default_factory=dict)

    def call(self, column: str, words: Words) -> Words:
        """Codes as the reader calls them; other words as they are."""
        known = self.called.get(column, {})
        return tuple(known.get(word, word) for word in words)

    def column(self, heading: str) -> str | None:
        """The column of a heading: its key, or its name in any language."""
        return heading if heading in EVERY else self.headings.get(folded(heading))


class Faulty(Exception):
    """A cell that cannot be read; `said` tells the problem and its mend."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


def values(content: Content) -> dict[str, Words]:
    """What stands in every open column of a provision."""
    return {
        "kind": (content.kind.value,),
        "strength": (content.strength.value,),
        "label": _one(content.label),
        "section": content.section,
        "issuer": contents.issuers(content.issuer),
        "addressees": tuple(a.name for a in content.addressees),
        "deadline": _one(content.deadline_text),
        "deadline_from": _one(content.deadline_from),
        "deadline_due": _one(content.deadline_due),
        "themes": content.themes,
        "groups": content.groups,
    }


def _one(value: object) -> Words:
    return (str(value),) if value else ()


def joined(column: str, words: Words) -> str:
    """The words of a column as the text of one cell."""
    sign = _LISTS.get(column, "")
    return (" > " if sign == ">" else f"{sign} ").join(words) if sign else "".join(words)


def read(column: str, cell: str, standing: Words, dictionary: Dictionary) -> Words:
    """The value of a cell; the standing one where a program only wrote it otherwise. Raises Faulty."""
    if same(cell, joined(column, dictionary.call(column, standing))) or same(cell, joined(column, standing)):
        return standing
    if column in ("kind", "strength"):
        return (_coded(column, cell, dictionary),)
    if column in ("themes", "groups"):
        return tuple(dict.fromkeys(_key(column, word, standing, dictionary) for word in parts(column, cell)))
    if column in ("deadline_from", "deadline_due"):
        return _day(cell, standing)
    words = parts(column, cell)
    most = _LONGEST[column]
    if any(len(word) > most for word in words):
        raise Faulty(sentence("This is too long: shorten it to {most} characters.", most=most))
    return words


def parts(column: str, cell: str) -> Words:
    """The words of a cell, white space folded: one, or several by the column's sign or by lines."""
    sign = _LISTS.get(column)
    if not sign:
        return _one(" ".join(cell.split()))
    pieces = re.split(rf"\s+{sign}\s+|\n" if sign == ">" else r"[;؛；]|\n", cell)
    return tuple(dict.fromkeys(word for piece in pieces if (word := " ".join(piece.split()))))


def same(cell: str, text: str) -> bool:
    """Whether a cell still says a text, allowing for what programs do to it.

    White space and line ends; an apostrophe before what looks like a formula; figures rewritten as a
    number; question marks for letters that the file's alphabet lacks.
    """
    came, stood = " ".join(cell.split()), " ".join(text.split())
    if came in (stood, f"'{stood}"):
        return True
    if _figure(came) is not None and _figure(came) == _figure(stood):
        return True
    return (
        "?" in came
        and len(came) == len(stood)
        and all(a == b or (a == "?" and _lacking(b)) for a, b in zip(came, stood, strict=True))
    )


def _figure(text: str) -> float | None:
    return float(text) if re.fullmatch(r"\d{1,9}(?:\.\d{1,6})?", text) else None


def _lacking(letter: str) -> bool:
    try:
        letter.encode("cp1252")
    except UnicodeEncodeError:
        return True
    return False


def _coded(column: str, cell: str, dictionary: Dictionary) -> str:
    code = dictionary.meant[column].get(folded(cell))
    if code is None:
        allowed = list(dictionary.called.get(column, {}).values()) or sorted(dictionary.meant[column])
        raise Faulty(
            sentence("“{word}” cannot stand here: write one of {allowed}.", word=cell, allowed=allowed)
        )
    return code


def _key(column: str, word: str, standing: Words, dictionary: Dictionary) -> str:
    key = dictionary.meant[column].get(folded(word)) or (word if word in standing else None)
    if key is not None:
        return key
    if column == "themes":
        raise Faulty(
            sentence(
                "The vocabulary has no theme “{word}”: take one of the list in the second sheet.", word=word
            )
        )
    raise Faulty(
        sentence("The vocabulary has no group “{word}”: take one of the list in the second sheet.", word=word)
    )


def _day(cell: str, standing: Words) -> Words:
    if not cell.strip():
        return ()
    readings = {found for american in (False, True) if (found := day(cell, american=american))}
    if standing and any(found.isoformat() == standing[0] for found in readings):
        return standing
    if not readings:
        raise Faulty(sentence("“{word}” is not a date: write it as 2032-12-31.", word=cell))
    if len(readings) > 1 and _PARTED.fullmatch(cell):
        raise Faulty(
            sentence("“{word}” can be read as two dates: write it as 2032-12-31, the year first.", word=cell)
        )
    return (min(readings).isoformat(),)


Fill = Callable[[Content, Words, Directory], Content]


def filled(content: Content, changed: Mapping[str, Words], directory: Directory) -> Content:
    """The content with some columns changed; a known party's name leads to that party."""
    for column, words in changed.items():
        content = _FILLS[column](content, words, directory)
    return content


def _addressees(content: Content, words: Words, directory: Directory) -> Content:
    held = {a.name: a for a in content.addressees}
    return replace(content, addressees=tuple(held.get(name) or _named(name, directory) for name in words))


def _named(name: str, directory: Directory) -> Named:
    party = directory.resolve(name)
    return Named(name, "", party.key if party else None)


def _date(words: Words) -> date | None:
    return date.fromisoformat(words[0]) if words else None


_FILLS: dict[str, Fill] = {
    "kind": lambda c, w, d: replace(c, kind=Kind(w[0])),
    "strength": lambda c, w, d: replace(c, strength=Strength(w[0])),
    "label": lambda c, w, d: replace(c, label="".join(w)),
    "section": lambda c, w, d: replace(c, section=w),
    "issuer": lambda c, w, d: replace(c, issuer="; ".join(w)),
    "addressees": _addressees,
    "deadline": lambda c, w, d: replace(c, deadline_text="".join(w)),
    "deadline_from": lambda c, w, d: replace(c, deadline_from=_date(w)),
    "deadline_due": lambda c, w, d: replace(c, deadline_due=_date(w)),
    "themes": lambda c, w, d: replace(c, themes=w),
    "groups": lambda c, w, d: replace(c, groups=w),
}
