"""Words that are spelt almost like another: at most one slip in a word of four letters, two in eight.

A slip is a letter too many, one too few, another one, or two that changed places (F. Damerau, "A technique
for computer detection and correction of spelling errors", 1964). Words are found by the pairs of letters
that they must share in spite of the slips, then measured.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from pyroaring import BitMap

from koinon.register.engine.searching.shelves import Shelves

ONE_SLIP, TWO_SLIPS = 4, 8  # letters
LONGEST = 30  # letters of a word that slips are looked for in
_SPOILT = 3  # pairs of letters that one slip can change
Near = tuple[str, int, int]


def slips(form: str) -> int:
    """How many slips a word is forgiven."""
    if not form.isalpha() or len(form) > LONGEST:
        return 0
    return 2 if len(form) >= TWO_SLIPS else 1 if len(form) >= ONE_SLIP else 0


def pairs(form: str) -> set[str]:
    """The pairs of letters of a word, with its ends."""
    framed = f"^{form}$"
    return {framed[at : at + 2] for at in range(len(framed) - 1)}


def letters(forms: Sequence[str]) -> Iterator[tuple[bytes, bytes]]:
    """For each pair of letters, and each length, the places of the words that have it, sorted by pair."""
    table: dict[str, list[int]] = {}
    for place, form in enumerate(forms):
        if 2 < len(form) <= LONGEST + 2 and form.isalpha():
            for pair in pairs(form):
                table.setdefault(pair, []).append(place)
            table.setdefault(f"={len(form)}", []).append(place)
    for key in sorted(table, key=str.encode):
        yield key.encode(), BitMap(table[key]).serialize()


def near(form: str, shelves: Shelves) -> Iterator[Near]:
    """(word, slips, occurrences) of the words of a layer that are near but not the same."""
    most = slips(form)
    if not most:
        return
    section = shelves["forms"]
    if len(shelves["letters"]):
        places: Iterable[int] = _candidates(form, most, shelves)
    else:
        places = range(len(section))
    for place in places:
        other = section[place].decode()
        if other != form and abs(len(other) - len(form)) <= most and len(other) > 2:
            distance = apart(form, other, most)
            if distance <= most:
                yield other, distance, int.from_bytes(section.value(place), "little")


def _candidates(form: str, most: int, shelves: Shelves) -> Iterable[int]:
    """The places of the words that share enough pairs of letters and are about as long."""
    section = shelves["letters"]

    def held(key: str) -> BitMap:
        value = section.get(key.encode())
        return BitMap() if value is None else BitMap.deserialize(value)

    lengths = BitMap()
    for length in range(len(form) - most, len(form) + most + 1):
        lengths |= held(f"={length}")
    wanted = pairs(form)
    return at_least(max(1, len(wanted) - _SPOILT * most), [held(pair) & lengths for pair in wanted])


def at_least(least: int, sets: Sequence[BitMap]) -> BitMap:
    """The members of at least so many of the sets."""
    reached = [BitMap() for _ in range(least)]  # reached[n]: in more than n of the sets so far
    for each in sets:
        for n in range(least - 1, 0, -1):
            reached[n] |= reached[n - 1] & each
        reached[0] |= each
    return reached[-1]


def apart(one: str, other: str, most: int) -> int:
    """The number of slips between two words, or more than `most` where there are more."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        last, before, row = before, row, [i] + [0] * len(other)
        for j, against in enumerate(other, start=1):
            cost = min(row[j - 1] + 1, before[j] + 1, before[j - 1] + (letter != against))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == against:
                cost = min(cost, last[j - 2] + 1)
            row[j] = cost
        if min(row) > most and min(before) > most:
            return most + 1
    return row[-1]
