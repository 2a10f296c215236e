"""The hash chain: how an entry is digested, and how a copy of the ledger is checked.

An entry commits to the digest of its facts and to the salted digest of its personal data, never to
the personal data themselves: erasing a person leaves the chain valid. Digests are SHA-256 over
canonical JSON (RFC 8785's ordering for the plain values used here: sorted keys, no white space,
UTF-8, no floats). Checkpoints are Ed25519 signatures (RFC 8032) over number and hash.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

GENESIS = "0" * 64


def canonical(value: object) -> bytes:
    """The one byte string of a JSON value; floats are refused because they have several spellings."""
    _without_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def _without_floats(value: object) -> None:
    if isinstance(value, float):
        raise TypeError(f"A float ({value!r}) has no canonical form: give an integer or a string.")
    if isinstance(value, Mapping):
        for key, item in value.items():
            if not isinstance(key, str):
                raise TypeError(f"The key {key!r} of a ledger fact must be a string.")
            _without_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _without_floats(item)


def digest(value: object, salt: str = "") -> str:
    """SHA-256 of salt and canonical JSON, as 64 hexadecimal digits."""
    return hashlib.sha256(salt.encode() + b"\x00" + canonical(value)).hexdigest()


@dataclass(frozen=True, slots=True)
class Link:
    """One entry as it stands in the chain. `at` is ISO 8601 in UTC; digests are hexadecimal."""

    number: int
    at: str
    verb: str
    about: str
    visibility: str
    facts_digest: str
    private_digest: str
    previous: str

    @property
    def hash(self) -> str:
        """The digest that the next entry carries as `previous`."""
        return digest(
            {
                "number": self.number,
                "at": self.at,
                "verb": self.verb,
                "about": self.about,
                "visibility": self.visibility,
                "facts": self.facts_digest,
                "private": self.private_digest,
                "previous": self.previous,
            }
        )


def checkpoint_message(number: int, hash_: str) -> bytes:
    """The bytes that a checkpoint signs."""
    return canonical({"koinon": "checkpoint", "number": number, "hash": hash_})
