"""Which provisions hold a term or a facet's value: exact sets, as compressed bitmaps of keys.

Two layers answer together: a large base that is written seldom, and a small delta with the rows that
changed since. Rows of the base that were replaced or deleted are `gone`. Both are files of `shelves`.
Bitmaps are Roaring bitmaps (S. Chambi et al., "Better bitmap performance with Roaring bitmaps", 2016).
"""

from __future__ import annotations

import heapq
from array import array
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Any

from pyroaring import BitMap

from koinon.register.engine.searching import nearness, shelves
from koinon.register.engine.searching.shelves import Pairs, Shelves

AT_ONCE = 8_000_000  # entries that are gathered before they are put aside in a file
Facets = Mapping[str, Iterable[str]]


class Gathered:
    """Rows on their way into a layer: any number in bounded memory, with a folder to put them aside in."""

    def __init__(self, aside: Path | None = None) -> None:
        self.rows = BitMap()
        self.terms: dict[str, BitMap] = {}
        self.facets: dict[str, BitMap] = {}
        self.forms: Counter[str] = Counter()
        self._waiting: defaultdict[str, array[int]] = _arrays()
        self._waiting_facets: defaultdict[str, array[int]] = _arrays()
        self._count = 0
        self._aside = aside
        self._runs: list[Shelves] = []

    def add(self, pk: int, terms: Iterable[str], forms: Iterable[str], facets: Facets) -> None:
        """A row: its terms, its words as they stand, the values of its facets."""
        self.rows.add(pk)
        waiting = self._waiting
        each = set(terms)
        for term in each:
            waiting[term].append(pk)
        self.forms.update(set(forms))
        for name, values in facets.items():
            for value in values:
                self._waiting_facets[f"{name}\0{value}"].append(pk)
        self._count += len(each)
        if self._count > AT_ONCE:
            self._pack()
            self._put_aside()

    def remove(self, rows: BitMap) -> None:
        """Take rows out again; how often a word occurs is not taken back, and is a hint only."""
        self._pack()
        self.rows -= rows
        for table in (self.terms, self.facets):
            for key in [key for key, held in table.items() if held.intersect(rows)]:
                table[key] -= rows
                if not table[key]:
                    del table[key]

    def _pack(self) -> None:
        """Turn what waits into bitmaps."""
        for waiting, table in ((self._waiting, self.terms), (self._waiting_facets, self.facets)):
            for key, rows in waiting.items():
                if key in table:
                    table[key] |= BitMap(rows)
                else:
                    table[key] = BitMap(rows)
        self._waiting, self._waiting_facets, self._count = _arrays(), _arrays(), 0

    def _put_aside(self) -> None:
        if self._aside is None:
            return
        path = self._aside / f"run-{len(self._runs)}"
        shelves.write(path, dict, self._sections())
        self._runs.append(Shelves(path))
        path.unlink()  # the map keeps it until it is read
        self.terms, self.facets, self.forms = {}, {}, Counter()

    def _sections(self) -> dict[str, Pairs]:
        return {
            "terms": _sorted(self.terms, _packed),
            "facets": _sorted(self.facets, _packed),
            "forms": _sorted(self.forms, _counted),
        }

    @classmethod
    def read(cls, layer: Layer) -> Gathered:
        """A layer again as it was gathered."""
        made = cls()
        made.rows = layer.rows.copy()
        made.terms = {k.decode(): BitMap.deserialize(v) for k, v in layer.shelves["terms"].items()}
        made.facets = {k.decode(): BitMap.deserialize(v) for k, v in layer.shelves["facets"].items()}
        made.forms.update({k.decode(): _count(v) for k, v in layer.shelves["forms"].items()})
        return made

    def write(self, path: Path, *, base: str = "", gone: BitMap | None = None) -> None:
        """The layer as a file; a delta names its base and what is gone of it."""
        self._pack()
        own = self._sections()
        joined = {
            name: _joined([*(run[name].items() for run in self._runs), pairs], _JOIN[name])
            for name, pairs in own.items()
        }
        _write(path, base, self.rows, gone or BitMap(), joined)


def _arrays() -> defaultdict[str, array[int]]:
    return defaultdict(lambda: array("I"))


def _sorted(table: Mapping[str, Any], packed: Callable[[Any], bytes]) -> Iterator[tuple[bytes, bytes]]:
    for key in sorted(table, key=str.encode):
        yield key.encode(), packed(table[key])


def _packed(rows: BitMap) -> bytes:
    rows.run_optimize()
    return rows.serialize()


def _counted(count: int) -> bytes:
    return count.to_bytes(4, "little")


def _count(value: bytes) -> int:
    return int.from_bytes(value, "little")


def _united(values: list[bytes]) -> bytes:
    return values[0] if len(values) == 1 else _packed(BitMap.union(*map(BitMap.deserialize, values)))


def _summed(values: list[bytes]) -> bytes:
    return _counted(sum(map(_count, values)))


_JOIN = {"terms": _united, "facets": _united, "forms": _summed}
_KEY: Callable[[tuple[bytes, bytes]], bytes] = itemgetter(0)


def _joined(parts: Sequence[Pairs], join: Callable[[list[bytes]], bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Several sorted runs of pairs as one, the values of a key joined."""
    for key, pairs in groupby(heapq.merge(*parts, key=_KEY), key=_KEY):
        yield key, join([value for _, value in pairs])


def _write(path: Path, base: str, rows: BitMap, gone: BitMap, sections: Mapping[str, Pairs]) -> None:
    languages: set[str] = set()
    spelt: list[str] = []

    def terms() -> Iterator[tuple[bytes, bytes]]:
        for key, value in sections["terms"]:
            if key[:1] not in (b"#", b"@"):
                languages.add(key.partition(b":")[0].decode())
            yield key, value

    def forms() -> Iterator[tuple[bytes, bytes]]:
        for key, value in sections["forms"]:
            spelt.append("" if base else key.decode())
            yield key, value

    def letters() -> Iterator[tuple[bytes, bytes]]:
        yield from () if base else nearness.letters(spelt)

    written: dict[str, Pairs] = {
        "terms": terms(),
        "facets": sections["facets"],
        "forms": forms(),
        "letters": letters(),
        "rows": ((b"all", _packed(rows)), (b"gone", _packed(gone))),
    }
    shelves.write(path, lambda: {"base": base, "languages": sorted(languages)}, written)


def _rows(file: Shelves, key: bytes) -> BitMap:
    held = file["rows"].get(key)
    if held is None:
        raise shelves.Broken("The rows of a layer are missing.")
    return BitMap.deserialize(held)


class Layer:
    """A file of postings, open."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.shelves = Shelves(path)
        self.base = str(self.shelves.facts["base"])
        self.languages = frozenset(self.shelves.facts["languages"])
        self.rows = _rows(self.shelves, b"all")
        self.gone = _rows(self.shelves, b"gone")
        self.facets: dict[str, dict[str, BitMap]] = {}
        for key, value in self.shelves["facets"].items():
            name, _, chosen = key.decode().partition("\0")
            self.facets.setdefault(name, {})[chosen] = BitMap.deserialize(value)

    def term(self, term: str) -> BitMap:
        """The rows of this layer that hold a term."""
        value = self.shelves["terms"].get(term.encode())
        return BitMap() if value is None else BitMap.deserialize(value)

    def facet(self, name: str, value: str) -> BitMap:
        """The rows of this layer that carry a value."""
        return self.facets.get(name, {}).get(value, _NOTHING)


_NOTHING = BitMap()


class Postings:
    """Base and delta as one."""

    def __init__(self, base: Layer, delta: Layer) -> None:
        self.base, self.delta = base, delta
        self.gone = delta.gone
        self._standing = base.rows - delta.gone if delta.gone else base.rows
        self.rows = self._standing | delta.rows
        self.languages = tuple(sorted((base.languages | delta.languages) - {""}))
        self._values: dict[str, list[_Value]] = {}

    def term(self, term: str) -> BitMap:
        """The rows that hold a term."""
        return self._joined(self.base.term(term), self.delta.term(term))

    def facet(self, name: str, value: str) -> BitMap:
        """The rows that carry a value of a facet."""
        return self._joined(self.base.facet(name, value), self.delta.facet(name, value))

    def _joined(self, base: BitMap, delta: BitMap) -> BitMap:
        if self.gone:
            base = base - self.gone
        return base | delta if delta else base

    def counts(self, name: str, among: BitMap, most: int) -> list[tuple[str, int]]:
        """The `most` frequent values of a facet among some rows, with how many of them carry each.

        Values are tried by how many rows carry them at all; the search ends where none can be among
        the most frequent any more. Values of equal count come in order of their names.
        """
        values = self._values.get(name)
        if values is None:
            values = self._values[name] = self._tallied(name)
        if len(among) == len(self.rows):
            return [(v.value, v.standing) for v in values[:most]]
        standing, changed = among, None
        if self.delta.rows:
            changed = among & self.delta.rows
            standing = among - changed if changed else among
        counts: list[tuple[str, int]] = []
        best: list[int] = []
        for value in values:
            if len(best) == most and value.standing < best[0]:
                break
            count = standing.intersection_cardinality(value.base)
            if changed and value.delta:
                count += changed.intersection_cardinality(value.delta)
            if count:
                counts.append((value.value, count))
                if len(best) < most:
                    heapq.heappush(best, count)
                elif count > best[0]:
                    heapq.heapreplace(best, count)
        counts.sort(key=lambda pair: (-pair[1], pair[0]))
        return counts[:most]

    def _tallied(self, name: str) -> list[_Value]:
        base, delta = self.base.facets.get(name, {}), self.delta.facets.get(name, {})
        values = [
            _Value(value, base.get(value, _NOTHING), delta.get(value, _NOTHING), self._standing)
            for value in base.keys() | delta.keys()
        ]
        return sorted((v for v in values if v.standing), key=lambda v: (-v.standing, v.value))

    def near(self, form: str, holds: Callable[[str], bool]) -> list[str]:
        """Words that are spelt almost like one, the nearest and most frequent first, that `holds` keeps."""
        found: dict[str, tuple[int, int]] = {}
        for layer in (self.base, self.delta):
            for other, distance, count in nearness.near(form, layer.shelves):
                before = found.get(other, (distance, 0))
                found[other] = (distance, before[1] + count)
        if not found:
            return []
        nearest = min(distance for distance, _ in found.values())
        ordered = sorted(found, key=lambda other: (found[other][0], -found[other][1], other))
        return [other for other in ordered if found[other][0] == nearest and holds(other)]


class _Value:
    """A value of a facet with its rows in both layers; `standing` is how many there are now."""

    __slots__ = ("base", "delta", "standing", "value")

    def __init__(self, value: str, base: BitMap, delta: BitMap, standing: BitMap) -> None:
        self.value, self.base, self.delta = value, base, delta
        self.standing = base.intersection_cardinality(standing) + len(delta)


def merged(base: Layer, delta: Layer, path: Path) -> None:
    """A new base of both layers, row by row in constant memory save for the words."""
    gone = delta.gone

    def standing(section: str) -> Iterator[tuple[bytes, bytes]]:
        for key, value in base.shelves[section].items():
            rows = BitMap.deserialize(value) - gone
            if rows:
                yield key, _packed(rows)

    joined: dict[str, Pairs] = {
        name: _joined([standing(name), delta.shelves[name].items()], _united) for name in ("terms", "facets")
    }
    joined["forms"] = _joined([base.shelves["forms"].items(), delta.shelves["forms"].items()], _summed)
    _write(path, "", (base.rows - gone) | delta.rows, BitMap(), joined)
