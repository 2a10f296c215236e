"""The invented pairs that recall is measured on, among a crowd, and the measure itself."""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from koinon.register.engine import vocabulary
from koinon.register.engine.lineage.likeness import Asked, Collection
from koinon.register.engine.lineage.rows import Worded
from koinon.register.engine.lineage.rows import rows as rows_of
from tests.register.lineage.crowd import crowd

SPEC = Path(__file__).resolve().parents[2] / "spec/lineage"
Ranked = Callable[[Sequence[tuple[str, str]], Sequence[int], int], list[list[int]]]


@dataclass(frozen=True)
class Set:
    """Texts as (language, text); pairs as (set, place of the later, places it restates)."""

    texts: list[tuple[str, str]]
    pairs: list[tuple[str, int, frozenset[int]]]
    decoys: frozenset[int]


def rows(name: str) -> list[dict[str, str]]:
    """The rows of a table of the specification."""
    with (SPEC / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def measured(
    distractors: Sequence[tuple[str, str]] | None = None, *, size: int = 5_000, name: str = "pairs"
) -> Set:
    """The pairs and their look-alikes among distractors."""
    places: dict[tuple[str, str], int] = {}

    def place(language: str, text: str) -> int:
        return places.setdefault((language, text), len(places))

    pairs = []
    for row in rows(name):
        earlier, later = place(row["language"], row["earlier"]), place(row["language"], row["later"])
        pairs.append((row["set"], later, frozenset({earlier})))
    decoys = frozenset(place(row["language"], row["text"]) for row in rows("decoys"))
    for language, text in crowd(size) if distractors is None else distractors:
        place(language, text)
    return Set(list(places), pairs, decoys)


def collection(texts: Sequence[tuple[str, str]]) -> Collection:
    """Each text a document of its own, with the themes that the register would give it."""
    words = vocabulary.default()
    asked = [
        Asked(at, at, themes=frozenset(words.tagged(text, language)[0]))
        for at, (language, text) in enumerate(texts)
    ]
    worded = (Worded(at, 0, language, text) for at, (language, text) in enumerate(texts))
    return Collection(asked, rows_of(worded))


def ours(texts: Sequence[tuple[str, str]], places: Sequence[int], most: int) -> list[list[int]]:
    """For each place the likeliest others, by the register's own engine."""
    found = collection(texts).likely(places, most=most)
    return [
        [one.later if one.earlier == place else one.earlier for one in best]
        for place, best in zip(places, found, strict=True)
    ]


def real_texts(folder: Path, *, most: int) -> list[str]:
    """Recommendations of the exports of UPR Info, each once, from all over the files."""
    found: dict[str, None] = {}
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="", errors="replace") as file:
            found |= dict.fromkeys(row["Text"].strip() for row in csv.DictReader(file) if row["Text"])
    texts = list(found)
    return texts[:: max(1, len(texts) // most)][:most]


def recall(of: Set, ranked: Ranked, *, at: int, only: str = "") -> float:
    """Of the later texts, how many have the earlier one that they restate among the first `at`."""
    chosen = [(later, earlier) for which, later, earlier in of.pairs if only in ("", which)]
    found = ranked(of.texts, [later for later, _ in chosen], at)
    hits = sum(bool(earlier & set(best)) for (_, earlier), best in zip(chosen, found, strict=True))
    return hits / len(chosen)
