"""What a person may change of a provision, checked before anything is written.

The text itself is never typed: it is the document's own words between two offsets.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import pairwise
from typing import Any

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Kind, Strength


@dataclass(frozen=True, slots=True)
class Named:
    """An addressee as a person confirmed it; `party` is a party key or None."""

    name: str
    mention: str = ""
    party: str | None = None


@dataclass(frozen=True, slots=True)
class Content:
    """The decided content of a provision; offsets are code points of the document's text."""

    start: int
    end: int
    kind: Kind
    strength: Strength
    label: str = ""
    section: tuple[str, ...] = ()
    issuer: str = ""
    addressees: tuple[Named, ...] = ()
    deadline_text: str = ""
    deadline_from: date | None = None
    deadline_due: date | None = None
    themes: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    @classmethod
    def of_proposal(cls, row: Mapping[str, Any]) -> Content:
        """The content a machine's proposal would have if accepted unchanged."""
        deadline = row.get("deadline") or {}
        return cls(
            start=row["start"],
            end=row["end"],
            kind=Kind(row["kind"]),
            strength=Strength(row["strength"]),
            label=row["label"],
            section=tuple(row["section"]),
            issuer=row["issuer"],
            addressees=tuple(
                Named(a["name"], a.get("mention", ""), a.get("party")) for a in row["addressees"]
            ),
            deadline_text=deadline.get("text") or "",
            deadline_from=_day(deadline.get("from")),
            deadline_due=_day(deadline.get("due")),
            themes=tuple(row["themes"]),
            groups=tuple(row["groups"]),
        )

    def within(self, length: int) -> Content:
        """Itself, or a refusal when the span lies outside a text of that length."""
        if not 0 <= self.start < self.end <= length:
            raise Refused(
                "register.span",
                "The span {start}–{end} lies outside the text (0–{length}): select words again.",
                start=self.start,
                end=self.end,
                length=length,
            )
        if self.deadline_from and self.deadline_due and self.deadline_due < self.deadline_from:
            raise Refused(
                "register.deadline",
                "The deadline ends ({due}) before it begins ({start}).",
                due=self.deadline_due,
                start=self.deadline_from,
            )
        return self


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def folded(text: str, start: int, end: int) -> str:
    """The verbatim words of a span with runs of white space folded to one space."""
    return " ".join(text[start:end].split())


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at either end."""
    words = text[start:end]
    return start + len(words) - len(words.lstrip()), end - (len(words) - len(words.rstrip()))


def split(content: Content, text: str, at: Sequence[int]) -> tuple[Content, ...]:
    """The content cut at the given offsets, each part with the same attributes and its own label."""
    cuts = sorted({c for c in at if content.start < c < content.end})
    if not cuts:
        raise Refused(
            "register.split", "Place the cursor between two words of the provision to split it there."
        )
    edges = [content.start, *cuts, content.end]
    parts = []
    for n, (start, end) in enumerate(pairwise(edges), start=1):
        start, end = trimmed(text, start, end)
        if start >= end:
            raise Refused("register.split", "A part of the split has no words: place the cursor elsewhere.")
        parts.append(replace(content, start=start, end=end, label=f"{content.label} ({n})".strip()))
    return tuple(parts)


def merged(contents: Sequence[Content]) -> Content:
    """One content over all the spans: attributes of the first, addressees, themes and groups united."""
    if len(contents) < 2:
        raise Refused("register.merge", "Choose two or more provisions to merge.")
    ordered = sorted(contents, key=lambda c: c.start)
    first = ordered[0]
    deadline = next((c for c in ordered if c.deadline_text), first)
    return replace(
        first,
        end=max(c.end for c in ordered),
        addressees=tuple(dict.fromkeys(a for c in ordered for a in c.addressees)),
        themes=tuple(dict.fromkeys(t for c in ordered for t in c.themes)),
        groups=tuple(dict.fromkeys(g for c in ordered for g in c.groups)),
        deadline_text=deadline.deadline_text,
        deadline_from=deadline.deadline_from,
        deadline_due=deadline.deadline_due,
    )


def issuers(joined: str) -> tuple[str, ...]:
    """The names of those who ask or promise, as a content holds them joined by "; "."""
    return tuple(dict.fromkeys(name for part in joined.split(";") if (name := " ".join(part.split()))))


def differences(before: Content, after: Content) -> tuple[str, ...]:
    """The names of the fields in which two contents differ."""
    return tuple(n for n in Content.__dataclass_fields__ if getattr(before, n) != getattr(after, n))
