"""Roll calls for tests: generated ones, ones written as letters, and where the published ones lie."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np
from hypothesis import strategies as st

from koinon.observatory.engine.cohesion.votes import Codes, Rolls

ROOT = Path(__file__).resolve().parents[3]
SHARED = ROOT.parent / "shared" / "data"
SPEC = ROOT / "tests" / "spec" / "cohesion"
RAW = SHARED / "un" / "voeten_raw_with_absences_1946_2015.csv.gz"
LETTERS = {"Y": 1, "A": 2, "N": 3, "-": 8, ".": 9, " ": 0}


def spec(name: str) -> list[dict[str, str]]:
    """A table of cases."""
    with (SPEC / f"{name}.tsv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


def codes(*rows: str) -> Codes:
    """Roll calls as letters, a row each."""
    return np.array([[LETTERS[letter] for letter in row] for row in rows], dtype=np.int8)


def rolls(*sessions: tuple[str, ...]) -> Rolls:
    """Sessions of roll calls as letters; units are named a, b, c, …"""
    rows = [row for session in sessions for row in session]
    numbers = [n for n, session in enumerate(sessions, 1) for _ in session]
    return Rolls(
        codes(*rows),
        np.arange(1, len(rows) + 1, dtype=np.int32),
        np.array(numbers, dtype=np.int32),
        tuple("abcdefghijklmnopqrstuvwxyz"[: len(rows[0])]),
    )


@st.composite
def tables(draw: st.DrawFn, rows: int = 8, width: int = 7) -> list[list[int]]:
    """A few roll calls of a few voters, every code among them."""
    units = draw(st.integers(2, width))
    code = st.sampled_from((0, 1, 1, 1, 2, 2, 3, 3, 8, 9))
    return draw(st.lists(st.lists(code, min_size=units, max_size=units), min_size=1, max_size=rows))
