"""A vocabulary file in, its themes and groups out; every fault is refused with its place and its mend."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import sentence
from koinon.register.engine.terms.nodes import Group, Theme
from koinon.register.engine.terms.notation import pieces

# Numbered and lettered targets of each Sustainable Development Goal (A/RES/71/313).
_TARGETS = {
    1: (5, "ab"), 2: (5, "abc"), 3: (9, "abcd"), 4: (7, "abc"), 5: (6, "abc"), 6: (6, "ab"),
    7: (3, "ab"), 8: (10, "ab"), 9: (5, "abc"), 10: (7, "abc"), 11: (7, "abc"), 12: (8, "abc"),
    13: (3, "ab"), 14: (7, "abc"), 15: (9, "abc"), 16: (10, "ab"), 17: (19, ""),
}  # fmt: skip
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_FIELDS = {"key", "label", "parent", "sdg", "uhri", "terms", "except", "source"}


def parsed(toml: bytes | str, file: str) -> tuple[tuple[Theme, ...], tuple[Group, ...]]:
    """The themes and the groups of a vocabulary file, in its order."""
    table = _table(toml, file)
    if unknown := sorted(set(table) - {"theme", "group"}):
        raise _refused("unknown-table", file, unknown[0], "only [[theme]] and [[group]] tables are known")
    themes = tuple(Theme(**fields) for fields in _entries(table, "theme", file))
    groups = tuple(Group(**fields) for fields in _entries(table, "group", file))
    for nodes in (themes, groups):
        _check_keys(nodes, file)
        _check_parents(nodes, file)
    return themes, groups


def _table(toml: bytes | str, file: str) -> dict[str, Any]:
    try:
        return tomllib.loads(toml.decode("utf-8-sig") if isinstance(toml, bytes) else toml)
    except UnicodeDecodeError as error:
        raise _refused(
            "encoding", file, f"byte {error.start}", "is not UTF-8: save the file as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise _refused("syntax", file, "TOML", f"{error}: correct that line") from error


def _rows(table: Mapping[str, Any], name: str, file: str) -> list[dict[str, Any]]:
    rows = table.get(name, [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise _refused("not-a-list", file, name, f"must be written as [[{name}]] tables")
    return rows


def _entries(table: Mapping[str, Any], name: str, file: str) -> Iterator[dict[str, Any]]:
    for number, row in enumerate(_rows(table, name, file), 1):
        key = row.get("key")
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise _refused("key", file, f"[[{name}]] number {number}", 'needs a key such as "civic-space"')
        yield _fields(row, key, file)


def _fields(row: Mapping[str, Any], key: str, file: str) -> dict[str, Any]:
    if unknown := sorted(set(row) - _FIELDS):
        raise _refused("unknown-field", file, key, f'has an unknown field "{unknown[0]}"')
    labels = row.get("label")
    if not isinstance(labels, dict) or not all(isinstance(v, str) and v.strip() for v in labels.values()):
        raise _refused("label", file, key, 'needs a label such as label = { en = "Civic space" }')
    if "en" not in labels:
        raise _refused("label", file, key, "needs an English label (label.en)")
    parent = row.get("parent")
    if parent is not None and not isinstance(parent, str):
        raise _refused("parent", file, key, "has a parent that is not the key of a theme")
    return {
        "key": key,
        "labels": labels,
        "parent": parent,
        "sdg": _targets(row, key, file),
        "uhri": _strings(row.get("uhri", []), "uhri", key, file),
        "terms": _terms(row, "terms", key, file),
        "exceptions": _terms(row, "except", key, file),
        "source": str(row.get("source", "")),
    }


def _targets(row: Mapping[str, Any], key: str, file: str) -> tuple[str, ...]:
    targets = _strings(row.get("sdg", []), "sdg", key, file)
    for target in targets:
        goal, _, part = target.partition(".")
        numbered, lettered = _TARGETS.get(int(goal) if goal.isdecimal() else 0, (0, ""))
        if part not in {*map(str, range(1, numbered + 1)), *lettered}:
            raise _refused(
                "sdg", file, key, f'names the SDG target "{target}", which does not exist: write "16.3"'
            )
    return targets


def _terms(row: Mapping[str, Any], name: str, key: str, file: str) -> dict[str, tuple[str, ...]]:
    by_language = row.get(name, {})
    if not isinstance(by_language, dict):
        raise _refused("terms", file, key, f'needs its {name} by language: {name}.en = ["spyware"]')
    found = {lang: _strings(terms, f"{name}.{lang}", key, file) for lang, terms in by_language.items()}
    for language, terms in found.items():
        for term in terms:
            try:
                tuple(pieces(term))
            except ValueError as error:
                raise _refused("term", file, key, f'{name}.{language}: "{term}" {error}') from error
    return found


def _strings(value: object, name: str, key: str, file: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(v, str) and v.strip() for v in value):
        raise _refused("list", file, key, f"needs {name} as a list of texts in quotes")
    return tuple(value)


def _check_keys(nodes: Sequence[Theme], file: str) -> None:
    seen: set[str] = set()
    for node in nodes:
        if node.key in seen:
            raise _refused("duplicate", file, node.key, "stands twice: give each entry a key of its own")
        seen.add(node.key)


def _check_parents(nodes: Sequence[Theme], file: str) -> None:
    parents = {node.key: node.parent for node in nodes}
    for node in nodes:
        if node.parent is not None and node.parent not in parents:
            raise _refused(
                "parent", file, node.key, f'has the parent "{node.parent}", which is not in the file'
            )
        above, seen = node.parent, {node.key}
        while above is not None:
            if above in seen:
                raise _refused("circle", file, node.key, "is its own ancestor: break the circle of parents")
            seen.add(above)
            above = parents[above]


def _refused(fault: str, file: str, entry: str, what: str) -> Refused:
    told = sentence("{file}, {entry}: {what}.", file=file, entry=entry, what=what)
    return Refused(f"vocabulary.{fault}", told, file=file, entry=entry)
