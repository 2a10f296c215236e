"""The measures of cohesion in the obvious way: one roll call, one pair, one voter after the other."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

YES, ABSTAIN, NO, ABSENT = 1, 2, 3, 8
POSITIONS = (YES, ABSTAIN, NO)
Table = list[list[int]]  # one row a roll call, one code a voter


def tally(row: list[int], members: list[bool]) -> dict[int, int]:
    """How many members have each code."""
    found: dict[int, int] = {}
    for code, member in zip(row, members, strict=True):
        if member:
            found[code] = found.get(code, 0) + 1
    return found


def agreement(yes: int, abstain: int, no: int, least: int) -> Fraction | None:
    """The index of Hix, Noury and Roland."""
    taking = yes + abstain + no
    if taking < least or taking == 0:
        return None
    most = max(yes, abstain, no)
    return Fraction(2 * most - (taking - most), 2 * taking)


def rice(yes: int, no: int, least: int) -> Fraction | None:
    """Rice's index."""
    if yes + no < least or yes + no == 0:
        return None
    return Fraction(abs(yes - no), yes + no)


def coincidence(
    table: Table, one: int, other: int, weight: Fraction, *, absences_disagree: bool
) -> Fraction | None:
    """How often two voters stood together."""
    whole, agreed = 0, Fraction(0)
    for row in table:
        a, b = row[one], row[other]
        if a in POSITIONS and b in POSITIONS:
            whole += 1
            if a == b:
                agreed += 1
            elif ABSTAIN in (a, b):
                agreed += weight
        elif absences_disagree and ABSENT in (a, b) and (a in POSITIONS or b in POSITIONS):
            whole += 1
    return agreed / whole if whole else None


def line(counts: dict[int, int]) -> int:
    """What more than half of those who took a position did, where enough did; else 0."""
    taking = sum(counts.get(code, 0) for code in POSITIONS)
    if taking < 3 or 2 * taking < taking + counts.get(ABSENT, 0):
        return 0
    return next((code for code in POSITIONS if 2 * counts.get(code, 0) > taking), 0)


def departures(table: Table, members: list[list[bool]]) -> list[tuple[int, int, str]]:
    """(roll call, voter, kind) of everyone who took a position while the group had a line."""
    found = []
    for number, (row, group) in enumerate(zip(table, members, strict=True)):
        held = line(tally(row, group))
        for voter, code in enumerate(row):
            if not held or not group[voter] or code not in POSITIONS:
                continue
            if code == held:
                found.append((number, voter, "with"))
            elif ABSTAIN in (code, held):
                found.append((number, voter, "apart"))
            else:
                found.append((number, voter, "opposed"))
    return found


def log_posterior(
    table: Table,
    sessions: list[int],
    theta: dict[tuple[int, int], float],
    calls: dict[int, tuple[float, float, float]],
    prior: tuple[float, float, float, float],
) -> float:
    """What is to be as large as can be: `theta` by (session, voter), `calls` (slope, lower, gap) by row.

    `prior`: variances of the walk, slopes, lower cuts and log gaps. Voters walk through the sessions in which
    they took a position, and those between.
    """
    walk, slope, lower, gap = prior
    told = 0.0
    for number, row in enumerate(table):
        if number not in calls:
            continue
        s, c, g = calls[number]
        told -= s * s / slope / 2 + c * c / lower / 2 + g * g / gap / 2
        for voter, code in enumerate(row):
            if code in POSITIONS:
                lean = s * theta[sessions[number], voter]
                below, under = _logistic(c - lean), _logistic(c + math.exp(g) - lean)
                told += math.log({NO: below, ABSTAIN: under - below, YES: 1 - under}[code])
    for voter in {v for _, v in theta}:
        own = sorted(s for s, v in theta if v == voter)
        told -= theta[own[0], voter] ** 2 / 2
        for one, other in pairwise(own):
            step = theta[other, voter] - math.sqrt(1 - walk) * theta[one, voter]
            told -= step**2 / walk / 2
    return told


def _logistic(value: float) -> float:
    return 1 / (1 + math.exp(-value))
