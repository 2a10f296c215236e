"""Towards a country outside: the lines that are not compromised, and the openings for dialogue."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.ledger.models import Visibility
from koinon.observatory.engine.incidents.told import Source, sourced
from koinon.observatory.models import ApproachLine
from koinon.observatory.queries import places
from koinon.observatory.rules import approaches as rules
from koinon.people.models import Person, Place

LONGEST = 10_000  # characters of a line
RESTRICTED = "approach"  # what a restricted act is about: not even the place is told


@action("observatory.add_approach", permit=rules.may_keep)
def add(
    *,
    by: Any,
    place: Place,
    kind: str,
    text: str,
    sources: Sequence[Source],
    since: date,
    language: str = "",
    restricted: bool = True,
    invented: bool = False,
    now: datetime,
) -> ApproachLine:
    """Add a line or an opening towards a country."""
    if place.kind not in places.COUNTRIES:
        raise Refused(
            "observatory.approach.place", "Name a country or territory, not a group.", field="place"
        )
    last = ApproachLine.objects.filter(place=place, kind=kind).aggregate(last=Max("position"))["last"] or 0
    made = ApproachLine(place=place, position=last + 1, restricted=restricted, invented=invented)
    _say(made, kind, text, sources, since, language)
    return _saved(made, by, now)


@action("observatory.change_approach", permit=rules.may_keep)
def change(
    *,
    by: Any,
    line: ApproachLine,
    revision: int,
    kind: str,
    text: str,
    sources: Sequence[Source],
    since: date,
    language: str = "",
    position: int | None = None,
    now: datetime,
) -> ApproachLine:
    """Change a line or an opening. What was said before stays in its history."""
    current = _locked(line, revision)
    if current.until and since >= current.until:
        raise _backwards("since")
    _say(current, kind, text, sources, since, language)
    if position is not None:
        current.position = position
    return _saved(current, by, now)


@action("observatory.end_approach", permit=rules.may_keep)
def end(*, by: Any, line: ApproachLine, revision: int, until: date, now: datetime) -> ApproachLine:
    """Say until when a line or an opening held: the first day on which it holds no more. It stays."""
    current = _locked(line, revision)
    if until <= current.since:
        raise _backwards("until")
    current.until = until
    return _saved(current, by, now)


@action("observatory.open_approach", permit=rules.may_keep)
def open_approach(*, by: Any, line: ApproachLine, revision: int, now: datetime) -> ApproachLine:
    """Let everyone read a line or an opening from now on. What it said before stays restricted."""
    current = _locked(line, revision)
    if not current.restricted:
        raise Refused("observatory.approach.open", "Everyone may read it already.")
    current.restricted = False
    return _saved(current, by, now)


def _say(
    line: ApproachLine, kind: str, text: str, sources: Sequence[Source], since: date, language: str
) -> None:
    if not visible(text) or len(text) > LONGEST:
        raise Refused(
            "observatory.approach.text",
            "Say in at most {most} letters what is not compromised, or what is open.",
            most=LONGEST,
            field="text",
        )
    if kind not in ApproachLine.Kind.values:
        raise Refused("observatory.approach.kind", "It is a line or an opening: choose one.", field="kind")
    line.kind, line.text, line.since, line.language = kind, visible(text), since, language
    line.sources = [source.record() for source in sourced(sources)]


def _locked(line: ApproachLine, revision: int) -> ApproachLine:
    current = ApproachLine.objects.select_for_update(of=("self",)).select_related("place").get(pk=line.pk)
    if current.revision != revision:
        raise Refused(
            "observatory.changed_meanwhile", "Someone else changed this meanwhile: look again, then save."
        )
    current.revision += 1
    return current


def _saved(line: ApproachLine, by: Any, now: datetime) -> ApproachLine:
    line.changed_at, line.changed_by = now, by if isinstance(by, Person) else None
    line.save()
    facts = {
        "line": str(line.key),
        "place": line.place.code,
        "revision": line.revision,
        "kind": line.kind,
        "text": line.text,
        "language": line.language,
        "sources": line.sources,
        "since": line.since.isoformat(),
        "until": line.until.isoformat() if line.until else None,
        "invented": line.invented,
    }
    if line.restricted:
        record(RESTRICTED, facts, visibility=Visibility.RESTRICTED)
    else:
        record(f"{RESTRICTED}:{line.place.code}", facts)
    return line


def _backwards(field: str) -> Refused:
    return Refused(
        "observatory.approach.backwards", "It must begin before it ends: look at both days.", field=field
    )
