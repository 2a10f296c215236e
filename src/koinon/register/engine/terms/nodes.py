"""The entries of the vocabulary: themes, and groups of people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Theme:
    """A node of the thematic vocabulary. `labels`, `terms` and `exceptions` are by language.

    `sdg` holds SDG targets ("16.3"), `uhri` theme names of the Universal Human Rights Index.
    """

    key: str
    labels: Mapping[str, str]
    terms: Mapping[str, tuple[str, ...]]
    exceptions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    parent: str | None = None
    sdg: tuple[str, ...] = ()
    uhri: tuple[str, ...] = ()
    source: str = ""

    def label(self, language: str = "en") -> str:
        """The label in that language, else in English."""
        return self.labels.get(language[:2], self.labels["en"])


@dataclass(frozen=True, slots=True)
class Group(Theme):
    """A group of people whom a provision concerns; the same fields as a theme."""
