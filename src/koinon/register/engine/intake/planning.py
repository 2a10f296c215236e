"""What taking a file in would do: new, changed and unchanged provisions against what is here.

A data set without identities (UPR Info) changes a text and with it the key: a row that is new and a
stored one of the same review, absent from the file, are the same when the same States recommend and the
words are nearly the same (`ALIKE`, as `difflib.SequenceMatcher.ratio`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from koinon.register.engine.intake.items import Item, Parsed

ALIKE = 0.9
NAMELESS = frozenset({"upr-info"})  # formats whose rows have no identity of their own


@dataclass(frozen=True, slots=True)
class Stored:
    """A row that is here: its key and digest, and the keys of its provision and document."""

    key: str
    digest: str
    provision: int
    document: int
    origin: str


@dataclass(frozen=True, slots=True)
class Worded:
    """The words of a stored row and who recommends them."""

    key: str
    text: str
    issuers: frozenset[str]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to be done; the same plan has the same fingerprint."""

    new: tuple[Item, ...]
    changed: tuple[tuple[Item, Stored], ...]
    unchanged: int

    @property
    def fingerprint(self) -> str:
        """SHA-256 over what is new, what is changed, and into what."""
        said = hashlib.sha256()
        for item in self.new:
            said.update(f"+{item.key}\0{item.digest}\n".encode())
        for item, stored in self.changed:
            said.update(f"~{stored.key}\0{stored.digest}\0{item.digest}\n".encode())
        return said.hexdigest()


def plan(
    parsed: Parsed,
    stored: Mapping[str, Stored],
    worded: Callable[[Sequence[str]], Iterable[Worded]] = lambda keys: (),
) -> Plan:
    """Compare a file with the stored rows of its format, by key; `worded` gives the words of some of them."""
    new, changed, unchanged = [], [], 0
    for item in parsed.items:
        here = stored.get(item.key)
        if here is None:
            new.append(item)
        elif here.digest != item.digest:
            changed.append((item, here))
        else:
            unchanged += 1
    if parsed.format in NAMELESS and new:
        again = _renamed(new, parsed, stored, worded)
        changed += [(item, stored[again[item.key]]) for item in new if item.key in again]
        new = [item for item in new if item.key not in again]
    return Plan(tuple(new), tuple(changed), unchanged)


def _renamed(
    new: Sequence[Item],
    parsed: Parsed,
    stored: Mapping[str, Stored],
    worded: Callable[[Sequence[str]], Iterable[Worded]],
) -> dict[str, str]:
    held = {item.key for item in parsed.items}
    origins = {item.origin for item in new}
    gone = [row for row in stored.values() if row.origin in origins and row.key not in held]
    words = {row.key: row for row in worded([row.key for row in gone])}
    found: dict[str, str] = {}
    for origin in origins:
        here = [item for item in new if item.origin == origin]
        there = [words[row.key] for row in gone if row.origin == origin and row.key in words]
        found |= alike(here, there)
    return found


def alike(new: Sequence[Item], gone: Sequence[Worded]) -> dict[str, str]:
    """New key → the key of the stored row it replaces: one to one, the most alike first."""
    pairs = []
    for item in new:
        matcher = SequenceMatcher(autojunk=False)
        matcher.set_seq2(item.text)
        for row in gone:
            if row.issuers != frozenset(item.issuers):
                continue
            matcher.set_seq1(row.text)
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                pairs.append((-matcher.ratio(), item.key, row.key))
    found: dict[str, str] = {}
    for ratio, key, old in sorted(pairs):
        if -ratio >= ALIKE and key not in found and old not in found.values():
            found[key] = old
    return found
