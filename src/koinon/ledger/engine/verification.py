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

    `fault` is one of "altered", "missing", "reordered", "signature", "truncated" or None;
    `number` is the entry at which it shows; `message` is the sentence for a person.
    """

    entries: int
    checkpoints: int
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
                f"Line {position} of the export is not JSON: export the ledger again.",
                line=position,
            ) from error
        if not isinstance(row, dict):
            raise Refused(
                "ledger.not_an_object", f"Line {position} of the export is not an entry.", line=position
            )
        yield position, row


def link(row: dict[str, object]) -> Link:
    """The chain link of an exported entry row."""
    number = row.get("number")
    if not isinstance(number, int):
        raise Refused("ledger.no_number", "An entry of the export has no whole number.", row=str(row)[:120])
    text = {
        k: str(row.get(k, ""))
        for k in ("at", "verb", "about", "visibility", "facts_digest", "private_digest", "previous")
    }
    return Link(number=number, **text)


def verification(lines: Iterable[str], *, trusted_key: str | None = None) -> Verification:
    """Check an export line by line; memory stays constant however long it is.

    `trusted_key`: the public key (hexadecimal) that the reader of the copy already holds; without it
    the key in the header is believed, which only shows that the copy is consistent with itself.
    """
    entries = checkpoints = 0
    previous, expected = GENESIS, 1
    hashes: dict[int, str] = {}
    key: Ed25519PublicKey | None = _key(trusted_key) if trusted_key else None
    announced: int | None = None

    def stop(fault: str, number: int, message: str) -> Verification:
        return Verification(entries, checkpoints, previous, fault, number, message)

    for position, row in rows(lines):
        if position == 1:
            if row.get("format") != FORMAT:
                raise Refused(
                    "ledger.format", f"This is not a ledger export: line 1 must say format {FORMAT}."
                )
            key = key or _key(str(row.get("public_key", "")))
            announced = row["entries"] if isinstance(row.get("entries"), int) else None  # type: ignore[assignment]
        elif "signature" in row:
            number, signed = int(str(row.get("number"))), str(row.get("hash"))
            if hashes.get(number) != signed:
                return stop(
                    "altered", number, f"Checkpoint {number} signs another hash than entry {number} has."
                )
            if key is None or not _signed(key, number, signed, str(row["signature"])):
                return stop(
                    "signature", number, f"The signature of checkpoint {number} is not by the ledger's key."
                )
            checkpoints += 1
        else:
            fault = _entry_fault(row, expected, previous)
            if fault:
                return stop(*fault)
            previous = link(row).hash
            hashes = {expected: previous}
            entries, expected = entries + 1, expected + 1
    if announced is not None and entries < announced:
        return stop(
            "truncated",
            expected,
            f"Entry {expected} and all after it are missing: {announced} were exported.",
        )
    return Verification(entries, checkpoints, previous)


def _entry_fault(row: dict[str, object], expected: int, previous: str) -> tuple[str, int, str] | None:
    this = link(row)
    if this.number > expected:
        return (
            "missing",
            expected,
            f"Entry {expected} is missing: entry {this.number} follows {expected - 1}.",
        )
    if this.number < expected:
        return "reordered", this.number, f"Entry {this.number} stands where entry {expected} should."
    if this.previous != previous:
        return (
            "altered",
            expected,
            f"Entry {expected} does not continue the chain: it or the one before was altered.",
        )
    if "facts" in row and digest(row["facts"], str(row.get("facts_salt", ""))) != this.facts_digest:
        return "altered", expected, f"The facts of entry {expected} were altered."
    if row.get("hash") != this.hash:
        return "altered", expected, f"Entry {expected} was altered: its hash does not fit its content."
    return None


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
