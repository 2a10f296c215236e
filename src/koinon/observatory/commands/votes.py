"""`koinon observatory agreements | ideal-points`: roll calls from files, without a platform."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from koinon.observatory.commands import tables

if TYPE_CHECKING:
    from koinon.observatory.engine.cohesion.ideal import Points
    from koinon.observatory.engine.cohesion.votes import Rolls

_FILES = click.argument("sources", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE…")
_OUT = click.option(
    "--out", required=True, type=click.Path(path_type=Path), help="Write the table here (CSV)."
)
_JSON = click.option("--json", "as_json", is_flag=True, help="Tell the figures as JSON.")
PAIRS = ("session", "year", "one", "other", "same", "half", "opposed", "missed", "agreement")
POINTS = ("session", "year", "unit", "point", "error", "positions")


@click.command(short_help="How often every two voters stood together, session by session.")
@_FILES
@_OUT
@click.option(
    "--abstention",
    type=click.FloatRange(0, 1),
    default=0.5,
    show_default=True,
    help="What an abstention against a yes or no counts.",
)
@click.option(
    "--absences",
    type=click.Choice(["left-out", "disagree"]),
    default="left-out",
    show_default=True,
    help="What becomes of a roll call that one of the two missed.",
)
@_JSON
def agreements(sources: tuple[Path, ...], out: Path, abstention: float, absences: str, as_json: bool) -> None:
    """All pairs of voters in all sessions, from roll calls in a file.

    FILE is Voeten's raw table (rcid, session, vote, ccode), or the tables un_votes and un_roll_calls of
    unvotes; .gz is unpacked. The measures and their sources stand in docs/explanation/cohesion.md.

    \b
    Exit codes: 0 written · 1 the file could not be read, nothing was written · 2 wrong usage.

    \b
    Examples:
      koinon observatory agreements voeten_raw.csv.gz --out pairs.csv
      koinon observatory agreements un_votes.csv un_roll_calls.csv --out pairs.csv --abstention 0
    """
    from koinon.observatory.engine.cohesion import reading
    from koinon.observatory.engine.cohesion.agreement import Absences

    tables.refuse_same(out, *sources)
    rolls = reading.read(list(sources)).rolls
    rows = _write(out, PAIRS, _pairs(rolls, abstention, Absences(absences)))
    _tell(as_json, votes=rolls.votes, roll_calls=len(rolls.roll_calls), pairs=rows)


def _pairs(rolls: Rolls, abstention: float, absences: Any) -> Iterator[tuple[Any, ...]]:
    """Each pair of a session once, where there is anything to compare."""
    import numpy as np

    from koinon.observatory.engine.cohesion.agreement import by_session, coincidence
    from koinon.observatory.engine.cohesion.votes import OPENED

    names = np.array(rolls.units)
    upper = np.triu(np.ones((len(names), len(names)), dtype=np.bool_), k=1)
    for session, counted in by_session(rolls):
        share = coincidence(counted, abstention, absences)
        one, other = np.nonzero(upper & ~np.isnan(share))
        parts = (counted.same, counted.half, counted.opposed, counted.missed)
        columns = [part[one, other].tolist() for part in parts]
        shares = np.round(share[one, other], 6).tolist()
        year = OPENED + session
        for row in zip(names[one].tolist(), names[other].tolist(), *columns, shares, strict=True):
            yield (session, year, *row)


@click.command("ideal-points", short_help="Place voters on one dimension, session by session.")
@_FILES
@_OUT
@click.option("--higher", default="2,US,USA", show_default=True, help="Voters that are to lie higher …")
@click.option("--lower", default="365,RU,RUS", show_default=True, help="… than these; separated by commas.")
@click.option(
    "--walk",
    type=click.FloatRange(0, 1, min_open=True, max_open=True),
    default=0.05,
    show_default=True,
    help="Variance by which points move between sessions, of 1.",
)
@_JSON
def ideal_points(
    sources: tuple[Path, ...], out: Path, higher: str, lower: str, walk: float, as_json: bool
) -> None:
    """Ideal points with standard errors, from roll calls in a file.

    FILE is as of `koinon observatory agreements`. The scale is that of all points together: mean 0,
    standard deviation 1. The model and its source stand in docs/explanation/cohesion.md.

    \b
    Exit codes: 0 written · 1 the file could not be read, nothing was written · 2 wrong usage.

    \b
    Examples:
      koinon observatory ideal-points voeten_raw.csv.gz --out points.csv
      koinon observatory ideal-points voeten_raw.csv.gz --out points.csv --higher 200 --lower 750
    """
    from koinon.observatory.engine.cohesion import ideal, reading
    from koinon.observatory.engine.cohesion.steps import Prior

    tables.refuse_same(out, *sources)
    rolls = reading.read(list(sources)).rolls
    found = ideal.points(rolls, higher.split(","), lower.split(","), Prior(walk=walk))
    rows = _write(out, POINTS, _points(found))
    _tell(
        as_json,
        votes=rolls.votes,
        sessions=len(found.sessions),
        points=rows,
        rounds=found.rounds,
        moved=round(found.moved, 6),
    )


def _points(found: Points) -> Iterator[tuple[Any, ...]]:
    import numpy as np

    from koinon.observatory.engine.cohesion.votes import OPENED

    for n, unit in np.argwhere(~np.isnan(found.points)).tolist():
        session = found.sessions[n]
        told = (round(float(part[n, unit]), 6) for part in (found.points, found.errors))
        yield (session, OPENED + session, found.units[unit], *told, int(found.positions[n, unit]))


def _write(out: Path, head: tuple[str, ...], rows: Iterable[tuple[Any, ...]]) -> int:
    """All of it or nothing; how many rows there are."""
    count = 0
    with tables.whole(out) as file:
        writer = csv.writer(file)
        writer.writerow(head)
        for row in rows:
            writer.writerow(row)
            count += 1
    return count


def _tell(as_json: bool, **figures: float) -> None:
    if as_json:
        click.echo(json.dumps(figures), err=True)
        return
    click.echo(" · ".join(f"{name.replace('_', ' ')}: {value}" for name, value in figures.items()), err=True)
