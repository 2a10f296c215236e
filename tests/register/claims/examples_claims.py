"""Examples of the actions on claims, and what fills their routes."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party, Person
from koinon.register.actions import claims, judgements
from koinon.register.actions import evidence as exhibits
from koinon.register.engine.following.exhibits import Exhibit
from koinon.register.engine.following.words import Level, Side
from koinon.register.models import Claim, Evidence, FollowUp, Judgement
from tests.factories import register as factory
from tests.factories.following import follow_up
from tests.factories.people import party, person
from tests.house.actions import example
from tests.house.places import fills, fills_api

NOW = datetime(2026, 2, 3, 9, 0, tzinfo=UTC)
WORDS = "Claimland is to name nine inspectors."


def one(key: str, name: str, kind: str = "state") -> Party:
    return Party.objects.filter(key=key).first() or party(key, name, kind)


def somebody(name: str, role: str, of: Party | None = None) -> Person:
    found = Person.objects.filter(email=f"{name.lower()}@example.org").first()
    return found or person(name, role=role, party=of)


def claimed_upon() -> FollowUp:
    """A follow-up of a state on a document of its own."""
    standing = FollowUp.objects.filter(document__slug="claimed-upon").first()
    if standing:
        return standing
    document = factory.document("claimed-upon", WORDS, title="Claimed upon")
    return follow_up(factory.provision(document, WORDS), one("claimland", "Claimland"))


def said(**rest: Any) -> claims.Said:
    given: dict[str, Any] = {
        "level": Level.LIMITED, "as_of": date(2026, 1, 15), "text": "Two were named.", "language": "en",
    }  # fmt: skip
    return claims.Said(**given | rest)


def claim_arguments(of: Party | None = None, **rest: Any) -> dict[str, Any]:
    speaker = of or one("lantern-network", "Lantern Network", "civil-society")
    return {
        "by": somebody(f"Cora-{speaker.key}", "coordinator", speaker),
        "follow_up": claimed_upon(),
        "side": Side.CIVIL_SOCIETY,
        "party": speaker,
        "said": said(**rest),
        "now": NOW,
    }


def made(of: Party | None = None, **rest: Any) -> tuple[Person, Claim]:
    """A statement, and who made it."""
    arguments = claim_arguments(of, **rest)
    return arguments["by"], claims.claim(**arguments)


def hidden() -> Claim:
    """A statement under a pseudonym."""
    standing = Claim.objects.filter(follow_up=claimed_upon(), pseudonymous=True).first()
    house = one("beacon-house", "Beacon House", "civil-society")
    sealed = [Exhibit("A list", "list.txt", b"Two names.")]
    return standing or made(house, pseudonymous=True, evidence=sealed)[1]


def linked(of: Party | None = None) -> tuple[Person, Evidence]:
    """A link whose copy failed, and whose it is."""
    who, claim = made(of, evidence=[Exhibit("The list", address="https://example.org/list")])
    piece = exhibits.preserve(
        by=PLATFORM, evidence=claim.evidence.get(), media="", data=b"", problem="It is away.", now=NOW
    )
    return who, piece


def judged() -> tuple[Person, Judgement]:
    ines = somebody("Ines", "assessor")
    made_ = judgements.judge(
        by=ines, provision=claimed_upon().provision, party=None, verifiable=True, reasons="It has a number.",
        language="en", now=NOW,
    )  # fmt: skip
    return ines, made_


@example("register.claim")
def claim() -> dict[str, Any]:
    return claim_arguments()


@example("register.conclude")
def conclude() -> dict[str, Any]:
    ines = somebody("Ines", "assessor")
    return {"by": ines, "follow_up": claimed_upon(), "party": None, "said": said(), "now": NOW}


@example("register.correct_claim")
def correct() -> dict[str, Any]:
    who, claim = made()
    return {
        "by": who, "claim": claim, "said": said(), "reason": "One more.", "keep_evidence": True, "now": NOW,
    }  # fmt: skip


@example("register.withdraw_claim")
def withdraw() -> dict[str, Any]:
    who, claim = made()
    return {"by": who, "claim": claim, "reason": "It was mistaken.", "now": NOW}


@example("register.look_behind")
def look_behind() -> dict[str, Any]:
    return {"by": somebody("Olga", "secretariat"), "claim": hidden()}


@example("register.add_evidence")
def add_evidence() -> dict[str, Any]:
    who, claim = made()
    return {"by": who, "claim": claim, "evidence": [Exhibit("", "list.txt", b"Two names.")], "now": NOW}


@example("register.preserve")
def preserve() -> dict[str, Any]:
    _, claim = made(evidence=[Exhibit("The list", address="https://example.org/list")])
    page = {"media": "text/html", "data": b"<p>Two names.</p>", "problem": ""}
    return {"by": PLATFORM, "evidence": claim.evidence.get(), "now": NOW, **page}


@example("register.copy_again")
def copy_again() -> dict[str, Any]:
    who, piece = linked()
    return {"by": who, "evidence": piece}


@example("register.judge")
def judge() -> dict[str, Any]:
    return {
        "by": somebody("Ines", "assessor"), "provision": claimed_upon().provision, "party": None,
        "verifiable": False, "reasons": "It names no day.", "language": "en", "now": NOW,
    }  # fmt: skip


@example("register.withdraw_judgement")
def withdraw_judgement() -> dict[str, Any]:
    ines, judgement = judged()
    return {"by": ines, "judgement": judgement, "reason": "Read too quickly.", "now": NOW}


@fills("desk/follow-ups/<int:pk>/claim/", "desk/follow-ups/<int:pk>/conclude/")
def follow_up_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": claimed_upon().pk}


@fills("desk/claims/")
def claim_in_routes(world: Any) -> dict[str, Any]:
    return {"pk": made(world.party)[1].pk}


@fills("desk/claims/<int:pk>/behind/")
def pseudonym_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": hidden().pk}


@fills("desk/evidence/")
def sealed_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": hidden().evidence.get().pk}


@fills("desk/evidence/<int:pk>/again/")
def link_in_routes(world: Any) -> dict[str, Any]:
    return {"pk": linked(world.party)[1].pk}


@fills("evidence/")
def file_in_routes(world: Any) -> dict[str, Any]:
    _, claim = made(world.party, evidence=[Exhibit("", "list.txt", b"Two names.")])
    return {"pk": claim.evidence.get().pk}


@fills("desk/provisions/<int:pk>/judge/")
def provision_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": claimed_upon().provision_id}


@fills("desk/judgements/")
def judgement_in_routes(_world: Any) -> dict[str, Any]:
    return {"pk": judged()[1].pk}


@fills_api
def in_paths(world: Any) -> dict[str, Any]:
    return {
        "/desk/follow-ups/{pk}/claims": claimed_upon().pk,
        "/desk/follow-ups/{pk}/conclusions": claimed_upon().pk,
        "/desk/claims/{pk}/naming": hidden().pk,
        "/desk/claims/{pk}": made(world.party)[1].pk,
        "/desk/evidence/{pk}": linked(world.party)[1].pk,
        "/desk/provisions/{pk}/judgements": claimed_upon().provision_id,
        "/desk/judgements/{pk}": judged()[1].pk,
    }
