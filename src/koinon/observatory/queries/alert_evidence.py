"""What an alert rests on, figure by figure, for whoever reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from koinon.observatory.models import Alert, Incident, Release
from koinon.observatory.queries.alert_words import GROUPS, kind_title


@dataclass(frozen=True)
class Figure:
    """One line of evidence. `now`, `before`: the figures with their years; `address`: where it can be looked
    up here; `release`: from which dataset it comes, None for what comes from incidents."""

    what: str
    key: str
    now: str
    before: str
    address: str
    release: Release | None


def figures(alert: Alert, known: Mapping[str, Release | Incident]) -> list[Figure]:
    """The evidence of an alert; `known`: its sources by the name that evidence gives them."""
    return [_figure(alert, one, known) for one in alert.evidence]


def releases(rows: list[Figure]) -> list[Release]:
    """The releases that some figures come from, each once."""
    return list({row.release.pk: row.release for row in rows if row.release}.values())


def _figure(alert: Alert, one: Mapping[str, Any], known: Mapping[str, Release | Incident]) -> Figure:
    source = known.get(str(one.get("source", "")).partition("; ")[0])
    return Figure(
        what=_what(alert, one),
        key=str(one["what"]) if alert.kind in ("drop", "episode") else "",
        now=_told(alert, one, "value", "low", "high", "year"),
        before=_told(alert, one, "before", "before_low", "before_high", "before_year"),
        address=_address(alert, one, source),
        release=source if isinstance(source, Release) else None,
    )


def _what(alert: Alert, one: Mapping[str, Any]) -> str:
    if alert.kind == Alert.Kind.BREAK:
        return str(GROUPS.get(str(one["what"]), one["what"]))
    if alert.kind == Alert.Kind.STANDING:
        return str(alert.facts.get("title") or one["what"])
    if alert.kind == Alert.Kind.EPISODE:
        return _("Electoral democracy index")
    return str(one.get("title") or one["what"])


def _told(alert: Alert, one: Mapping[str, Any], value: str, low: str, high: str, year: str) -> str:
    found = one.get(value)
    if found is None:
        return ""
    said = _number(found) if isinstance(found, int | float) else _word(alert, str(found))
    if one.get(low) is not None:
        said = _("%(value)s (%(low)s to %(high)s)") % {
            "value": said, "low": _number(one[low]), "high": _number(one[high]),
        }  # fmt: skip
    if alert.kind == Alert.Kind.BREAK:
        return _("%(number)s a month") % {"number": said}
    return f"{one[year]}: {said}" if one.get(year) is not None else said


def _word(alert: Alert, found: str) -> str:
    if alert.kind == Alert.Kind.DISRUPTION:
        return kind_title(found)
    return {"meets": _("meets the criteria"), "does not": _("does not meet the criteria")}.get(found, found)


def _number(value: float) -> str:
    return str(number_format(round(value, 3)))


def _address(alert: Alert, one: Mapping[str, Any], source: Release | Incident | None) -> str:
    if isinstance(source, Incident):
        return source.get_absolute_url()
    if alert.kind == Alert.Kind.BREAK:
        return f"{reverse('observatory:incidents')}?place={alert.place.code}&group={one['what']}"
    return ""
