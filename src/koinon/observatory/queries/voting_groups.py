"""Groups whose votes are told: regions and groups of places, Freedom House's ratings, rule sets, all members.

Who belongs is decided for each roll call: of a region or group by its dated memberships on the day of the
roll call; of a rating by the status of the year in which the session opened; of a rule set by its verdict at
the end of that year.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np
import polars as pl
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.kernel.refusals import NotFound
from koinon.observatory.engine.cohesion.votes import OPENED, Bools
from koinon.observatory.engine.standing.rule_sets import said
from koinon.observatory.models import Release
from koinon.observatory.queries import frames, roll_calls, rule_sets, standing
from koinon.observatory.queries.places import COUNTRIES
from koinon.observatory.queries.roll_calls import Held
from koinon.people.models import Membership, Place

RATED = {"rated-free": "F", "rated-partly-free": "PF", "rated-not-free": "NF"}
ALL = "all-members"
MEETS = "meets-"
NO_ROW, INSTEAD = 1981, 1982  # the rating published as of 1982 covers January 1981 to August 1982

Span: TypeAlias = tuple[str, str, date | None, date | None]


@dataclass(frozen=True)
class Group:
    """A group by its key. `kind`: all, rated, place or rule-set; `release`: what else its members rest on."""

    key: str
    name: str
    kind: str
    place: Place | None = None
    release: Release | None = None


def group(key: str) -> Group:
    """The group of a key."""
    if key == ALL:
        return Group(key, _("All members of the United Nations"), "all")
    if key in RATED:
        return Group(key, rated_names()[key], "rated", release=roll_calls.rated())
    if key.startswith(MEETS):
        held = rule_sets.rule_set(key.removeprefix(MEETS))
        return Group(
            key, _("Meets: {rules}").format(rules=said(held.rules.title, get_language() or "en")), "rule-set"
        )
    place = Place.objects.filter(code=key).exclude(kind__in=COUNTRIES).first()
    if place is None:
        raise NotFound("observatory.group", "There is no group or region of this code whose votes are told.")
    return Group(key, named(place), "place", place)


def named(place: Place) -> str:
    """A place by its name in the reader's language, where it has one."""
    return standing.named(place)


def rated_names() -> dict[str, str]:
    """What Freedom House's three groups are called."""
    return {
        "rated-free": _("Rated free by Freedom House"),
        "rated-partly-free": _("Rated partly free by Freedom House"),
        "rated-not-free": _("Rated not free by Freedom House"),
    }


def choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Every group that can be chosen, under headings."""
    places = Place.objects.exclude(kind__in=COUNTRIES).order_by("name")
    by_kind: dict[str, list[tuple[str, str]]] = {Place.Kind.GROUP: [], Place.Kind.REGION: []}
    for place in places:
        by_kind.setdefault(place.kind, []).append((place.code, named(place)))
    rated = list(rated_names().items()) if roll_calls.rated() else []
    rules = [
        (f"{MEETS}{held.key}", said(held.rules.title, get_language() or "en")) for held in rule_sets.every()
    ]
    found = [
        (_("Everyone"), [(ALL, _("All members of the United Nations"))]),
        (_("Ratings"), rated),
        (_("Groups"), by_kind[Place.Kind.GROUP]),
        (_("Regions"), by_kind[Place.Kind.REGION]),
        (_("Rule sets"), rules),
    ]
    return [(heading, rows) for heading, rows in found if rows]


def members(of: Group, held: Held) -> Bools:
    """Which units belong to the group at each roll call: (roll calls, units)."""
    if of.kind == "all":
        return np.ones(held.rolls.codes.shape, dtype=np.bool_)
    if of.kind == "place":
        return _by_day(of.key, held)
    if of.kind == "rated":
        return _by_session(held, _rated(of))
    chosen = standing.reading(of.key.removeprefix(MEETS))
    return _by_session(held, lambda year: _meeting(chosen, year))


def _by_session(held: Held, codes: Callable[[int], Sequence[str]]) -> Bools:
    rows = [np.isin(held.places[n], codes(OPENED + session)) for n, session in enumerate(held.sessions)]
    return np.stack(rows)[held.at]


def _rated(of: Group) -> Callable[[int], Sequence[str]]:
    if of.release is None:
        return lambda year: ()
    table = frames.frame(of.release, ["place", "year", "status"]).drop_nulls("place")
    own = table.filter(pl.col("status") == RATED[of.key])
    by_year = {int(year): part["place"].to_list() for (year,), part in own.group_by("year")}
    return lambda year: by_year.get(INSTEAD if year == NO_ROW else year, ())


def _meeting(chosen: standing.Reading, year: int) -> Sequence[str]:
    told = standing.verdicts(chosen, date(year, 12, 31))
    return [code for code, verdict in told.items() if verdict == "meets"]


def _by_day(key: str, held: Held) -> Bools:
    """Members on the day of each roll call; without a day, on the last of the year its session opened."""
    spans = list(
        Membership.objects.order_by("pk").values_list("group__code", "member__code", "since", "until")
    )
    turns = sorted({day for _group, _member, *ends in spans for day in ends if day})
    days = [call.on or date(OPENED + call.session, 12, 31) for call in held.calls]
    period = np.searchsorted(np.array(turns, dtype="M8[D]"), np.array(days, dtype="M8[D]"), side="right")
    found = np.zeros(held.rolls.codes.shape, dtype=np.bool_)
    for number in np.unique(period).tolist():
        codes = belonging(key, spans, turns[number - 1] if number else date.min)
        at = period == number
        found[at] = held.members(codes, held.at[at])
    return found


def belonging(key: str, spans: Sequence[Span], on: date) -> frozenset[str]:
    """Everything that belongs to a group on a day, at any depth, the groups within it included."""
    within: dict[str, list[str]] = {}
    for group_code, member, since, until in spans:
        if (since is None or since <= on) and (until is None or on < until):
            within.setdefault(group_code, []).append(member)
    seen = {key}
    ahead = [key]
    while ahead:
        for member in within.get(ahead.pop(), ()):
            if member not in seen:
                seen.add(member)
                ahead.append(member)
    return frozenset(seen - {key})
