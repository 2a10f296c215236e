"""Standing bodies and procedures, who belongs to them, and where they overlap."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.urls import reverse

from koinon.kernel.periods import holds
from koinon.kernel.refusals import NotFound
from koinon.people.models import Party
from koinon.register.engine.coverage import Body, Coverage, coverage
from koinon.register.models import FollowUp, Mechanism, MechanismMeeting, MechanismMember
from koinon.register.queries import knowledge
from koinon.ui.languages import permanent

COLUMNS = (
    "key", "name", "acronym", "party", "mandate", "legal_basis", "address", "themes", "since", "until",
    "members", "source", "invented", "url",
)  # fmt: skip
COVER_COLUMNS = ("kind", "key", "name", "mechanisms", "number")


def mechanisms(theme: str = "", member: str = "") -> QuerySet[Mechanism]:
    """Every mechanism by name, of one theme or with one member if asked, members and meetings at hand."""
    found = Mechanism.objects.select_related("party").prefetch_related(
        Prefetch("members", MechanismMember.objects.select_related("party").order_by("party__name", "since")),
        "meetings",
    )
    if theme:
        found = found.filter(themes__contains=[theme])
    return found.filter(members__party__key=member).distinct() if member else found


def mechanism(key: str) -> Mechanism:
    """The mechanism of that key."""
    found = mechanisms().filter(key=key).first()
    if found is None:
        raise NotFound("register.no_mechanism", "No mechanism is called “{key}”.", key=key)
    return found


def member(pk: int) -> MechanismMember:
    """A membership by its key."""
    found = MechanismMember.objects.select_related("mechanism", "party").filter(pk=pk).first()
    if found is None:
        raise NotFound("register.no_member", "There is no such membership: it may have been taken out.")
    return found


def meeting(pk: int) -> MechanismMeeting:
    """A meeting by its key."""
    found = MechanismMeeting.objects.select_related("mechanism").filter(pk=pk).first()
    if found is None:
        raise NotFound("register.no_meeting", "There is no such meeting: it may have been taken out.")
    return found


def members_on(mechanism: Mechanism, day: date) -> list[MechanismMember]:
    """Who belongs to it on that day."""
    return [m for m in mechanism.members.all() if holds((m.since, m.until), day)]


@dataclass(frozen=True)
class Named:
    """A theme or a party with the mechanisms that reach it."""

    key: str
    name: str
    address: str
    bodies: tuple[Body, ...]


@dataclass(frozen=True)
class Cover:
    """Where mechanisms overlap on a day and what none of them covers, with names to show."""

    themes: list[Named]
    members: list[Named]
    coverage: Coverage
    names: dict[str, str]

    def named(self, keys: Iterable[str]) -> list[str]:
        """What themes or parties of those keys are called."""
        return [self.names.get(key, key) for key in keys]


def cover(day: date) -> Cover:
    """The coverage on that day: every theme of the vocabulary, every party that belongs to a mechanism or
    is asked anything in its own name, by the names of mechanisms in force."""
    running = [m for m in mechanisms() if holds((m.since, m.until), day)]
    bodies = [
        Body(
            m.key,
            m.acronym or m.name,
            frozenset(m.themes),
            frozenset(x.party.key for x in members_on(m, day)),
        )
        for m in running
    ]
    parties = _parties()
    themes = dict(knowledge.theme_choices())
    found = coverage(bodies, list(themes), [party.key for party in parties])
    names = themes | {party.key: party.name for party in parties}
    return Cover(
        [
            Named(line.key, themes[line.key], reverse("register:theme", args=[line.key]), line.bodies)
            for line in found.themes
        ],
        [
            Named(line.key, names[line.key], reverse("register:party", args=[line.key]), line.bodies)
            for line in found.members
        ],
        found,
        names,
    )


def _parties() -> list[Party]:
    """States that are asked anything, and whoever belongs to a mechanism, by name."""
    asked = Exists(FollowUp.objects.filter(party=OuterRef("pk")))
    belonging = Exists(MechanismMember.objects.filter(party=OuterRef("pk")))
    return list(Party.objects.filter(Q(asked, kind=Party.Kind.STATE) | belonging))


def record(mechanism: Mechanism, site: str) -> dict[str, Any]:
    """A mechanism as a plain record."""
    return {
        "key": mechanism.key,
        "name": mechanism.name,
        "acronym": mechanism.acronym,
        "party": mechanism.party.key if mechanism.party else None,
        "mandate": mechanism.mandate,
        "legal_basis": mechanism.legal_basis,
        "address": mechanism.address,
        "themes": list(mechanism.themes),
        "since": mechanism.since,
        "until": mechanism.until,
        "members": [member_record(row) for row in mechanism.members.all()],
        "meetings": [meeting_record(row) for row in mechanism.meetings.all()],
        "source": mechanism.source,
        "invented": mechanism.invented,
        "revision": mechanism.revision,
        "url": site + permanent(reverse("register:mechanism", args=[mechanism.key])),
    }


def member_record(member: MechanismMember) -> dict[str, Any]:
    """A membership as a plain record."""
    party = member.party
    return {
        "id": member.pk, "party": party.key, "name": party.name, "since": member.since, "until": member.until
    }  # fmt: skip


def meeting_record(meeting: MechanismMeeting) -> dict[str, Any]:
    """A meeting as a plain record."""
    columns = ("title", "begins", "ends", "place", "address")
    return {"id": meeting.pk, **{column: getattr(meeting, column) for column in columns}}


def flat(record: dict[str, Any]) -> dict[str, Any]:
    """A mechanism's record as one spreadsheet row."""
    return {
        **{column: record[column] for column in COLUMNS},
        "themes": "; ".join(record["themes"]),
        "members": "; ".join(m["party"] for m in record["members"]),
    }


def cover_records(day: date) -> list[dict[str, Any]]:
    """The coverage as rows: each theme and each party with the mechanisms that reach it."""
    found = cover(day)
    return [
        {
            "kind": kind,
            "key": row.key,
            "name": row.name,
            "mechanisms": "; ".join(body.key for body in row.bodies),
            "number": len(row.bodies),
        }
        for kind, rows in (("theme", found.themes), ("party", found.members))
        for row in rows
    ]
