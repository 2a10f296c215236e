"""The kinds of incidents, as `data/incident_kinds.toml` has them: what each is, and its codes elsewhere."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources

from koinon.kernel.refusals import Refused


class Group(StrEnum):
    """What an incident does: to constitutional rule, to civic space by law or beside it; or a reform."""

    DISRUPTION = "disruption"
    LEGAL = "restriction-legal"
    EXTRALEGAL = "restriction-extralegal"
    REFORM = "reform"


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of incident. Texts are by language (ISO 639-1), English always among them.

    `definition` says what it is, `counts` what counts and from which day, `excludes` what does not;
    `source` names the instruments it leans on, `codes` maps keys of datasets to codes that mean it.
    """

    key: str
    group: Group
    titles: Mapping[str, str]
    definitions: Mapping[str, str]
    counted: Mapping[str, str]
    excluded: Mapping[str, str]
    source: str
    codes: Mapping[str, tuple[str, ...]]

    def title(self, language: str = "en") -> str:
        """What it is called in that language, else in English."""
        return _in(self.titles, language)

    def definition(self, language: str = "en") -> str:
        """What it is."""
        return _in(self.definitions, language)

    def counts(self, language: str = "en") -> str:
        """What counts as one, and from which day."""
        return _in(self.counted, language)

    def excludes(self, language: str = "en") -> str:
        """What looks alike and does not count."""
        return _in(self.excluded, language)


@cache
def kinds() -> tuple[Kind, ...]:
    """Every kind, in the order of the data: group by group."""
    text = resources.files("koinon.observatory.data").joinpath("incident_kinds.toml").read_text("utf-8")
    return parsed(text)


def parsed(toml: str) -> tuple[Kind, ...]:
    """Kinds from their TOML text; refuses a key that stands twice and a code that means two kinds."""
    read = tuple(
        Kind(
            key=entry["key"],
            group=Group(entry["group"]),
            titles=dict(entry["title"]),
            definitions=dict(entry["definition"]),
            counted=dict(entry["counts"]),
            excluded=dict(entry["excludes"]),
            source=entry["source"],
            codes={dataset: tuple(codes) for dataset, codes in entry.get("codes", {}).items()},
        )
        for entry in tomllib.loads(toml)["kind"]
    )
    _once("key", [one.key for one in read])
    for dataset in {dataset for one in read for dataset in one.codes}:
        _once(dataset, [code for one in read for code in one.codes.get(dataset, ())])
    return read


def kind(key: str) -> Kind:
    """The kind of that key; refuses one that is not among them."""
    found = _by_key().get(key)
    if found is None:
        raise Refused(
            "observatory.incident.kind",
            "No kind of incident is called “{kind}”: choose one of the list of kinds.",
            kind=key,
            field="kind",
        )
    return found


def known(key: str) -> Kind | None:
    """The kind of that key, None where the vocabulary has it no more."""
    return _by_key().get(key)


def of_group(group: str) -> tuple[str, ...]:
    """The keys of the kinds of a group."""
    return tuple(one.key for one in kinds() if one.group == group)


@cache
def codes_of(dataset: str) -> Mapping[str, str]:
    """What the codes of a dataset mean: code → key of the kind. Empty for a dataset without events."""
    return {code: one.key for one in kinds() for code in one.codes.get(dataset, ())}


def named(words: str) -> Kind | None:
    """The kind that someone wrote: by key, or by its title in any language, whatever the case."""
    return _by_words().get(_plain(words))


@cache
def _by_key() -> Mapping[str, Kind]:
    return {one.key: one for one in kinds()}


@cache
def _by_words() -> Mapping[str, Kind]:
    return {_plain(words): one for one in kinds() for words in (one.key, *one.titles.values())}


def _in(texts: Mapping[str, str], language: str) -> str:
    return texts.get(language[:2], texts["en"])


def _plain(words: str) -> str:
    return " ".join(words.casefold().replace("-", " ").replace("_", " ").split())


def _once(what: str, values: Iterable[str]) -> None:
    seen: set[str] = set()
    for value in values:
        if value in seen:
            raise Refused(
                "observatory.incident.kinds", "“{value}” stands twice under {what}.", value=value, what=what
            )
        seen.add(value)
