"""The text of a review's outcome: its title, then each recommendation with those who made it, one a line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Recommended:
    """A recommendation as it enters the outcome."""

    number: int
    text: str
    parties: tuple[str, ...]


def composed(title: str, recommended: Sequence[Recommended]) -> tuple[str, list[Span]]:
    """The text, and where the words of each recommendation stand in it, in code points.

    "12. Publish the register of media owners. (Altamere; Corrada)": the span is that of the words alone.
    """
    parts, at, spans = [title], len(title), []
    for one in recommended:
        before = f"\n\n{one.number}. "
        after = f" ({'; '.join(one.parties)})"
        start = at + len(before)
        spans.append((start, start + len(one.text)))
        parts += [before, one.text, after]
        at = start + len(one.text) + len(after)
    return "".join(parts), spans
