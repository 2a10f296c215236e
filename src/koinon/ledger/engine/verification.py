"""Checking an exported copy of the ledger without the database.

An export is JSON Lines: a header, then entries and checkpoints in order. Restricted entries carry
only the digest of their facts; personal data never leave with an export.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from koinon.kernel.refusals import Refused
from koinon.ledger.engine.chain import GENESIS, Link, checkpoint_message, digest

FORMAT = "koinon-ledger-1"


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome: how far the copy holds, and the first thing that does not.

    `entries` and `checkpoints` count what holds; `signed_to` is the last entry that a valid signature
    covers (0: none); `head` is the hash of the last entry that holds. `fault` is one of "altered",
    "missing", "reordered", "signature", "truncated" or None; `number` is the entry at which it shows;
    `message` is the sentence for a person.
    """

    entries: int
    checkpoints: int
    signed_to: int
    head: str
    fault: str | None = None
    number: int | None = None
    message: str = ""

    @property
    def holds(self) -> bool:
        """Whether nothing was found altered, missing or reordered."""
        return self.fault is None


def rows(lines: Iterable[str]) -> Iterator[tuple[int, dict[str, object]]]:
    """The JSON objects of an export with their line numbers (from 1)."""
    for position, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except ValueError as error:
            raise Refused(
                "ledger.not_json",
                "Line {line} of the export is not JSON: export the ledger again.",
                line=position,
            ) from error
        if not isinstance(row, dict):
            raise Refused("ledger.not_an_object", "Line {line} of the export is not an entry.", line=position)
        yield position, row


def link(row: dict[str, object]) -> Link:
    """The chain link of an exported entry row."""
    text = {
        k: str(row.get(k, ""))
        for k in ("at", "verb", "about", "visibility", "facts_digest", "private_digest", "previous")
    }
    return Link(number=_number(row), **text)


Fault = tuple[str, int, str]


@dataclass(slots=True)
class _Walk:
    """How far the check has come; its size does not grow with the copy."""

    key: Ed25519PublicKey
    entries: int = 0
    checkpoints: int = 0
    signed_to: int = 0
    head: str = GENESIS

    def outcome(self, fault: Fault | None = None) -> Verification:
        return Verification(self.entries, self.checkpoints, self.signed_to, self.head, *(fault or ()))

    def entry(self, row: dict[str, object]) -> Fault | None:
        """Take the next entry, or say what is wrong with it."""
        fault = _entry_fault(row, self.entries + 1, self.head)
        if fault is None:
            self.head = link(row).hash
            self.entries += 1
        return fault

    def checkpoint(self, row: dict[str, object]) -> Fault | None:
        """Take a signature, which must be over the entry just taken."""
        number, signed = _number(row), str(row.get("hash"))
        if (number, signed) != (self.entries, self.head):
            return "altered", number, f"Checkpoint {number} signs another hash than entry {self.entries} has."
        if not _signed(self.key, number, signed, str(row["signature"])):
            return "signature", number, f"The signature of checkpoint {number} is not by the ledger's key."
        self.checkpoints += 1
        self.signed_to = number
        return None


def verification(lines: Iterable[str], *, trusted_key: str | None = None) -> Verification:
    """Check an export line by line; memory stays constant however long it is.

    `trusted_key`: the public key (64 hexadecimal digits) that the reader of the copy already holds;
    without it the key in the header is believed, which only shows that the copy agrees with itself.
    Raises Refused when the lines are no ledger export.
    """
    remaining = rows(lines)
    announced, own_key = _header(remaining)
    walk = _Walk(_key(trusted_key or own_key))
    for _, row in remaining:
        fault = walk.checkpoint(row) if "signature" in row else walk.entry(row)
        if fault and fault[0] == "missing" and _stands_later(remaining, fault[1]):
            fault = "reordered", fault[1], f"Entry {fault[1]} does not stand in its place but further down."
        if fault:
            return walk.outcome(fault)
    if walk.entries < announced:
        first = walk.entries + 1
        told = f"Entry {first} and all after it are missing: {announced} were exported."
        return walk.outcome(("truncated", first, told))
    return walk.outcome()


def _header(remaining: Iterator[tuple[int, dict[str, object]]]) -> tuple[int, str]:
    """The announced number of entries and the public key of the first line."""
    _, row = next(remaining, (0, {}))
    if row.get("format") != FORMAT:
        raise Refused(
            "ledger.format",
            "This is no ledger export: its first line must say format {format}.",
            format=FORMAT,
        )
    announced = row.get("entries")
    if not isinstance(announced, int):
        raise Refused("ledger.header", "The export's first line must say how many entries follow.")
    return announced, str(row.get("public_key", ""))


def _stands_later(remaining: Iterator[tuple[int, dict[str, object]]], number: int) -> bool:
    return any("signature" not in row and row.get("number") == number for _, row in remaining)


def _entry_fault(row: dict[str, object], expected: int, previous: str) -> Fault | None:
    this = link(row)
    if this.number > expected:
        told = f"Entry {expected} is missing: entry {this.number} follows {expected - 1}."
        return "missing", expected, told
    if this.number < expected:
        told = f"Entry {this.number} stands where entry {expected} should."
        return "reordered", this.number, told
    if "facts" in row and _facts_digest(row["facts"]) != this.facts_digest:
        return "altered", expected, f"The facts of entry {expected} were altered."
    if this.visibility == "public" and "facts" not in row:
        return "altered", expected, f"The facts of the public entry {expected} were taken out."
    if row.get("hash") != this.hash:
        return "altered", expected, f"Entry {expected} was altered: its hash does not fit its content."
    if this.previous != previous:  # it fits itself, so the change was made before it
        number = max(expected - 1, 1)
        return "altered", number, f"Entry {number} was altered: entry {expected} does not continue from it."
    return None


def _facts_digest(facts: object) -> str | None:
    try:
        return digest(facts)
    except TypeError:  # a float, which no entry ever held
        return None


def _number(row: dict[str, object]) -> int:
    number = row.get("number")
    if not isinstance(number, int) or isinstance(number, bool):
        raise Refused("ledger.no_number", "A line of the export has no whole number.", row=str(row)[:120])
    return number


def _key(hexadecimal: str) -> Ed25519PublicKey:
    try:
        return Ed25519PublicKey.from_public_bytes(bytes.fromhex(hexadecimal))
    except ValueError as error:
        raise Refused("ledger.key", "The ledger's public key must be 64 hexadecimal digits.") from error


def _signed(key: Ed25519PublicKey, number: int, hash_: str, signature: str) -> bool:
    try:
        key.verify(bytes.fromhex(signature), checkpoint_message(number, hash_))
    except (InvalidSignature, ValueError):
        return False
    return True
