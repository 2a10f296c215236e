"""Standing bodies and procedures: their mandate, members over time, meetings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from django.utils.text import slugify

from koinon.kernel.days import refuse_unmeant
from koinon.kernel.keys import free_key
from koinon.kernel.lines import line, visible
from koinon.kernel.periods import meet
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import Actor, action, record
from koinon.people.models import Party
from koinon.register.models import Mechanism, MechanismMeeting, MechanismMember
from koinon.register.queries import knowledge
from koinon.register.rules import mechanisms as rules

RESERVED = {"coverage", "add"}  # they stand at the same place in addresses


@action("register.save_mechanism", permit=rules.may_keep_mechanisms)
def save(
    *,
    by: Actor,
    mechanism: Mechanism | None = None,
    revision: int = 0,
    name: str,
    acronym: str = "",
    party: Party | None = None,
    mandate: str = "",
    legal_basis: str = "",
    address: str = "",
    themes: Sequence[str] = (),
    since: date | None = None,
    until: date | None = None,
    source: str = "",
    invented: bool = False,
) -> Mechanism:
    """Add a mechanism, or change what is said of one.

    `mechanism` is None to add; else `revision` is that which was seen.
    """
    name = line(name)
    if not name:
        raise Refused("register.mechanism.name", "Give the mechanism a name.", field="name")
    if since and until and until <= since:
        raise Refused(
            "register.mechanism.dates",
            "It cannot have ended ({until}) before it began ({since}).",
            until=until,
            since=since,
            field="until",
        )
    if mechanism is None:
        mechanism, before = Mechanism(key=_free_key(acronym or name)), {}
    else:
        mechanism = _locked(mechanism, revision)
        before = _facts(mechanism)
        mechanism.revision += 1
    mechanism.name, mechanism.acronym, mechanism.party = name, line(acronym), party
    mechanism.mandate, mechanism.legal_basis = visible(mandate), visible(legal_basis)
    mechanism.address, mechanism.source = address.strip(), visible(source)
    mechanism.themes, mechanism.since, mechanism.until = knowledge.known_themes(themes), since, until
    mechanism.invented = invented
    mechanism.save()
    after = _facts(mechanism)
    record(
        f"mechanism:{mechanism.key}",
        {"mechanism": mechanism.key, **{k: v for k, v in after.items() if before.get(k) != v}},
    )
    return mechanism


@action("register.save_member", permit=rules.may_keep_mechanisms)
def save_member(
    *,
    by: Actor,
    mechanism: Mechanism,
    party: Party,
    since: date | None,
    until: date | None,
    member: MechanismMember | None = None,
) -> MechanismMember:
    """Say that a party belongs to a mechanism. From `since` until before `until`, open where None."""
    if since and until and until <= since:
        raise Refused(
            "register.mechanism.member_dates",
            "{party} cannot have left ({until}) before it joined ({since}).",
            party=party.name,
            until=until,
            since=since,
            field="until",
        )
    others = mechanism.members.filter(party=party)
    if member:
        others = others.exclude(pk=member.pk)
    if any(meet((since, until), (other.since, other.until)) for other in others):
        raise Refused(
            "register.mechanism.member_twice",
            "{party} belongs to it in that time already: change that membership instead.",
            party=party.name,
            field="party",
        )
    member = member or MechanismMember(mechanism=mechanism)
    member.party, member.since, member.until = party, since, until
    member.save()
    record(f"mechanism:{mechanism.key}", {"mechanism": mechanism.key, **_of_member(member)})
    return member


@action("register.drop_member", permit=rules.may_keep_mechanisms)
def drop_member(*, by: Actor, member: MechanismMember) -> None:
    """Take out a membership of a mechanism that never was. One that ended is given its end instead."""
    key, facts = member.mechanism.key, _of_member(member)
    member.delete()
    record(f"mechanism:{key}", {"mechanism": key, **facts})


@action("register.save_meeting", permit=rules.may_keep_mechanisms)
def save_meeting(
    *,
    by: Actor,
    mechanism: Mechanism,
    title: str,
    begins: date,
    ends: date | None = None,
    place: str = "",
    address: str = "",
    meeting: MechanismMeeting | None = None,
) -> MechanismMeeting:
    """Add a meeting of a mechanism, or change one. `meeting` is None to add."""
    if not line(title):
        raise Refused("register.mechanism.meeting", "Say what the meeting is called.", field="title")
    if ends and ends < begins:
        raise Refused(
            "register.mechanism.meeting_dates",
            "A meeting cannot end ({ends}) before it begins ({begins}).",
            ends=ends,
            begins=begins,
            field="ends",
        )
    refuse_unmeant("begins", begins)
    refuse_unmeant("ends", ends)
    meeting = meeting or MechanismMeeting(mechanism=mechanism)
    meeting.title, meeting.begins, meeting.ends = line(title), begins, ends
    meeting.place, meeting.address = line(place), address.strip()
    meeting.save()
    record(f"mechanism:{mechanism.key}", {"mechanism": mechanism.key, **_of_meeting(meeting)})
    return meeting


@action("register.drop_meeting", permit=rules.may_keep_mechanisms)
def drop_meeting(*, by: Actor, meeting: MechanismMeeting) -> None:
    """Take out a meeting that does not take place."""
    key, facts = meeting.mechanism.key, _of_meeting(meeting)
    meeting.delete()
    record(f"mechanism:{key}", {"mechanism": key, **facts})


def _locked(mechanism: Mechanism, revision: int) -> Mechanism:
    current = Mechanism.objects.select_for_update().get(pk=mechanism.pk)
    if current.revision != revision:
        raise Refused(
            "register.changed_meanwhile", "Someone else changed this meanwhile: look again, then save."
        )
    return current


def _facts(mechanism: Mechanism) -> dict[str, object]:
    return {
        "name": mechanism.name,
        "acronym": mechanism.acronym,
        "party": mechanism.party.key if mechanism.party else None,
        "mandate": mechanism.mandate,
        "legal_basis": mechanism.legal_basis,
        "address": mechanism.address,
        "themes": list(mechanism.themes),
        "since": _iso(mechanism.since),
        "until": _iso(mechanism.until),
        "source": mechanism.source,
        "invented": mechanism.invented,
    }


def _of_member(member: MechanismMember) -> dict[str, object]:
    return {"member": member.party.key, "since": _iso(member.since), "until": _iso(member.until)}


def _of_meeting(meeting: MechanismMeeting) -> dict[str, object]:
    return {"meeting": meeting.title, "begins": _iso(meeting.begins), "ends": _iso(meeting.ends)}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _free_key(name: str) -> str:
    wish = slugify(name)[:110] or "mechanism"
    taken = set(Mechanism.objects.filter(key__startswith=wish).values_list("key", flat=True))
    return free_key(wish, taken | RESERVED)
