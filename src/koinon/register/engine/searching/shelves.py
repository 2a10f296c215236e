"""A file of sorted keys with a value of bytes each, in named sections, read through a memory map.

Layout: magic, length of the header (8 bytes, little-endian), header (JSON: facts, and for each section
its number of keys and where its four parts start), then for each section: where each key starts (unsigned
64-bit numbers, one more than keys), the keys, where each value starts, the values. Nothing is read until
it is asked for, and processes that map the same file share its pages.
"""

from __future__ import annotations

import json
import mmap
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import accumulate
from pathlib import Path
from typing import Any

MAGIC = b"koinon1\n"
ROOM = 8192  # bytes for the header
Pairs = Iterable[tuple[bytes, bytes]]


class Broken(Exception):
    """The file is not whole, or not of this layout."""


class Section:
    """The keys of a section and their values, in the order of the keys."""

    def __init__(self, data: mmap.mmap, count: int, starts: list[int]) -> None:
        self._data, self._count = data, count
        view = memoryview(data)
        size = 8 * (count + 1)
        self._keys, self._values = (view[s : s + size].cast("Q") for s in (starts[0], starts[2]))
        self._key_start, self._value_start = starts[1], starts[3]

    def __len__(self) -> int:
        return self._count

    def __getitem__(self, place: int) -> bytes:
        """The key at a place."""
        base = self._key_start
        return self._data[base + self._keys[place] : base + self._keys[place + 1]]

    def place(self, key: bytes) -> int | None:
        """The place of a key, if it is there."""
        place = bisect_left(self, key, 0, self._count)
        return place if place < self._count and self[place] == key else None

    def value(self, place: int) -> bytes:
        """The value at a place."""
        base = self._value_start
        return self._data[base + self._values[place] : base + self._values[place + 1]]

    def get(self, key: bytes) -> bytes | None:
        """The value of a key, if it is there."""
        place = self.place(key)
        return None if place is None else self.value(place)

    def items(self) -> Iterator[tuple[bytes, bytes]]:
        """Every key with its value."""
        return ((self[place], self.value(place)) for place in range(self._count))


class Shelves:
    """An open file: its facts, and its sections by name."""

    def __init__(self, path: Path) -> None:
        try:
            with path.open("rb") as file:
                self._data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            if self._data[: len(MAGIC)] != MAGIC:
                raise Broken(f"{path} is of another layout.")
            start = len(MAGIC) + 8
            header = json.loads(
                self._data[start : start + int.from_bytes(self._data[start - 8 : start], "little")]
            )
            if header["size"] != len(self._data):
                raise Broken(f"{path} is not whole.")
        except (OSError, ValueError, KeyError) as error:
            raise Broken(f"{path} cannot be read: {error}") from error
        self.facts: dict[str, Any] = header["facts"]
        self._sections = {
            name: Section(self._data, count, starts) for name, (count, starts) in header["sections"].items()
        }

    def __getitem__(self, name: str) -> Section:
        return self._sections[name]


def write(path: Path, facts: Callable[[], Mapping[str, Any]], sections: Mapping[str, Pairs]) -> None:
    """Write a file under its name at once: it is there whole, or not at all. Keys must come sorted.

    `facts` is asked last, so that it may tell of what the sections held; at most ROOM bytes of JSON.
    """
    draft = path.with_name(path.name + ".draft")
    with draft.open("wb") as file:
        parts: dict[str, tuple[int, list[int]]] = {}
        place = ROOM
        file.seek(place)
        for name, pairs in sections.items():
            keys, sizes = [], []
            spill = path.with_name(path.name + ".values")
            with spill.open("wb") as values:
                for key, value in pairs:
                    keys.append(key)
                    sizes.append(len(value))
                    values.write(value)
            starts = []
            blob = b"".join(keys)
            for part in (_offsets(map(len, keys)), blob, _offsets(sizes)):
                starts.append(place)
                place += file.write(part) + file.write(b"\0" * (-len(part) % 8))
            starts.append(place)
            with spill.open("rb") as values:
                while chunk := values.read(1 << 22):
                    place += file.write(chunk)
            spill.unlink()
            place += file.write(b"\0" * (-place % 8))
            parts[name] = (len(keys), starts)
        header = json.dumps({"facts": facts(), "sections": parts, "size": place}).encode()
        assert len(MAGIC) + 8 + len(header) <= ROOM
        file.seek(0)
        file.write(MAGIC + len(header).to_bytes(8, "little") + header)
    draft.replace(path)


def _offsets(sizes: Iterable[int]) -> bytes:
    return array("Q", [0, *accumulate(sizes)]).tobytes()
