"""Roles as data: what each may do. Read from the packaged table `people/data/roles.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any


@dataclass(frozen=True, slots=True)
class Role:
    """`bound` says whether a mandate in this role needs a party: partnership, party or either."""

    key: str
    name: str
    bound: str
    may: frozenset[str]


def roles(table: Mapping[str, Mapping[str, Any]]) -> dict[str, Role]:
    """The roles of a parsed table, in its order."""
    return {
        key: Role(key, str(row["name"]), str(row["for"]), frozenset(row["may"])) for key, row in table.items()
    }


ROLES = roles(tomllib.loads(resources.files("koinon.people.data").joinpath("roles.toml").read_text("utf-8")))
