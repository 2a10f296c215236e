"""An invented assembly: six countries, three sessions, a league that one joins, ratings that change."""

from __future__ import annotations

from datetime import date

import polars as pl

from koinon.ledger import guard
from koinon.observatory.engine.cohesion.votes import OPENED
from koinon.observatory.models import Release
from koinon.people.models import Membership, Place
from tests.factories.observatory import place, release
from tests.observatory.cohesion.voting import LETTERS

UNITS = ("1", "2", "3", "4", "5", "6")
CODES = ("AAX", "BBX", "CCX", "DDX", "EEX", "")
NAMES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "")
SESSIONS = {
    86: ("YYYYNN", "YYANNN", "YYYAA-"),
    87: ("YYNNN.", "NNYYY.", "YYYYYY"),
    88: ("YNNNN-", "Y-AN--"),
}
RIGHTS = (1, 2, 4, 7)


def roll_calls(dataset: str = "unga-raw", version: str = "2033", *, absences: bool = True) -> Release:
    """The votes as a release; places are made where they are not there yet."""
    for code, name in zip(CODES, NAMES, strict=True):
        if code:
            place(code, name)
    rows = [(session, row) for session, calls in SESSIONS.items() for row in calls]
    votes = pl.DataFrame(
        [
            {
                "session": session, "year": OPENED + session, "roll_call": number, "unit": unit,
                "place": code or None, "vote": LETTERS[letter],
            }
            for number, (session, row) in enumerate(rows, 1)
            for unit, code, letter in zip(UNITS, CODES, row, strict=True)
            if absences or letter in "YAN"
        ],
        schema_overrides={"session": pl.Int16, "roll_call": pl.Int32, "vote": pl.Int8},
    )  # fmt: skip
    calls = pl.DataFrame(
        {
            "session": [session for session, _ in rows],
            "year": [OPENED + session for session, _ in rows],
            "date": [date(OPENED + session, 11, number) for number, (session, _) in enumerate(rows, 1)],
            "roll_call": list(range(1, len(rows) + 1)),
            "symbol": [f"R/{session}/{number}" for number, (session, _) in enumerate(rows, 1)],
            "title": [
                f"MATTER {number}" if dataset == "unvotes" else "" for number in range(1, len(rows) + 1)
            ],
            "description": [""] * len(rows),
            "importantvote": [0] * len(rows),
            "issues": [["hr"] if number in RIGHTS else [] for number in range(1, len(rows) + 1)],
        },
        schema_overrides={"issues": pl.List(pl.String), "roll_call": pl.Int32},
    )
    summary = votes.group_by("place", "unit", "year").len().with_columns(unit_name="unit")
    return release(dataset, version, summary, tables={"votes": votes, "roll_calls": calls})


def ratings() -> Release:
    """Alder, Birch and Cedar free, the others not; Cedar no longer in the third year."""
    rows = [
        {"place": code, "year": year, "status": "F" if code in free else "NF"}
        for year, free in ((2031, CODES[:3]), (2032, CODES[:3]), (2033, CODES[:2]))
        for code in CODES[:5]
    ]
    return release("fiw", "2034", rows)


def league() -> Place:
    """A group of Alder, Birch and Cedar, which Dogwood joins after the second session."""
    made = place("league", "League", kind="group")
    with guard.writing("test"):
        for code in CODES[:3]:
            Membership.objects.create(group=made, member=Place.objects.get(code=code))
        joined = date(2033, 1, 1)
        Membership.objects.create(group=made, member=Place.objects.get(code="DDX"), since=joined)
    return made
