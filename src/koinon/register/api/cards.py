"""The cards of a review: proposals and provisions, one by one."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import HttpRequest
from ninja import Path
from pydantic import StringConstraints

from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.operations import get, operation
from koinon.register.actions import deciding
from koinon.register.api import desk_shapes as shapes
from koinon.register.api.contents import card_record, content
from koinon.register.queries import desk as queries

TAG = "desk"
CardKey = Annotated[str, StringConstraints(pattern=r"^(proposal|provision)-[0-9]{1,18}$")]


@get("/desk/cards/{card}", shapes.CardOut, "card", tag=TAG, scope="read")
def card(request: HttpRequest, card: Path[CardKey]) -> dict[str, Any]:
    """One card; of an accepted proposal, the provision that was made of it."""
    found = queries.successor(queries.card_for(caller(request), card))
    return _shown(request, found)


@operation(
    "PUT", "/desk/cards/{card}", answer=shapes.CardOut, name="amend", tag=TAG, scope="review",
    acts="register.amend", changes=True,
)  # fmt: skip
def amend(request: HttpRequest, card: Path[CardKey], content_: shapes.ContentIn) -> dict[str, Any]:
    """Confirm a proposal with changes, or change a provision before publication."""
    given = _under(request, card)
    return _shown(request, deciding.amend(**given, content=content(content_)))


@operation(
    "POST", "/desk/cards/{card}/acceptance", answer=shapes.CardOut, name="accept", tag=TAG, scope="review",
    acts="register.accept", changes=True,
)  # fmt: skip
def accept(request: HttpRequest, card: Path[CardKey]) -> dict[str, Any]:
    """Confirm a proposal as it stands."""
    given = _under(request, card)
    queries.open_proposal(given["card"])
    return _shown(request, deciding.accept(**given))


@operation(
    "POST", "/desk/cards/{card}/rejection", answer=None, status=204, name="reject", tag=TAG, scope="review",
    acts="register.reject", changes=True,
)  # fmt: skip
def reject(request: HttpRequest, card: Path[CardKey], why: shapes.ReasonIn) -> None:
    """Decide that this is no provision."""
    deciding.reject(**_under(request, card), reason=why.reason)


@operation(
    "POST", "/desk/cards/{card}/reopening", answer=None, status=204, name="reopen", tag=TAG, scope="review",
    acts="register.reopen", changes=True,
)  # fmt: skip
def reopen(request: HttpRequest, card: Path[CardKey]) -> None:
    """Undo a decision: the machine's proposals stand open again."""
    deciding.reopen(**_under(request, card))


@operation(
    "POST", "/desk/cards/{card}/splitting", answer=list[shapes.CardOut], name="split", tag=TAG,
    scope="review", acts="register.split", changes=True,
)  # fmt: skip
def split(request: HttpRequest, card: Path[CardKey], cut: shapes.SplitIn) -> list[dict[str, Any]]:
    """Cut one card into two or more provisions."""
    return [card_record(piece) for piece in deciding.split(**_under(request, card), at=cut.at)]


def _under(request: HttpRequest, key: str) -> dict[str, Any]:
    """The arguments of a decision on a card, if the card stands as the caller saw it."""
    found = queries.card_for(caller(request), key)
    upon(request, found.revision)
    return {"by": caller(request), "card": found, "revision": found.revision}


def _shown(request: HttpRequest, card: Any) -> dict[str, Any]:
    shows(request, card.revision)
    return card_record(card)
