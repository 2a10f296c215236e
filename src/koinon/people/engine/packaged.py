"""The tables that ship with the people room (`people/data`), as plain rows."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources
from typing import Any

_DATA = resources.files("koinon.people.data")


def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of a tab-separated table with a header line, every cell a string."""
    header, *lines = _DATA.joinpath(name).read_text("utf-8").splitlines()
    fields = header.split("\t")
    return tuple(dict(zip(fields, line.split("\t"), strict=True)) for line in lines if line)


def entries(name: str, table: str) -> tuple[dict[str, Any], ...]:
    """The `[[table]]` entries of a TOML file."""
    return tuple(tomllib.loads(_DATA.joinpath(name).read_text("utf-8"))[table])


def listed(cell: str) -> tuple[str, ...]:
    """The values of a cell that holds several, separated by semicolons."""
    return tuple(value for part in cell.split(";") if (value := part.strip()))


def day(cell: str) -> date | None:
    """An ISO date, or None for an empty cell."""
    return date.fromisoformat(cell) if cell else None
