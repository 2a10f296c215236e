"""Parties, memberships, offices and persons in the shapes of Popolo (popoloproject.com/specs).

A group's membership ends on the first day on which it no longer holds, a mandate on its last day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

Record = dict[str, Any]
PARTNERSHIP = "partnership"  # the organization in which mandates without a party are held


def area(code: str, name: str, kind: str, alpha2: str, m49: str) -> Record:
    """A place: country, territory, region or group of them."""
    codes = (("ISO 3166-1 alpha-2", alpha2), ("UN M49", m49))
    known = [{"scheme": scheme, "identifier": value} for scheme, value in codes if value]
    return _some(id=code, name=name, classification=kind, identifiers=known)


def organization(
    key: str,
    name: str,
    kind: str,
    *,
    others: Sequence[str] = (),
    named: Mapping[str, str] | None = None,
    place: str = "",
    parent: str = "",
    url: str = "",
) -> Record:
    """A party. `named`: language → name; `others`: further names; `parent`: of a class, whose members."""
    told = [{"name": n, "note": language} for language, n in sorted((named or {}).items()) if n != name]
    told += [{"name": n} for n in others if n != name]
    links = [{"url": url}] if url else []
    return _some(
        id=key, name=name, classification=kind, other_names=told, area_id=place, parent_id=parent, links=links
    )


def belonging(group: str, member: str, name: str, since: date | None, until: date | None) -> Record:
    """A party's membership of a group."""
    return _some(
        id=f"{member}@{group}:{since or ''}",
        organization_id=group,
        member={"@type": "Organization", "id": member, "name": name},
        start_date=_day(since),
        end_date=_day(until),
    )


def post(role: str, label: str, party: str | None) -> Record:
    """An office: what may be held for a party, or for the partnership."""
    return {"id": _office(role, party), "label": label, "role": role, "organization_id": party or PARTNERSHIP}


def person(pk: str, name: str, email: str) -> Record:
    """Someone who signs in."""
    return _some(id=pk, name=name, email=email)


def mandate(
    pk: int, holder: str, role: str, label: str, party: str | None, since: date, until: date | None
) -> Record:
    """A person's mandate, as membership of the party in an office."""
    return _some(
        id=f"mandate-{pk}",
        role=label,
        person_id=holder,
        organization_id=party or PARTNERSHIP,
        post_id=_office(role, party),
        start_date=_day(since),
        end_date=_day(until),
    )


def _office(role: str, party: str | None) -> str:
    return f"{role}@{party or PARTNERSHIP}"


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _some(**values: Any) -> Record:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
