"""What is known of each source before a file of it is loaded: `data/datasets.toml`, and its indicators."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import resources
from typing import Any

NOT_FIGURES = frozenset({"place", "unit", "unit_name", "year"})


@dataclass(frozen=True, slots=True)
class Figure:
    """An indicator of a release: a column with its interval, the ends of its scale, and whether it is shown
    without asking."""

    key: str
    title: str
    about: str = ""
    scale: str = "interval"
    low: str = ""
    high: str = ""
    worse: float | None = None
    better: float | None = None
    headline: bool = False


@dataclass(frozen=True, slots=True)
class Rule:
    """Which further columns are figures: those that begin so, and do not end so. `bounded` begin a column
    whose scale is 0 to 1."""

    begins: tuple[str, ...]
    ends_not: tuple[str, ...] = ()
    ordinal: tuple[str, ...] = ()
    bounded: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Source:
    """A dataset as its publisher describes it; `citation` has places for {version} and {year}."""

    key: str
    title: str
    publisher: str
    address: str
    licence: str
    licence_address: str
    citation: str
    figures: tuple[Figure, ...] = ()
    rule: Rule | None = None
    about: str = field(default="")


@cache
def sources() -> Mapping[str, Source]:
    """Every source by its key."""
    text = resources.files("koinon.observatory.data").joinpath("datasets.toml").read_text("utf-8")
    return {key: _source(key, held) for key, held in tomllib.loads(text).items()}


def _source(key: str, held: dict[str, Any]) -> Source:
    words = {
        name: held.get(name, "")
        for name in ("title", "publisher", "address", "licence", "licence_address", "citation", "about")
    }
    rule = held.get("rule")
    return Source(
        key,
        **words,
        figures=tuple(Figure(**one) for one in held.get("indicator", ())),
        rule=Rule(**{name: tuple(values) for name, values in rule.items()}) if rule else None,
    )


def figures(source: Source, columns: Mapping[str, bool]) -> Iterator[Figure]:
    """The indicators among the columns of a release; `columns` says of each whether it holds numbers.

    Those that are described come first, in their order; then what the rule finds, as the file has it.
    """
    described = {figure.key: figure for figure in source.figures}
    for key, figure in described.items():
        if columns.get(key):
            yield figure
    for key, numeric in columns.items():
        if not numeric or key in described or key in NOT_FIGURES or source.rule is None:
            continue
        if found := _by_rule(source.rule, key, columns):
            yield found


def _by_rule(rule: Rule, key: str, columns: Mapping[str, bool]) -> Figure | None:
    if not key.startswith(rule.begins) or key.endswith(rule.ends_not):
        return None
    low, high = f"{key}_codelow", f"{key}_codehigh"
    there = low in columns and high in columns
    bounded = key.startswith(rule.bounded) and there
    return Figure(
        key,
        key,
        scale="ordinal" if key.endswith(rule.ordinal) else "interval",
        low=low if there else "",
        high=high if there else "",
        worse=0.0 if bounded else None,
        better=1.0 if bounded else None,
    )
