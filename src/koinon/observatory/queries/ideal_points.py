"""Ideal points of the loaded roll calls: found once by a job, kept as a file beside the database.

The file lies below `<data>/derived/ideal-points`, named by what it follows from: the release's checksum, the
prior, and the method's version. It can be deleted at any time: it is found again.
"""

from __future__ import annotations

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from django.conf import settings

from koinon.observatory.engine.cohesion import ideal
from koinon.observatory.engine.cohesion.steps import Prior
from koinon.observatory.engine.cohesion.votes import OPENED
from koinon.observatory.queries import frames, roll_calls
from koinon.observatory.queries.roll_calls import Held
from koinon.people.models import Place

METHOD = "1"  # goes up when the same votes would give other points
HIGHER, LOWER = ("USA",), ("RUS", "SUN")  # which way is up, as in the published points


@dataclass(frozen=True)
class Point:
    """A place's point in a session with its standard error, and the published one where it is loaded."""

    session: int
    year: int
    point: float
    error: float
    published: float | None


def path(held: Held) -> Path:
    """Where the points of a release lie, once they are found."""
    of = f"{held.release.checksum} {Prior()} {METHOD}"
    return Path(settings.DATA_DIR) / "derived" / "ideal-points" / f"{_digest(of)}.parquet"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def table(held: Held) -> pl.DataFrame | None:
    """All points (session, year, unit, place, point, error, positions), None until they are found."""
    file = path(held)
    return pl.read_parquet(file) if file.is_file() else None


def due() -> list[Held]:
    """The loaded roll calls whose points are not found yet."""
    every = (roll_calls.held(release.dataset.key) for release in roll_calls.loaded())
    return [held for held in every if held and not path(held).is_file()]


def find(held: Held) -> pl.DataFrame:
    """Find all points and keep them; takes some seconds for all sessions of the General Assembly."""
    found = ideal.points(held.rolls, _units(held, HIGHER), _units(held, LOWER))
    session, unit = np.nonzero(~np.isnan(found.points))
    numbers = np.array(found.sessions, dtype=np.int16)[session]
    told = pl.DataFrame(
        {
            "session": numbers,
            "year": (numbers + OPENED).astype(np.int16),
            "unit": np.array(found.units)[unit],
            "place": held.places[session, unit],
            "point": found.points[session, unit],
            "error": found.errors[session, unit],
            "positions": found.positions[session, unit],
        }
    )
    file = path(held)
    file.parent.mkdir(parents=True, exist_ok=True)
    draft = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        told.write_parquet(draft)
        draft.replace(file)
    finally:
        draft.unlink(missing_ok=True)
    return told


def _units(held: Held, codes: tuple[str, ...]) -> list[str]:
    return [held.rolls.units[n] for n in np.flatnonzero(np.isin(held.places, codes).any(axis=0)).tolist()]


def of_place(held: Held, place: Place) -> list[Point] | None:
    """The points of one place by session; None until they are found."""
    every = table(held)
    if every is None:
        return None
    published = _published(place)
    own = every.filter(pl.col("place") == place.code).sort("session")
    return [
        Point(session, year, point, error, published.get(session))
        for session, year, point, error in own.select("session", "year", "point", "error").iter_rows()
    ]


def _published(place: Place) -> dict[int, float]:
    release = roll_calls.published()
    if release is None:
        return {}
    rows = frames.frame(release, ["place", "session", "ideal_point"]).drop_nulls()
    return dict(rows.filter(pl.col("place") == place.code).select("session", "ideal_point").iter_rows())


def agreement(held: Held) -> tuple[float, int] | None:
    """The median over sessions of the correlation with the published points, and over how many sessions."""
    ours, release = table(held), roll_calls.published()
    if ours is None or release is None:
        return None
    theirs = frames.frame(release, ["place", "session", "ideal_point"]).drop_nulls()
    both = ours.filter(pl.col("place") != "").join(theirs, on=["place", "session"])
    told = both.group_by("session").agg(r=pl.corr("point", "ideal_point"), n=pl.len())
    rows = told.filter((pl.col("n") > 5) & pl.col("r").is_not_nan())["r"]
    return (float(np.median(rows.to_numpy())), rows.len()) if rows.len() else None
