"""What lies ahead: added, changed, dropped."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action, record
from koinon.observatory.engine.incidents.days import Exact, last, written
from koinon.observatory.engine.incidents.told import is_address
from koinon.observatory.models import Flashpoint
from koinon.observatory.queries import places
from koinon.observatory.rules import incidents as rules
from koinon.people.models import Place


@action("observatory.add_flashpoint", permit=rules.may_keep_flashpoints)
def add(
    *,
    by: Any,
    place: Place,
    kind: str,
    on: date,
    exact: str = "day",
    title: str,
    source: str,
    why: str = "",
    address: str = "",
    process: str = "",
    invented: bool = False,
    today: date,
) -> Flashpoint:
    """Add something ahead that may become an incident: an election, a sunset date, a pending bill."""
    made = Flashpoint(invented=invented)
    _describe(made, place, kind, on, exact, title, source, why, address, process, today)
    made.save()
    _record(made, **_facts(made))
    return made


@action("observatory.change_flashpoint", permit=rules.may_keep_flashpoints)
def change(
    *,
    by: Any,
    flashpoint: Flashpoint,
    revision: int,
    place: Place,
    kind: str,
    on: date,
    exact: str = "day",
    title: str,
    source: str,
    why: str = "",
    address: str = "",
    process: str = "",
    invented: bool = False,
    today: date,
) -> Flashpoint:
    """Change what lies ahead: mostly, its date."""
    current = _locked(flashpoint, revision)
    before = _facts(current)
    current.invented = invented
    _describe(current, place, kind, on, exact, title, source, why, address, process, today)
    current.save()
    changed = {
        name: [before[name], value] for name, value in _facts(current).items() if before[name] != value
    }
    _record(current, changed=changed)
    return current


@action("observatory.drop_flashpoint", permit=rules.may_keep_flashpoints)
def drop(*, by: Any, flashpoint: Flashpoint, revision: int, now: datetime) -> None:
    """Drop something that lies ahead no longer."""
    current = _locked(flashpoint, revision)
    current.dropped_at = now
    current.save()
    _record(current, title=current.title)


def _describe(
    made: Flashpoint,
    place: Place,
    kind: str,
    on: date,
    exact: str,
    title: str,
    source: str,
    why: str,
    address: str,
    process: str,
    today: date,
) -> None:
    if place.kind not in places.COUNTRIES:
        raise Refused(
            "observatory.flashpoint.place", "Name a country or territory, not a group.", field="place"
        )
    if last(on, Exact(exact)) < today:
        raise Refused(
            "observatory.flashpoint.past",
            "{day} is past: what has happened is an incident.",
            day=on,
            field="on",
        )
    if not line(title):
        raise Refused("observatory.flashpoint.title", "Say what lies ahead.", field="title")
    if not line(source):
        raise Refused("observatory.flashpoint.source", "Say where the date can be checked.", field="source")
    if not is_address(address.strip()):
        raise Refused(
            "observatory.flashpoint.address",
            "“{address}” is no web address: it begins with http:// or https://.",
            address=address[:200],
            field="address",
        )
    made.place, made.kind, made.on, made.exact = place, Flashpoint.Kind(kind), on, Exact(exact)
    made.title, made.source, made.why = line(title), line(source), visible(why)
    made.address, made.process = address.strip(), visible(process)


def _locked(flashpoint: Flashpoint, revision: int) -> Flashpoint:
    current = Flashpoint.objects.select_for_update(of=("self",)).select_related("place").get(pk=flashpoint.pk)
    if current.revision != revision or current.dropped_at:
        raise Refused(
            "observatory.changed_meanwhile", "Someone else changed this meanwhile: look again, then save."
        )
    current.revision += 1
    return current


def _facts(one: Flashpoint) -> dict[str, object]:
    return {
        "place": one.place.code,
        "kind": str(one.kind),
        "on": written(one.on, one.exact),
        "title": one.title,
        "source": one.source,
        "process": one.process,
        "invented": one.invented,
    }


def _record(one: Flashpoint, **facts: object) -> None:
    record(f"flashpoint:{one.pk}", {"flashpoint": one.pk, "revision": one.revision, **facts})
