"""Putting an extract together: folded lines, literal enumerators, layout marks, in one pass."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Mark, Role
from koinon.register.engine.sources.limits import Limits, measured

SOFT_HYPHEN = "\u00ad"
_FOLD = re.compile(r"[ \t\r\n\f\v]+")
_SUPERSCRIPT = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
# What XML and HTML allow but no reader of text wants: controls and byte-order marks.
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f\ufeff" + SOFT_HYPHEN + "]")


def superscript(digits: str) -> str:
    """A note reference as raised digits, so that "2023" + note 4 never reads as 20234."""
    return digits.translate(_SUPERSCRIPT)


@dataclass(frozen=True, slots=True)
class Line:
    """One finished line and the stretches of it that are bold."""

    text: str
    bold: tuple[tuple[int, int], ...] = ()

    @property
    def all_bold(self) -> bool:
        """Whether nothing but white space and punctuation is left outside the bold stretches."""
        rest, at = [], 0
        for start, end in self.bold:
            rest.append(self.text[at:start])
            at = end
        rest.append(self.text[at:])
        return bool(self.bold) and not any(c.isalnum() for c in "".join(rest))


@dataclass(slots=True)
class Inline:
    """Collects the runs of one paragraph; white space folds across runs, "\\n" by `turn` stays."""

    _parts: list[str] = field(default_factory=list)
    _bold: list[list[int]] = field(default_factory=list)
    _length: int = 0
    _open: bool = False

    def add(self, text: str, *, bold: bool = False) -> None:
        """Append a run; its white space folds to single spaces."""
        folded = _FOLD.sub(" ", _UNWANTED.sub("", text))
        if self._open and folded.startswith(" "):
            folded = folded[1:]
        if not folded:
            return
        if bold and folded != " ":
            if self._bold and self._bold[-1][1] == self._length:
                self._bold[-1][1] += len(folded)
            else:
                self._bold.append([self._length, self._length + len(folded)])
        self._parts.append(folded)
        self._length += len(folded)
        self._open = folded.endswith(" ")

    def mark(self, sign: str) -> None:
        """Append a separator verbatim (a tab between cells, a line turn) without doubling spaces."""
        if self._open and self._parts:
            self._parts[-1] = self._parts[-1][:-1]
            self._length -= 1
            if self._bold and self._bold[-1][1] > self._length:
                self._bold[-1][1] = self._length
        self._parts.append(sign)
        self._length += len(sign)
        self._open = True

    def line(self) -> Line:
        """The collected runs as one stripped line; the collector starts anew."""
        whole = "".join(self._parts)
        text = whole.strip(" \n").rstrip(" \n\t")
        lead = len(whole) - len(whole.lstrip(" \n"))
        bold = tuple(
            (s, e)
            for a, b in self._bold
            if (s := max(0, a - lead)) < (e := min(len(text), len(whole[:b].rstrip()) - lead))
        )
        self._parts, self._bold, self._length, self._open = [], [], 0, False
        return Line(text, bold)

    @property
    def empty(self) -> bool:
        """Whether nothing visible has been collected."""
        return not any(part.strip() for part in self._parts)


@dataclass(slots=True)
class Composer:
    """The text under construction with its marks; blocks are parted by a line turn or a blank line."""

    name: str
    limits: Limits
    marks: list[Mark] = field(default_factory=list)
    pages: list[int] = field(default_factory=list)
    _parts: list[str] = field(default_factory=list)
    length: int = 0

    def part(self, gap: str) -> None:
        """Write the separator `gap` unless the text has not begun."""
        if self._parts:
            self._write(gap)

    def put(
        self,
        line: Line,
        *,
        roles: Sequence[tuple[Role, int]] = (),
        lead: str = "",
        gap: str = "\n\n",
    ) -> None:
        """Write one block after `gap`: `lead` (indent and enumerator), the line, and their marks.

        The role marks cover the enumerator but not the indent before it.
        """
        if not line.text.strip():
            return
        self.part(gap)
        indent = len(lead) - len(lead.lstrip())
        start = self.length + indent
        self._write(lead)
        base = self.length
        self._write(line.text)
        self.marks.extend(Mark(start, self.length, role, level) for role, level in roles)
        self.marks.extend(Mark(base + s, base + e, Role.BOLD) for s, e in line.bold)

    def _write(self, text: str) -> None:
        self._parts.append(text)
        self.length += len(text)
        if self.length > self.limits.characters:
            measured(self.name, self.length, self.limits)

    def extract(
        self,
        format: str,  # noqa: A002 - the word of the form it fills
        *,
        title: str | None = None,
        language: str | None = None,
        encoding: str | None = None,
    ) -> Extract:
        """The finished extract, marks in reading order, outer before inner."""
        text = "".join(self._parts)
        if not text.strip():
            raise Refused(
                "no_text", "{file} holds no text: check that the right file was chosen.", file=self.name
            )
        return Extract(
            name=self.name,
            format=format,
            text=text,
            marks=ordered(self.marks),
            pages=tuple(self.pages),
            title=title or None,
            language=language or None,
            encoding=encoding,
        )


def ordered(marks: Sequence[Mark]) -> tuple[Mark, ...]:
    """Marks in reading order, outer before inner, none twice."""
    return tuple(sorted(set(marks), key=lambda m: (m.start, -m.end, m.role.value, m.level)))
