"""Reading the tables of a rule set file, each value checked, each fault told with its line."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from math import isnan
from typing import Any, NoReturn, TypeVar

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import Sentence, sentence
from koinon.observatory.engine.standing.rule_sets import AsOf, Words

T = TypeVar("T")
MOST = 999_999_999
_KINDS = {"str": "a text in quotes", "bool": "true or false", "date": "a date such as 2021-08-16"}


@dataclass(frozen=True)
class Table:
    """One table of a file: its values, the dotted name it stands under, and the text for finding lines."""

    values: dict[str, Any]
    name: str
    whole: str
    file: str

    def names(self) -> tuple[str, ...]:
        """The keys that it has."""
        return tuple(self.values)

    def only(self, known: Set[str]) -> None:
        """Refuse a key that nobody reads: most often a slip of the pen."""
        for name in self.values:
            if name not in known:
                self.refuse(
                    name, sentence("{value} is not known here: the keys are {known}", value=name,
                    known=", ".join(sorted(known))),
                )  # fmt: skip

    def value(self, name: str, kind: type[T], *, needed: bool = True) -> T | None:
        """The value under a name, of that kind."""
        found = self.values.get(name)
        if found is None:
            if needed:
                self.refuse("", sentence("{value} is missing: write it here", value=name))
            return None
        if type(found) is not kind:
            self.refuse(
                name,
                sentence("{value} must be {kind}", value=name, kind=_KINDS.get(kind.__name__, "a table")),
            )
        return found

    def text(self, name: str, *, needed: bool = True) -> str:
        """A text, trimmed; "" where it may be missing and is."""
        found = (self.value(name, str, needed=needed) or "").strip()
        if needed and not found:
            self.refuse(name, sentence("{value} is empty: write it", value=name))
        return found

    def flag(self, name: str) -> bool:
        """Yes or no; no where nothing is said."""
        return bool(self.value(name, bool, needed=False))

    def number(self, name: str, missing: float, least: int = 0) -> float:
        """A number, `missing` where there is none."""
        found = self.values.get(name, missing)
        if isinstance(found, bool) or not isinstance(found, int | float) or isnan(found):
            self.refuse(name, sentence("{value} must be a number", value=name))
        if found < least:
            self.refuse(name, sentence("{value} must be a number, {least} or more", value=name, least=least))
        if found > MOST:
            self.refuse(name, sentence("{value} must be a number, {most} at most", value=name, most=MOST))
        return float(found)

    def whole_number(self, name: str, missing: int, least: int = 0) -> int:
        """A whole number, `missing` where there is none."""
        found = self.number(name, missing, least)
        if not found.is_integer() or found > 1200:
            self.refuse(name, sentence("{value} must be a whole number, 1200 at most", value=name))
        return int(found)

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts; none where nothing is said."""
        found = self.values.get(name, [])
        if not isinstance(found, list) or not all(isinstance(one, str) and one.strip() for one in found):
            self.refuse(name, sentence('{value} must be a list of texts such as ["one", "two"]', value=name))
        return tuple(found)

    def words(self, name: str, *, needed: bool = True) -> Words:
        """A text in one or several languages: "…", or { en = "…", fr = "…" } with English."""
        found = self.values.get(name)
        if isinstance(found, dict):
            by_language = Table(found, f"{self.name}.{name}".lstrip("."), self.whole, self.file)
            return {"en": by_language.text("en"), **{code: by_language.text(code) for code in found}}
        told = self.text(name, needed=needed)
        return {"en": told} if told else {}

    def table_of(self, name: str, *, needed: bool = False) -> Table:
        """The table below of that name, empty where it may be missing and is."""
        found = self.values.get(name)
        if found is None and needed:
            self.refuse("", sentence("there is no table {value}: write it", value=f"[{self._below(name)}]"))
        if found is not None and not isinstance(found, dict):
            self.refuse(name, sentence("{value} must be a table", value=name))
        return Table(found or {}, self._below(name), self.whole, self.file)

    def _below(self, name: str) -> str:
        return f"{self.name}.{name}" if self.name else name

    def refuse(self, at: str, problem: Sentence) -> NoReturn:
        """Say what is wrong, on which line of the file, in which table."""
        raise Refused(
            "observatory.rules.wrong",
            "{file}, line {line}, {table}: {problem}.",
            file=self.file,
            line=self.line(at),
            table=f"[{self.name}]" if self.name else "at the top",
            problem=problem,
        )

    def line(self, at: str) -> int:
        """The line on which a key of this table stands, else its header, else the first."""
        header = f"{self.name}.{at}".strip(".")
        best, within = 1, self.name == ""
        for number, text in enumerate(self.whole.splitlines(), 1):
            if found := re.match(r"\s*\[+\s*([^\]]+?)\s*\]", text):
                within = found.group(1) == self.name
                if found.group(1) == header:
                    return number
                best = number if within else best
            elif within and at and re.match(rf"\s*\"?{re.escape(at)}\"?\s*[=.]", text):
                return number
        return best


def as_of(table: Table, general: AsOf | None) -> AsOf:
    """Which year counts: what a criterion says, else what the whole says, else the usual."""
    table.only({"lag", "oldest", "behind", "why"})
    usual = general or AsOf()
    return AsOf(
        lag=table.whole_number("lag", usual.lag),
        oldest=table.whole_number("oldest", usual.oldest),
        behind=table.whole_number("behind", usual.behind),
    )
