"""Three-valued logic: what is not known never counts as a no, and spreads only as far as it matters.

Source: S. C. Kleene, Introduction to Metamathematics (1952), § 64, the strong tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum, StrEnum
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Truths: TypeAlias = NDArray[np.int8]


class Truth(IntEnum):
    """In this order, so that `all` is the least and `any` the greatest."""

    NO = 0
    UNKNOWN = 1
    YES = 2


class Combination(StrEnum):
    """How several truths make one."""

    ALL = "all"
    ANY = "any"
    NONE = "none"


def combined(how: Combination, parts: Sequence[Truths]) -> Truths:
    """One array of truths of several, each of the same shape; at least one is given."""
    stacked = np.stack(parts)
    if how is Combination.ALL:
        least: Truths = stacked.min(axis=0)
        return least
    most: Truths = stacked.max(axis=0)
    return most if how is Combination.ANY else (Truth.YES - most).astype(np.int8)
