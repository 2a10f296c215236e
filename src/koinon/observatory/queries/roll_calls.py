"""The roll calls that are loaded, as a matrix with the places behind its columns, and what each was about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import numpy as np
import polars as pl

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.cohesion.votes import OPENED, Bools, Index, Ints, Rolls, rolls
from koinon.observatory.models import Release
from koinon.observatory.queries import frames, releases

DATASETS = ("unga-raw", "unvotes")  # the first that is loaded, unless another is asked for
TITLED = "unvotes"  # has titles of the roll calls, which the raw votes lack; numbers are the same


@dataclass(frozen=True)
class Call:
    """What is known of a roll call. `day` is an ISO date or ""; `symbol` as published, "R/60/154"."""

    number: int
    session: int
    day: str
    symbol: str
    title: str
    description: str
    issues: tuple[str, ...]

    @property
    def on(self) -> date | None:
        """The day as a date."""
        return date.fromisoformat(self.day) if self.day else None


@dataclass(frozen=True)
class Held:
    """A release's roll calls. `places` has the place of a unit in a session or "": (sessions, units)."""

    release: Release
    rolls: Rolls
    calls: tuple[Call, ...]
    sessions: tuple[int, ...]
    places: np.ndarray[tuple[int, ...], np.dtype[np.str_]]
    unit_names: Mapping[str, str]
    row_of: Mapping[int, int] = field(repr=False, default_factory=dict)

    @property
    def at(self) -> Index:
        """For each roll call the row of its session in `places`."""
        return np.searchsorted(np.array(self.sessions), self.rolls.sessions)

    @property
    def absences(self) -> bool:
        """Whether absences are recorded."""
        return bool((self.rolls.codes == 8).any())

    @property
    def years(self) -> Ints:
        """The year in which the session of each roll call opened."""
        return self.rolls.sessions + OPENED

    def kept(self, issue: str = "", first: int | None = None, last: int | None = None) -> Bools:
        """Which roll calls are of an issue ("" for every one) and of sessions from `first` to `last`."""
        found = np.ones(len(self.calls), dtype=np.bool_)
        if issue:
            found &= np.array([issue in call.issues for call in self.calls], dtype=np.bool_)
        if first is not None:
            found &= self.rolls.sessions >= first
        if last is not None:
            found &= self.rolls.sessions <= last
        return found

    def members(self, codes: Iterable[str], sessions: Index | None = None) -> Bools:
        """Which units stand for places of these codes in each session: (sessions, units)."""
        named = self.places if sessions is None else self.places[sessions]
        return np.isin(named, [code for code in codes if code])

    def column(self, code: str, session: int) -> int | None:
        """The column of a place in a session."""
        found = np.flatnonzero(self.places[self.sessions.index(session)] == code)
        return int(found[0]) if len(found) and code else None


def loaded() -> list[Release]:
    """The newest release of each dataset of roll calls that is loaded, the one that is taken first."""
    return [found for dataset in DATASETS if (found := releases.newest(dataset))]


def held(dataset: str = "") -> Held | None:
    """The roll calls of a dataset, of the first that is loaded where none is named; None where it is not."""
    found = [one for one in loaded() if dataset in ("", one.dataset.key)]
    if not found:
        return None
    titled = releases.newest(TITLED)
    return _read(found[0].pk, titled.pk if titled else None)


def needed(found: Held | None, dataset: str = "") -> Held:
    """The roll calls, or the sentence that says how they come here; `dataset`: the one that was asked for."""
    if found is None and dataset in DATASETS and loaded():
        raise NotFound(
            "observatory.no_such_roll_calls",
            "No roll calls of {dataset} are loaded, but those of {loaded}: name these, or load them by "
            "“koinon observatory load {dataset} FILE”.",
            dataset=dataset,
            loaded=", ".join(one.dataset.key for one in loaded()),
        )
    if found is None:
        raise NotFound(
            "observatory.no_roll_calls",
            "No roll calls are loaded: an officer loads them by “koinon observatory load unga-raw FILE”.",
        )
    return found


def rated() -> Release | None:
    """The release from which Freedom House's groups are taken."""
    return releases.newest("fiw")


def published() -> Release | None:
    """The release of published ideal points."""
    return releases.newest("unga-ideal-points")


def call(at: Held, number: int) -> tuple[int, Call]:
    """A roll call by its number, with its row."""
    row = at.row_of.get(number)
    if row is None:
        raise NotFound("observatory.roll_call", "There is no roll call of this number in this release.")
    return row, at.calls[row]


@lru_cache(maxsize=4)
def _read(release_pk: int, titled_pk: int | None) -> Held:
    """Read by key, because a release never changes; a process keeps what it read."""
    release = releases.standing().get(pk=release_pk)
    titled = releases.standing().get(pk=titled_pk) if titled_pk is not None else None
    votes = frames.scan(release, "votes").select("session", "roll_call", "unit", "place", "vote").collect()
    names = frames.scan(release, "votes")
    matrix = rolls(votes.select("session", "roll_call", "unit", "vote"))
    sessions = tuple(np.unique(matrix.sessions).tolist())
    calls = tuple(_calls(release, titled, matrix))
    return Held(
        release,
        matrix,
        calls,
        sessions,
        _places(votes, matrix, sessions),
        _names(names),
        {one.number: n for n, one in enumerate(calls)},
    )


def _places(
    votes: pl.DataFrame, matrix: Rolls, sessions: tuple[int, ...]
) -> np.ndarray[tuple[int, ...], np.dtype[np.str_]]:
    once = votes.group_by("session", "unit").agg(pl.col("place").drop_nulls().first()).drop_nulls("place")
    columns = {unit: n for n, unit in enumerate(matrix.units)}
    rows = {session: n for n, session in enumerate(sessions)}
    found = np.full((len(sessions), len(columns)), "", dtype="U40")
    for session, unit, place in once.iter_rows():
        found[rows[session], columns[unit]] = place
    return found


def _names(votes: pl.LazyFrame) -> dict[str, str]:
    """Units as they are named in the release, where it names them."""
    if "unit_name" not in votes.collect_schema().names():
        return {}
    named = votes.select("unit", "unit_name").unique("unit", keep="any").drop_nulls().collect()
    return dict(named.iter_rows())


def _calls(release: Release, titled: Release | None, matrix: Rolls) -> list[Call]:
    table = frames.frame(release, table="roll_calls")
    titles: dict[int, tuple[str, str]] = {}
    if titled is not None:
        told = frames.frame(titled, table="roll_calls").select("roll_call", "title", "description")
        titles = {number: (title or "", words or "") for number, title, words in told.iter_rows()}
    rows = {row["roll_call"]: row for row in table.iter_rows(named=True)}
    return [
        _call(rows.get(number, {}), number, session, titles.get(number, ("", "")))
        for number, session in zip(matrix.roll_calls.tolist(), matrix.sessions.tolist(), strict=True)
    ]


def _call(row: Mapping[str, object], number: int, session: int, titled: tuple[str, str]) -> Call:
    def text(name: str) -> str:
        return str(row.get(name) or "")

    issues = row.get("issues") or []
    assert isinstance(issues, list)
    return Call(
        number,
        session,
        text("date"),
        text("symbol"),
        text("title") or titled[0],
        text("description") or titled[1],
        tuple(issues),
    )
