"""One permitted call of each action of the people room."""

from __future__ import annotations

from datetime import date
from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.people.actions import invitations, parties, persons, tokens
from koinon.people.models import Person, Place
from tests.house.actions import example
from tests.people.cast import NOW, PASSWORD, joined, secretary, unposted

TODAY = NOW.date()


def group() -> Place:
    return parties.save_place(by=PLATFORM, code="halcyon", name="Halcyon Partnership", kind="group")


def country() -> Place:
    return parties.save_place(by=PLATFORM, code="ard", name="Ardenia", kind="country", invented=True)


def invited() -> invitations.Invited:
    return invitations.invite(
        by=PLATFORM, email="guest@x.example", name="Guest", role="observer", now=NOW, post=unposted
    )


@example("people.load_catalogue")
def load() -> dict[str, Any]:
    return {"by": PLATFORM}


@example("people.save_party")
def save_party() -> dict[str, Any]:
    return {"by": secretary(), "name": "Harbour League", "kind": "network", "acronyms": ["HRBL"]}


@example("people.save_place")
def save_place() -> dict[str, Any]:
    return {"by": secretary(), "name": "Ardenia", "kind": "country"}


@example("people.save_membership")
def save_membership() -> dict[str, Any]:
    return {"by": secretary(), "group": group(), "member": country(), "since": TODAY, "until": None}


@example("people.drop_membership")
def drop_membership() -> dict[str, Any]:
    made = parties.save_membership(by=PLATFORM, group=group(), member=country(), since=TODAY, until=None)
    return {"by": secretary(), "membership": made}


@example("people.invite")
def invite() -> dict[str, Any]:
    whom = {"email": "ola@x.example", "name": "Ola", "role": "observer"}
    return {"by": secretary(), "now": NOW, "post": unposted, **whom}


@example("people.withdraw")
def withdraw() -> dict[str, Any]:
    return {"by": secretary(), "invitation": invited().invitation, "now": NOW}


@example("people.accept_invitation", stranger={"token": "made up"})
def accept() -> dict[str, Any]:
    return {"by": Person(), "token": invited().token, "name": "Ola", "password": PASSWORD, "now": NOW}


@example("people.register", settings={"KOINON_SELF_REGISTRATION": True})
def register() -> dict[str, Any]:
    return {
        "by": Person(), "email": "ola@x.example", "name": "Ola", "password": PASSWORD, "now": NOW,
    }  # fmt: skip


@example("people.grant")
def grant() -> dict[str, Any]:
    return {"by": secretary(), "person": joined("ola@x.example", "Ola"), "role": "assessor", "since": TODAY}


@example("people.end_mandate")
def end() -> dict[str, Any]:
    mandate = joined("ola@x.example", "Ola").mandates.get()
    return {"by": secretary(), "mandate": mandate, "last_day": date(2999, 1, 1)}


@example("people.close")
def close() -> dict[str, Any]:
    return {"by": secretary(), "person": joined("ola@x.example", "Ola")}


@example("people.reopen")
def reopen() -> dict[str, Any]:
    ola = joined("ola@x.example", "Ola")
    persons.close(by=PLATFORM, person=ola)
    return {"by": secretary(), "person": ola}


@example("people.change_data")
def change_data() -> dict[str, Any]:
    ola = joined("ola@x.example", "Ola")
    return {"by": ola, "person": ola, "name": "Ola Berg", "language": "en"}


@example("people.erase")
def erase() -> dict[str, Any]:
    ola = joined("ola@x.example", "Ola")
    return {"by": ola, "person": ola}


@example("people.make_token")
def make_token() -> dict[str, Any]:
    ola = joined("ola@x.example", "Ola")
    return {"by": ola, "person": ola, "name": "export", "scopes": ["read"], "days": 90, "now": NOW}


@example("people.revoke_token")
def revoke_token() -> dict[str, Any]:
    given = make_token()
    return {"by": given["by"], "token": tokens.make_token(**given).token}
