"""A public stream of numbers from a seed: whoever has the seed computes the same numbers, in any language.

Block i of the stream (i = 0, 1, 2 …) is SHA-256 over the UTF-8 bytes of the seed, a slash, and i in decimal
digits, read as a big-endian whole number below 2**256. `printf 'seed/0' | sha256sum` shows the first one.
A number below n takes one block v: if v lies in the incomplete last run of n (v >= 2**256 - 2**256 % n) the
block is thrown away and the next is taken, else it is v % n. So every number below n is equally likely.
Shuffling is Fisher and Yates, from the end: for i = last … 1, swap i with a number below i + 1.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from typing import TypeVar

SPACE = 2**256
T = TypeVar("T")


class Stream:
    """The numbers that a seed gives, one after another; `position` blocks have been used."""

    def __init__(self, seed: str, position: int = 0) -> None:
        if not seed:
            raise ValueError("A stream needs a seed of one character or more.")
        self.seed, self.position = seed, position

    def block(self) -> int:
        """The next block: a whole number below 2**256."""
        digest = hashlib.sha256(f"{self.seed}/{self.position}".encode()).digest()
        self.position += 1
        return int.from_bytes(digest, "big")

    def below(self, n: int) -> int:
        """The next number from 0 up to, not including, n; n is from 1 to 2**256."""
        if not 0 < n <= SPACE:
            raise ValueError(f"A number below {n} cannot be drawn: give a whole number from 1 to 2**256.")
        end = SPACE - SPACE % n
        value = self.block()
        while value >= end:
            value = self.block()
        return value % n

    def shuffled(self, things: Iterable[T]) -> list[T]:
        """The things in a new order; every order is equally likely."""
        found = list(things)
        for last in range(len(found) - 1, 0, -1):
            other = self.below(last + 1)
            found[last], found[other] = found[other], found[last]
        return found
