"""Calling every operation of the API: addresses, bodies and tokens in the house's small world."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from koinon.ledger.platform import PLATFORM
from koinon.people.actions import tokens
from koinon.people.engine.roles import ROLES
from koinon.people.engine.scopes import SCOPES
from koinon.people.models import Person
from koinon.site.api import schema
from tests.factories.people import person
from tests.house.routes import World
from tests.register import examples as register


class ApiWorld(World):
    """The house's world with a wording in French, and a file of rows that waits for a decision."""

    def __init__(self) -> None:
        super().__init__()
        register.translating.reword(
            by=PLATFORM,
            translation=register.french(self.document, by=PLATFORM),
            wording=register.translating.New(1, "Nous protégerons.", 1),
            standing="human",
            made_by="Jo Quill",
        )
        self.intake = register.intake.bring_rows(
            by=PLATFORM, name="upr.csv", data=register.upr_file(register.upr()), wanted="find-out"
        )
        register.taking.make_preview(self.intake)
        self.proposals = list(register.Proposal.objects.filter(reading__document=self.open))


@dataclass(frozen=True)
class Operation:
    """One operation of the description."""

    method: str
    path: str
    name: str
    told: dict[str, Any]

    @property
    def scope(self) -> str | None:
        """The scope that it needs: None for none at all, "" for any token."""
        return self.told.get("x-scope")

    @property
    def acts(self) -> list[str]:
        """The actions that it calls."""
        return list(self.told.get("x-acts", ()))


def operations(document: dict[str, Any] | None = None) -> list[Operation]:
    """Every operation, in the order of the description."""
    return [
        Operation(method, path, told["operationId"], told)
        for path, item in (document or schema())["paths"].items()
        for method, told in item.items()
    ]


def secret_of(whom: Person, scopes: tuple[str, ...] = SCOPES) -> str:
    """A fresh token that the person made."""
    made = tokens.make_token(by=whom, person=whom, name="tried", scopes=scopes, days=1, now=timezone.now())
    return made.secret


def visitor(role: str, world: ApiWorld) -> Person:
    """Someone in that role; where it is held for a party, for the one that brought the paper."""
    party = world.party if role in ROLES and ROLES[role].bound == "party" else None
    return person("Visitor", role=role if role in ROLES else None, party=party)


def values(world: ApiWorld) -> dict[str, Any]:
    """What stands in the places of paths, by the path's beginning and the name of the place."""
    return world.paths | {
        "/desk/documents/{pk}": world.open.pk,
        "/translations/{language}": "fr",
        "/wordings/{number}": 1,
        "/desk/intakes/{pk}": world.intake.pk,
        "/desk/sheets/{pk}": 1,
        "/desk/answer-sheets/{pk}": 1,
        "/desk/follow-ups/{pk}": world.asked[0].pk,
        "/follow-ups/{pk}": world.asked[0].pk,
        "/me/searches/{pk}": 1,
        "/desk/cards/{card}": f"proposal-{world.proposal.pk}",
        "/desk/persons/{pk}": world.person.pk,
        "/desk/mandates/{pk}": world.person.mandates.get().pk,
        "/desk/invitations/{pk}": world.invitation.invitation.pk,
        "/memberships/{pk}": world.membership.pk,
        "/places/{code}": world.group.code,
        "/parties/{key}": world.party.key,
        "/documents/{slug}": world.document.slug,
        "/provisions/{number}": 1,
        "/ledger/entries/{number}": 1,
    }


def address(path: str, world: ApiWorld) -> str:
    """An address of the operation that leads somewhere."""
    for place, value in sorted(values(world).items(), key=lambda pair: -len(pair[0])):
        path = path.replace(place, re.sub(r"{\w+}", str(value), place))
    assert "{" not in path, path
    return path


def example(operation: Operation, document: dict[str, Any], world: ApiWorld) -> Any:
    """The body that the description gives as an example, naming cards and cuts that there are."""
    schema_ = operation.told["requestBody"]["content"]["application/json"]["schema"]
    given = document["components"]["schemas"][schema_["$ref"].rsplit("/", 1)[-1]]["examples"][0]
    if operation.name in ("accept_all", "merge"):
        return {"seen": [{"card": f"proposal-{p.pk}", "revision": p.revision} for p in world.proposals]}
    if operation.name == "draft_answers":
        return {"answers": [{**given["answers"][0], "follow_up": world.asked[0].pk, "revision": 1}]}
    if operation.name in ("submit_answers", "take_back_answers", "return_answers", "approve_answers"):
        which = 0 if operation.name == "submit_answers" else 1
        return {**given, "seen": [{"follow_up": world.asked[which].pk, "revision": 1}]}
    if operation.name == "split":
        return {"at": [world.proposal.start + 3]}
    return given


def call(
    operation: Operation,
    world: ApiWorld,
    document: dict[str, Any],
    *,
    secret: str = "",
    client: Client | None = None,
) -> Any:
    """The answer to the operation with its own example, upon whatever version stands."""
    client = client or Client()
    headers = {"If-Match": "*"} | ({"Authorization": f"Bearer {secret}"} if secret else {})
    where, send = address(operation.path, world), getattr(client, operation.method)
    body = operation.told.get("requestBody", {}).get("content", {})
    if "multipart/form-data" in body:
        return send(where, {"file": SimpleUploadedFile("note.txt", b"We will meet.")}, headers=headers)
    if body:
        return send(
            where,
            json.dumps(example(operation, document, world)),
            content_type="application/json",
            headers=headers,
        )
    return send(where, headers=headers)
