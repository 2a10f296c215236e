"""Subscriptions to alerts that fail, for the secretariat: whose, how often, and ending one."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from ninja import Field, Query, Schema

from koinon.kernel.refusals import NotPermitted
from koinon.observatory.actions import subscribing as actions
from koinon.observatory.queries import subscriptions as queries
from koinon.observatory.rules import alerts as rules
from koinon.people.api.bearer import caller
from koinon.people.api.lists import Paging, Part, part
from koinon.people.api.operations import get, operation

TAG = "alerts"


class FailingSubscriptionOut(Schema):
    """A subscription whose last mails or messages were not taken."""

    id: int
    person: UUID
    name: str
    way: str = Field(description="mail or webhook.")
    host: str = Field(description="The machine that messages go to; empty for mail.")
    failures: int = Field(description="How many were not taken in a row.")
    trouble: str = Field(description="What came instead: a status, or a word such as unreachable.")
    owed: int = Field(description="How many alerts wait.")
    paused_at: datetime | None


class FailingSubscriptionPart(Part):
    """A part of the subscriptions that fail."""

    items: list[FailingSubscriptionOut]


@get("/desk/failing-subscriptions", FailingSubscriptionPart, "failing_subscriptions", tag=TAG, scope="read")
def failing(request: HttpRequest, paging: Query[Paging]) -> dict[str, Any]:
    """Everyone's subscriptions to alerts that fail; of an address no more than its machine."""
    _let(request)
    return part(request, queries.failing(), paging, queries.failing_record)


@operation(
    "POST", "/desk/failing-subscriptions/{pk}/ending", answer=None, status=204,
    name="end_failing_subscription", tag=TAG, scope="people", acts="observatory.end_failing_subscription",
)  # fmt: skip
def end_failing(request: HttpRequest, pk: int) -> None:
    """End a subscription that fails; the person of an address is told by mail."""
    _let(request)
    actions.end_failing(by=caller(request), subscription=queries.failing_one(pk))


def _let(request: HttpRequest) -> None:
    """Whoever may not see what fails hears that first, and not whether it is there."""
    if not (verdict := rules.may_end_subscriptions(by=caller(request))):
        raise NotPermitted("observatory.failing_subscriptions", verdict.reason)
