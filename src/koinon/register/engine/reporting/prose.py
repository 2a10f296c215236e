"""The prose of a report: paragraphs, lists and emphasis, and nothing else.

Written as text: an empty line ends a paragraph, lines that begin with "- " or "1. " make a list, *words*
are stressed and **words** are strong. Whatever else is typed, tags and addresses too, stands as typed.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from koinon.kernel.lines import writable

MOST = 20_000  # characters that the prose of a section may have
_BULLET = re.compile(r"\s{0,3}[-*•]\s+(.*)")
_NUMBER = re.compile(r"\s{0,3}\d{1,3}[.)]\s+(.*)")
_STRESS = re.compile(r"\*\*(?=\S)(?P<strong>[^*]*[^*\s])\*\*|\*(?=\S)(?P<soft>[^*]*[^*\s])\*")


@dataclass(frozen=True, slots=True)
class Span:
    """Some words in one weight."""

    text: str
    strong: bool = False
    stressed: bool = False


Line = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Text:
    """A paragraph."""

    line: Line


@dataclass(frozen=True, slots=True)
class Items:
    """A list, numbered or not."""

    lines: tuple[Line, ...]
    numbered: bool = False


def prose(text: str) -> tuple[Text | Items, ...]:
    """What was typed as blocks, in order."""
    found: list[Text | Items] = []
    for part in re.split(r"\n\s*\n", writable(text).replace("\r\n", "\n").replace("\r", "\n")):
        found += _blocks([line for line in part.split("\n") if line.strip()])
    return tuple(found)


def _blocks(lines: Iterable[str]) -> list[Text | Items]:
    """The blocks of lines that no empty line parts: a list may follow its sentence at once."""
    found: list[tuple[str, list[str]]] = []
    for line in lines:
        sort, words = _sorted(line)
        if found and found[-1][0] == sort:
            found[-1][1].append(words)
        elif found and sort == "text" and found[-1][0] != "text" and line.startswith((" ", "\t")):
            found[-1][1][-1] += " " + words  # goes on with the item above
        else:
            found.append((sort, [words]))
    return [
        Text(line_of(" ".join(words)))
        if sort == "text"
        else Items(tuple(map(line_of, words)), sort == "number")
        for sort, words in found
    ]


def _sorted(line: str) -> tuple[str, str]:
    if match := _NUMBER.fullmatch(line):
        return "number", match[1]
    if match := _BULLET.fullmatch(line):
        return "bullet", match[1]
    return "text", line.strip()


def line_of(text: str) -> Line:
    """The words of one paragraph or item with their emphasis."""
    found, at = [], 0
    text = " ".join(text.split())
    for match in _STRESS.finditer(text):
        if match.start() > at:
            found.append(Span(text[at : match.start()]))
        strong = match["strong"] is not None
        found.append(Span(match["strong"] if strong else match["soft"], strong, not strong))
        at = match.end()
    if at < len(text):
        found.append(Span(text[at:]))
    return tuple(found)
