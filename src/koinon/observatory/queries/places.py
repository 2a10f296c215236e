"""Places as the observatory speaks of them: countries and territories by code, groups and regions by day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from koinon.kernel.refusals import NotFound
from koinon.people.models import Membership, Place

COUNTRIES = (Place.Kind.COUNTRY, Place.Kind.TERRITORY)


def country(code: str) -> Place:
    """A country or territory by its code."""
    found = Place.objects.filter(code=code, kind__in=COUNTRIES).first()
    if found is None:
        raise NotFound("observatory.place", "There is no country or territory of this code.")
    return found


def countries(codes: Iterable[str]) -> list[Place]:
    """Countries and territories by their codes, in the order of these, each once."""
    wanted = list(dict.fromkeys(codes))
    found = {one.code: one for one in Place.objects.filter(code__in=wanted, kind__in=COUNTRIES)}
    return [found.get(code) or country(code) for code in wanted]


def region(code: str) -> Place:
    """A region or group by its code."""
    found = Place.objects.filter(code=code).exclude(kind__in=COUNTRIES).first()
    if found is None:
        raise NotFound("observatory.region", "There is no region or group of this code.")
    return found


def named(codes: Iterable[str]) -> dict[str, Place]:
    """The places of some codes, by code; one that is not known is left out."""
    return {place.code: place for place in Place.objects.filter(code__in=set(codes))}


def members(code: str, on: date) -> frozenset[str]:
    """The codes of the countries and territories that belong to a group or region on a day, at any depth."""
    holds = (Q(since=None) | Q(since__lte=on)) & (Q(until=None) | Q(until__gt=on))
    within: dict[str, list[tuple[str, str]]] = {}
    for group, member, kind in Membership.objects.filter(holds).values_list(
        "group__code", "member__code", "member__kind"
    ):
        within.setdefault(group, []).append((member, kind))
    found: set[str] = set()
    seen: set[str] = set()
    ahead = [code]
    while ahead:
        group = ahead.pop()
        if group in seen:
            continue
        seen.add(group)
        for member, kind in within.get(group, ()):
            if kind in COUNTRIES:
                found.add(member)
            else:
                ahead.append(member)
    return frozenset(found)


def own() -> dict[str, str]:
    """The places that were added or edited here, by their codes and by their names."""
    held = Place.objects.filter(kept_here=True, kind__in=COUNTRIES).values_list("code", "name")
    return {word: code for code, name in held for word in (code, name)}
