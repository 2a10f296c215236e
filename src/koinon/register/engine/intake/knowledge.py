"""What a format's own words mean in ours: its issues, bodies and sessions, from tables beside this file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources

from koinon.kernel.directory import Directory, folded
from koinon.register.engine.terms.nodes import Theme
from koinon.register.engine.vocabulary import Vocabulary

COUNCIL = "Human Rights Council"


@cache
def table(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a packaged table; lines that begin with # say where it comes from."""
    text = resources.files("koinon.register.engine.intake").joinpath(name).read_text("utf-8")
    header, *lines = (line for line in text.splitlines() if line and not line.startswith("#"))
    names = header.split("\t")
    return tuple(dict(zip(names, line.split("\t"), strict=True)) for line in lines)


@cache
def session_ends(session: int) -> date | None:
    """The last day of a session of the UPR working group, where the table knows it."""
    rows = {int(row["session"]): date.fromisoformat(row["ended"]) for row in table("upr_sessions.tsv")}
    return rows.get(session)


@cache
def body_name(code: str) -> str:
    """The name of a recommending body by its code; codes without a name stand as they are."""
    return {row["code"]: row["name"] for row in table("uhri_bodies.tsv")}.get(code.upper(), code)


@dataclass(frozen=True)
class Mapping:
    """Which of our themes and groups the words of a format lead to."""

    themes: dict[str, tuple[str, ...]]
    groups: dict[str, tuple[str, ...]]

    def themes_of(self, words: Iterable[str]) -> tuple[str, ...]:
        """The themes that the words lead to, in their order."""
        return tuple(dict.fromkeys(k for w in words for k in self.themes.get(folded(w), ())))

    def groups_of(self, words: Iterable[str]) -> tuple[str, ...]:
        """The groups that the words lead to, in their order."""
        return tuple(dict.fromkeys(k for w in words for k in self.groups.get(folded(w), ())))


def mapping(name: str, vocabulary: Vocabulary) -> Mapping:
    """A packaged table as far as the vocabulary in force has its themes and groups."""
    themes = {theme.key for theme in vocabulary.themes}
    groups = {group.key for group in vocabulary.groups}
    rows = table(name)
    return Mapping(
        {folded(r["issue"]): tuple(k for k in r["themes"].split(";") if k in themes) for r in rows},
        {folded(r["issue"]): tuple(k for k in r["groups"].split(";") if k in groups) for r in rows},
    )


def labels(vocabulary: Vocabulary) -> Mapping:
    """The vocabulary's own keys and labels, in every language, as words that lead to them."""
    return Mapping(_named(vocabulary.themes), _named(vocabulary.groups))


def uhri(vocabulary: Vocabulary) -> Mapping:
    """The names that the vocabulary says the Universal Human Rights Index uses, and our further ones."""
    further = mapping("uhri_themes.tsv", vocabulary)
    themes, groups = _collected(vocabulary.themes), _collected(vocabulary.groups)
    return Mapping(further.themes | themes, further.groups | groups)


def _collected(nodes: Iterable[Theme]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        for name in node.uhri:
            found[folded(name)] = (*found.get(folded(name), ()), node.key)
    return found


def _named(nodes: Sequence[Theme]) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for node in nodes:
        found |= dict.fromkeys(map(folded, node.labels.values()), (node.key,))
    return found | {folded(node.key): (node.key,) for node in nodes}


@dataclass(frozen=True)
class Known:
    """What a format is read with: the parties, and the vocabulary in force."""

    parties: Directory
    vocabulary: Vocabulary
    _codes: dict[str, str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def code(self, name: str) -> str:
        """A short identity for a name: a state's alpha-3 code, another party's key, else the folded name."""
        if name not in self._codes:
            self._codes[name] = self._code(name)
        return self._codes[name]

    def _code(self, name: str) -> str:
        party = self.parties.resolve(name)
        if party is None:
            return folded(name).replace(" ", "-") or "unknown"
        return party.key.removeprefix("state-").upper() if party.key.startswith("state-") else party.key

    def tagged(
        self, text: str, language: str, themes: tuple[str, ...], groups: tuple[str, ...]
    ) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The themes and groups given, and after them those that the text itself names."""
        heard_themes, heard_groups = self.vocabulary.tagged(text, language)
        return tuple(dict.fromkeys((*themes, *heard_themes))), tuple(dict.fromkeys((*groups, *heard_groups)))
