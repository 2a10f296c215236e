"""The themes of the field and the groups of people it concerns: data, and the tagging of texts with them.

The packaged table is `engine/terms/vocabulary.toml`; an installation may parse its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from importlib import resources

from koinon.register.engine.terms import notation
from koinon.register.engine.terms.matching import Matcher, covered
from koinon.register.engine.terms.nodes import Group, Theme
from koinon.register.engine.terms.parsing import parsed

__all__ = ["Group", "Match", "Theme", "Vocabulary", "default"]

TEXT_WEIGHT = 4  # a word in the text weighs as much as four in the headings above it
EVERY_LANGUAGE = "any"


@dataclass(frozen=True, slots=True)
class Match:
    """Why a text carries a key: the words of the text, in order, without repetition."""

    key: str
    label: str
    words: tuple[str, ...]
    is_theme: bool


@dataclass(frozen=True)
class Vocabulary:
    """Themes and groups in the order of the data."""

    themes: tuple[Theme, ...]
    groups: tuple[Group, ...]
    _matchers: dict[str, Matcher] = field(default_factory=dict, init=False, repr=False, compare=False)

    @classmethod
    def parse(cls, toml: bytes | str, file: str = "vocabulary.toml") -> Vocabulary:
        """A vocabulary from its TOML text; `file` is the name that a refusal mentions."""
        return cls(*parsed(toml, file))

    def theme(self, key: str) -> Theme | None:
        """The theme of that key."""
        return next((t for t in self.themes if t.key == key), None)

    def group(self, key: str) -> Group | None:
        """The group of that key."""
        return next((g for g in self.groups if g.key == key), None)

    def ancestors(self, key: str) -> tuple[str, ...]:
        """The keys above a theme, nearest first."""
        theme = self.theme(key)
        above: list[str] = []
        while theme and theme.parent:
            above.append(theme.parent)
            theme = self.theme(theme.parent)
        return tuple(above)

    def tagged(self, text: str, language: str, context: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The keys of the themes and of the groups a text is about, strongest first, then in data order.

        An entry is as strong as the number of words its terms cover. `context` (the headings above the text)
        adds to the themes that the text itself names, and gives the themes only where the text names none.
        """
        strengths = {entry: TEXT_WEIGHT * n for entry, n in self._strengths(text, language).items()}
        last_theme = len(self.themes)
        silent = not any(entry < last_theme for entry in strengths)
        for entry, strength in self._strengths(context, language).items() if context else ():
            if entry < last_theme and (silent or entry in strengths):
                strengths[entry] = strengths.get(entry, 0) + strength
        order = sorted(strengths, key=lambda entry: (-strengths[entry], entry))
        return (
            tuple(self.themes[entry].key for entry in order if entry < last_theme),
            tuple(self.groups[entry - last_theme].key for entry in order if entry >= last_theme),
        )

    def why(self, text: str, language: str) -> tuple[Match, ...]:
        """The words of the text that earned each key, strongest first."""
        words = notation.words(text)
        found = covered(self._matcher(language).hits(words))
        weight = {entry: sum(end - start for start, end in spans) for entry, spans in found.items()}
        return tuple(
            self._match(entry, (" ".join(words[start:end]) for start, end in found[entry]), language)
            for entry in sorted(found, key=lambda entry: (-weight[entry], entry))
        )

    def _match(self, entry: int, words: Iterable[str], language: str) -> Match:
        is_theme = entry < len(self.themes)
        node = self.themes[entry] if is_theme else self.groups[entry - len(self.themes)]
        return Match(node.key, node.label(language), tuple(dict.fromkeys(words)), is_theme)

    def _strengths(self, text: str, language: str) -> dict[int, int]:
        found = covered(self._matcher(language).hits(notation.words(text)))
        return {entry: sum(end - start for start, end in spans) for entry, spans in found.items()}

    def _matcher(self, language: str) -> Matcher:
        spoken = language[:2].lower()
        if not any(spoken in node.terms for node in self._nodes()):
            spoken = "en"
        matcher = self._matchers.get(spoken)
        if matcher is None:
            matcher = self._matchers[spoken] = Matcher(self._terms(spoken))
        return matcher

    def _nodes(self) -> Iterator[Theme]:
        yield from self.themes
        yield from self.groups

    def _terms(self, spoken: str) -> Iterator[tuple[int, bool, str]]:
        for entry, node in enumerate(self._nodes()):
            for language in (spoken, EVERY_LANGUAGE):
                yield from ((entry, False, term) for term in node.terms.get(language, ()))
                yield from ((entry, True, term) for term in node.exceptions.get(language, ()))


@cache
def default() -> Vocabulary:
    """The vocabulary that ships with the reader."""
    folder = resources.files("koinon.register.engine.terms")
    return Vocabulary.parse(folder.joinpath("vocabulary.toml").read_bytes())
