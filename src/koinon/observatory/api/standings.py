"""Rule sets, and who stands how under them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest
from django.utils import timezone
from ninja import Query

from koinon.kernel.refusals import NotFound, Refused
from koinon.observatory.actions import standing as actions
from koinon.observatory.api import standing_shapes as shapes
from koinon.observatory.forms.standing import day_asked
from koinon.observatory.queries import places, rule_sets, standing, standing_records
from koinon.observatory.queries.rule_sets import Held
from koinon.observatory.queries.standing import Reading
from koinon.observatory.queries.standing_agreement import agreement
from koinon.observatory.queries.standing_draws import draws
from koinon.people.api.bearer import caller
from koinon.people.api.conditions import shows, upon
from koinon.people.api.lists import framed, made, site
from koinon.people.api.operations import get, operation

TAG = "standings"


@get("/rule-sets", list[shapes.RuleSetOut], "rule_sets", tag=TAG)
def every(request: HttpRequest, filters: Query[shapes.DateFilter]) -> list[dict[str, Any]]:
    """Every rule set, the partnership's own first, with how many stand how."""
    on = _day(filters)
    return [standing_records.of_rules(held, on, site(request)) for held in rule_sets.every()]


@get("/rule-sets/{key}", shapes.RuleSetTextOut, "rule_set", tag=TAG)
def one(request: HttpRequest, key: str, filters: Query[shapes.DateFilter]) -> dict[str, Any]:
    """One rule set as it is written, with how many stand how."""
    held = rule_sets.rule_set(key)
    shows(request, held.digest[:16])
    told = standing_records.of_rules(held, _day(filters), site(request))
    return told | {"text": held.text, "digest": held.digest}


@get("/standings/{key}", shapes.StandingPart, "standings", tag=TAG)
def standings(request: HttpRequest, key: str, filters: Query[shapes.StandingFilter]) -> dict[str, Any]:
    """Everyone under a rule set at a date, each with the trace of the verdict."""
    found = standing.world(_reading(key, filters.alternative), _day(filters))
    rows = [row for row in found.rows if filters.verdict in ("", row.verdict)]
    shown = rows[filters.offset : filters.offset + filters.limit]
    items = [
        standing_records.record(row, found.reading, found.on, found.releases, site(request)) for row in shown
    ]
    return framed(request, len(rows), filters) | {"items": items}


@get("/standings/{key}/{place}", shapes.StandingOfPlaceOut, "standing", tag=TAG)
def standing_of(
    request: HttpRequest, key: str, place: str, filters: Query[shapes.ReadingFilter]
) -> dict[str, Any]:
    """One place under a rule set at a date: why it is in or not, and in how many releases."""
    chosen, on, found = _reading(key, filters.alternative), _day(filters), places.country(place)
    row, of = standing.row(chosen, found, on)
    told = standing_records.record(row, chosen, on, of.releases, site(request))
    agreeing = agreement(chosen, on).get(found.code, [])
    return told | {
        "agreement": standing_records.of_agreement(agreeing),
        "draws": standing_records.of_draws(draws(chosen, row, of)),
    }


@operation(
    "POST", "/rule-sets", answer=shapes.PublishedOut, status=201, name="publish_rule_set", tag=TAG,
    scope="observe", acts="observatory.publish_rule_set",
)  # fmt: skip
def publish(request: HttpRequest, rules: shapes.RuleSetIn) -> dict[str, Any]:
    """Publish a rule set of the partnership; it takes the place of the version that holds."""
    published = actions.publish(by=caller(request), now=timezone.now(), **rules.dict())
    made(request, f"/rule-sets/{published.key}")
    return _of_version(rule_sets.version(published.pk))


@operation(
    "POST", "/rule-sets/{key}/end", answer=shapes.PublishedOut, name="end_rule_set", tag=TAG,
    scope="observe", acts="observatory.end_rule_set", changes=True,
)  # fmt: skip
def end(request: HttpRequest, key: str, reasons: shapes.RuleSetEndIn) -> dict[str, Any]:
    """End a rule set of the partnership; its versions stay readable."""
    held = rule_sets.rule_set(key)
    if not held.own:
        raise NotFound("observatory.rule_set", "There is no rule set of the partnership of this name.")
    upon(request, held.digest[:16])
    ended = actions.end(
        by=caller(request), key=key, version=held.rules.version, reasons=reasons.reasons, now=timezone.now()
    )
    return _of_version(rule_sets.version(ended.pk))


def _of_version(held: Held) -> dict[str, Any]:
    return {
        "rule_set": held.key,
        "version": held.rules.version,
        "digest": held.digest,
        "published_at": held.published_at,
        "ended_at": held.ended_at,
        "reasons": held.reasons,
        "text": held.text,
    }


def _reading(key: str, alternative: str) -> Reading:
    return standing.reading(f"{key}:{alternative}" if alternative else key)


def _day(filters: shapes.DateFilter | shapes.StandingFilter) -> date:
    if filters.on and filters.date and filters.on != filters.date:
        raise Refused(
            "observatory.two_dates", "“on” and “date” mean the same: give one of the two.", field="date"
        )
    return day_asked(filters.on or filters.date, timezone.localdate())
