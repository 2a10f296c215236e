"""Keys that stand in addresses: free ones."""

from __future__ import annotations

from collections.abc import Set
from itertools import count


def free_key(wish: str, taken: Set[str]) -> str:
    """The wished key, or the first of wish-2, wish-3 … that is not taken."""
    candidates = (wish if n == 1 else f"{wish}-{n}" for n in count(1))
    return next(key for key in candidates if key not in taken)
