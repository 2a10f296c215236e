"""Which rule sets there are: those that come with the program, and the partnership's own."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from importlib.resources import files

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.standing.parsing import parsed
from koinon.observatory.engine.standing.rule_sets import RuleSet
from koinon.observatory.models import RuleSet as Kept


@dataclass(frozen=True)
class Held:
    """A rule set as it holds: as parsed and as written; `kept` facts are None for one of the program's."""

    rules: RuleSet
    text: str
    digest: str
    own: bool = False
    pk: int | None = None
    published_at: datetime | None = None
    ended_at: datetime | None = None
    reasons: str = ""

    @property
    def key(self) -> str:
        """Its key."""
        return self.rules.key


@cache
def shipped() -> dict[str, Held]:
    """The rule sets of the program, by key, in the order of their files."""
    folder = files("koinon.observatory.data").joinpath("rule_sets")
    names = sorted(one.name for one in folder.iterdir() if one.name.endswith(".toml"))
    found = (_of_text(folder.joinpath(name).read_text("utf-8"), name) for name in names)
    return {one.key: one for one in found}


def _of_text(text: str, name: str) -> Held:
    return Held(parsed(text, name), text, digest(text))


def digest(text: str) -> str:
    """What names a text of rules: SHA-256, hexadecimal."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def own() -> list[Held]:
    """The rule sets of the partnership that hold, by key."""
    return [_of_row(row) for row in Kept.objects.filter(ended_at=None).order_by("key")]


def every() -> list[Held]:
    """All that hold: the partnership's own first, then the program's."""
    return [*own(), *shipped().values()]


def rule_set(key: str) -> Held:
    """The rule set of that key, as it holds."""
    row = Kept.objects.filter(key=key, ended_at=None).first()
    found = _of_row(row) if row else shipped().get(key)
    if found is None:
        raise NotFound("observatory.rule_set", "There is no rule set of this name.")
    return found


def version(pk: int) -> Held:
    """One version of the partnership's own, ended or not."""
    row = Kept.objects.filter(pk=pk).first()
    if row is None:
        raise NotFound("observatory.rule_set", "There is no rule set of this name.")
    return _of_row(row)


def versions(key: str) -> list[Held]:
    """Every version that the partnership published under a key, the latest first."""
    return [_of_row(row) for row in Kept.objects.filter(key=key).order_by("-published_at", "-id")]


def kept() -> list[Held]:
    """Every version of every rule set of the partnership, by key, the latest first."""
    return [_of_row(row) for row in Kept.objects.order_by("key", "-published_at", "-id")]


@cache
def _parsed(digest: str, text: str, key: str) -> RuleSet:
    return parsed(text, f"{key}.toml")


def _of_row(row: Kept) -> Held:
    return Held(
        _parsed(row.digest, row.text, row.key),
        row.text,
        row.digest,
        own=True,
        pk=row.pk,
        published_at=row.published_at,
        ended_at=row.ended_at,
        reasons=row.reasons,
    )
