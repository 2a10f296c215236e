"""An invented corpus of any size, with the word frequencies and the crowd of parties that real ones have.

    uv run python bench/corpus.py --provisions 100000

fills the database of this installation (KOINON_DATA or KOINON_DATABASE_URL; it may be running) with review
outcomes of invented states by COPY, and builds the search index. Everything in it is invented and marked so.
The same seed gives the same corpus. For a program: `papers(count, seed=…)` yields the documents one by one.

Words follow Zipf and Mandelbrot: the word of rank r has a weight of 1 / (r + 2.7) ** 1.07.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, count
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

from corpus_words import LANGUAGES, WITHOUT_SPACES, words

from koinon.register.engine import vocabulary

STATES = 196
BODIES = 24  # civil society, institutions: some are known parties, some only names
NAMES = 400  # addressees that the directory does not know
A_PAPER = (60, 240)  # provisions of a document
YEARS = range(2006, 2027)
LENGTHS = (8, 14, 18, 22, 26, 30, 36, 48, 70)  # words of a provision
VERBS = ("Ratify", "Adopt", "Strengthen", "Continue", "Ensure", "Take", "Amend", "Guarantee", "Establish")


@dataclass(frozen=True, slots=True)
class Named:
    """A party by key and name; a name alone where the directory does not know it."""

    key: str
    name: str


@dataclass(frozen=True, slots=True)
class Item:
    """A provision of the corpus."""

    number: int
    text: str
    kind: str
    strength: str
    addressees: tuple[Named, ...]
    issuers: tuple[Named, ...]
    themes: tuple[str, ...]
    groups: tuple[str, ...]
    deadline: str
    due: date | None
    section: str


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of the corpus."""

    number: int
    slug: str
    title: str
    language: str
    issued_on: date
    issuer: Named
    items: tuple[Item, ...]


def states() -> list[Named]:
    """Invented states, the most talkative first."""
    chance = random.Random("states")
    names: dict[str, None] = {}
    while len(names) < STATES:
        stem = "".join(
            chance.choices(("ar", "bel", "cor", "dan", "el", "mar", "nor", "os", "tal", "ven"), k=3)
        )
        names[f"{stem.capitalize()}{chance.choice(('ia', 'land', 'mark', 'stan', ' Isles'))}"] = None
    return [Named(f"bench-{name.lower().replace(' ', '-')}", name) for name in names]


def bodies() -> list[Named]:
    """Invented bodies that are asked beside states."""
    return [Named(f"bench-body-{n}", f"Invented body {n}") for n in range(1, BODIES + 1)]


def papers(provisions: int, *, seed: int = 1) -> Iterator[Paper]:
    """Documents with that many provisions altogether."""
    made, maker = 0, _Maker(seed)
    for number in count(1):
        if made >= provisions:
            return
        size = min(maker.chance.randint(*A_PAPER), provisions - made)
        made += size
        yield maker.paper(number, size)


class _Maker:
    """What is drawn from, and the chance to draw with."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.states, self.bodies = states(), bodies()
        self.weights = list(accumulate(1 / (rank + 8) for rank in range(len(self.states))))
        known = vocabulary.default()
        self.themes = [node.key for node in known.themes]
        self.groups = [node.key for node in known.groups]
        self.theme_weights = list(accumulate(1 / (rank + 3) for rank in range(len(self.themes))))
        self.group_weights = list(accumulate(1 / (rank + 2) for rank in range(len(self.groups))))
        self.words = {language: words(language) for language in LANGUAGES}
        size = len(self.words["en"])
        self.zipf = list(accumulate(1 / (rank + 2.7) ** 1.07 for rank in range(1, size + 1)))

    def paper(self, number: int, size: int) -> Paper:
        chance = self.chance
        state = chance.choices(self.states, cum_weights=self.weights)[0]
        language = chance.choices(list(LANGUAGES), list(LANGUAGES.values()))[0]
        issued = date(chance.choice(YEARS), 1, 1) + timedelta(days=chance.randrange(365))
        lengths = chance.choices(LENGTHS, k=size)
        stream = chance.choices(self.words[language], cum_weights=self.zipf, k=sum(lengths))
        items, place = [], 0
        for each, length in enumerate(lengths, start=1):
            items.append(self._item(each, language, state, issued, stream[place : place + length]))
            place += length
        title = f"Invented review of {state.name}, {issued.year} (bench {number})"
        return Paper(number, f"bench-{number}", title, language, issued, state, tuple(items))

    def _item(self, number: int, language: str, state: Named, issued: date, drawn: list[str]) -> Item:
        chance = self.chance
        pledge = chance.random() < 0.06
        draw = chance.random()
        due = issued + timedelta(days=365 * chance.randint(1, 6)) if draw < 0.08 else None
        return Item(
            number=number,
            text=_sentence(drawn, language, chance),
            kind="commitment" if pledge else "recommendation" if chance.random() < 0.95 else "principle",
            strength=chance.choices(("recommendation", "intention", "optional", "binding"), (80, 9, 6, 5))[0],
            addressees=self._addressees(state),
            issuers=(state,) if pledge else self._issuers(),
            themes=tuple(dict.fromkeys(chance.choices(self.themes, cum_weights=self.theme_weights, k=2))),
            groups=tuple(chance.choices(self.groups, cum_weights=self.group_weights)) if draw < 0.4 else (),
            deadline=f"by {due.year}" if due else "regularly" if draw < 0.12 else "",
            due=due,
            section=f"Cluster {number // 20 + 1}",
        )

    def _addressees(self, state: Named) -> tuple[Named, ...]:
        draw = self.chance.random()
        if draw < 0.85:
            return (state,)
        if draw < 0.93:
            return (state, self.chance.choice(self.bodies))
        return (state, Named("", f"bench authority {int(NAMES * self.chance.random() ** 2) + 1}"))

    def _issuers(self) -> tuple[Named, ...]:
        several = self.chance.choices((1, 2, 3, 6), (85, 9, 4, 2))[0]
        drawn = self.chance.choices(self.states, cum_weights=self.weights, k=several)
        return tuple({party.key: party for party in drawn}.values())


def _sentence(drawn: Sequence[str], language: str, chance: random.Random) -> str:
    if language in WITHOUT_SPACES:
        parts = ["".join(drawn[at : at + 7]) for at in range(0, len(drawn), 7)]
        return ("，" if language == "zh" else " ").join(parts) + ("。" if language == "zh" else "")
    first = chance.choice(VERBS) + " " if language == "en" else ""
    half = len(drawn) // 2
    joined = " ".join(drawn[:half]) + ", " + " ".join(drawn[half:]) if half > 6 else " ".join(drawn)
    return f"{first}{joined}."


def main() -> int:
    """Fill the database of this installation and index it."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--provisions", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--no-index", action="store_true", help="leave the search index as it is")
    options = parser.parse_args()

    from koinon.site.server.access import platform

    with platform():
        from corpus_copy import copied

        from koinon.register.queries import index

        began = time.perf_counter()
        written = copied(papers(options.provisions, seed=options.seed))
        print(f"{written} provisions written in {time.perf_counter() - began:.1f} s.")
        if not options.no_index:
            began = time.perf_counter()
            print(f"{index.rebuild()} provisions indexed in {time.perf_counter() - began:.1f} s.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
