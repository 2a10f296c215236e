"""Plain text and Markdown: the text as it is, with page offsets and heading marks."""

from __future__ import annotations

import re

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Mark, Role
from koinon.register.engine.sources.composing import ordered
from koinon.register.engine.sources.encodings import even_lines
from koinon.register.engine.sources.limits import Limits, measured

_FENCE = re.compile(r"^ {0,3}(```|~~~)")
_ATX = re.compile(r"^ {0,3}(#{1,6})[ \t]+(.*?)[ \t]*#*[ \t]*$")
_SETEXT = re.compile(r"^ {0,3}(=+|-+)[ \t]*$")
_TELLING = ("#", "=", "-")
_STRONG = re.compile(r"(\*\*|__)(?=\S)(.+?)(?<=\S)\1")
_FRONT_TITLE = re.compile(r"""^title:\s*["']?(.*?)["']?\s*$""", re.M)


def plain(name: str, text: str, encoding: str, limits: Limits) -> Extract:
    """A text file; form feeds, as PDF converters write them, begin pages."""
    text, pages = _paged(_even(name, text, limits))
    return Extract(name=name, format="txt", text=text, pages=pages, encoding=encoding)


def markdown(name: str, text: str, encoding: str, limits: Limits) -> Extract:
    """A Markdown file, untouched, with its headings (level 1 to 6) and strong words marked."""
    text = _even(name, text, limits).replace("\f", "\n")
    marks: list[Mark] = []
    title: str | None = None
    fenced = False
    body = _front_matter(text)
    if body and (found := _FRONT_TITLE.search(text, 0, body)):
        title = found.group(1)
    at, before = 0, (0, "")
    for line in text.splitlines(keepends=True):
        bare = line.rstrip("\n")
        if at < body:
            pass
        elif _FENCE.match(bare):
            fenced = not fenced
        elif not fenced:
            if bare.lstrip()[:1] in _TELLING and (mark := _heading(bare, at, before)):
                marks.append(mark)
                title = title or text[mark.start : mark.end].strip()
            if "**" in bare or "__" in bare:
                marks.extend(Mark(at + m.start(2), at + m.end(2), Role.BOLD) for m in _STRONG.finditer(bare))
        before = (at, bare)
        at += len(line)
    return Extract(name=name, format="md", text=text, marks=ordered(marks), title=title, encoding=encoding)


def _heading(line: str, at: int, before: tuple[int, str]) -> Mark | None:
    """The mark of an ATX heading on this line, or of the line before that this one underlines."""
    if atx := _ATX.match(line):
        if atx.group(2):
            return Mark(at + atx.start(2), at + atx.end(2), Role.HEADING, len(atx.group(1)))
        return None
    start, words = before
    if (under := _SETEXT.match(line)) and words.strip() and not _ATX.match(words):
        indent = len(words) - len(words.lstrip())
        level = 1 if under.group(1)[0] == "=" else 2
        return Mark(start + indent, start + len(words.rstrip()), Role.HEADING, level)
    return None


def _front_matter(text: str) -> int:
    """Where the body begins after a leading `---` block of metadata."""
    if not text.startswith("---\n"):
        return 0
    end = text.find("\n---\n", 4)
    return end + 5 if end != -1 else 0


def _even(name: str, text: str, limits: Limits) -> str:
    text = even_lines(text)
    measured(name, len(text), limits)
    if not text.strip():
        raise Refused(
            "empty_file", "{file} holds only white space: check that it was saved completely.", file=name
        )
    return text


def _paged(text: str) -> tuple[str, tuple[int, ...]]:
    """Form feeds as line turns (same length), and the offsets of the pages they begin."""
    if "\f" not in text:
        return text, ()
    starts = [0, *(m.end() for m in re.finditer("\f", text) if m.end() < len(text))]
    return text.replace("\f", "\n"), tuple(starts)
