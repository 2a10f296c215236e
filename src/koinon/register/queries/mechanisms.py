"""Standing bodies and procedures, and who belongs to them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.urls import reverse

from koinon.kernel.periods import holds
from koinon.kernel.refusals import NotFound
from koinon.register.models import Mechanism, MechanismMeeting, MechanismMember
from koinon.ui.languages import permanent

COLUMNS = (
    "key", "name", "acronym", "party", "mandate", "legal_basis", "address", "themes", "since", "until",
    "members", "source", "invented", "url",
)  # fmt: skip


def mechanisms(theme: str = "", member: str = "") -> QuerySet[Mechanism]:
    """Every mechanism by name, of one theme or with one member if asked, members and meetings at hand."""
    found = Mechanism.objects.select_related("party").prefetch_related(
        Prefetch(
            "members",
            MechanismMember.objects.select_related("party__members_of").order_by("party__name", "since"),
        ),
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
    """Who belongs to it on that day, as entered: a class stands for its members."""
    return [m for m in mechanism.members.all() if holds((m.since, m.until), day)]


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
