"""Words of incidents, of what lies ahead and of approaches."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.incidents.days import dated
from koinon.observatory.forms.approaches import KINDS as APPROACHES
from koinon.observatory.forms.incidents import FLASHPOINTS, GROUPS, STATES
from koinon.observatory.queries import world

register = template.Library()
register.filter("local_name", world.name_of)

_STATES, _GROUPS, _FLASHPOINTS = dict(STATES), dict(GROUPS), dict(FLASHPOINTS)
_APPROACHES = dict(APPROACHES)
_FORMS = {"month": "YEAR_MONTH_FORMAT", "year": "Y"}
_NAMES: dict[str, str | Promise] = {
    "place": _("Place"),
    "kind": _("Kind"),
    "on": _("When"),
    "ends": _("Last day"),
    "state": _("How it stands"),
    "behalf": _("Told for"),
    "title": _("Title"),
    "account": _("Account"),
    "sources": _("Sources"),
    "reasons": _("Reasons"),
    "invented": _("Invented, for demonstration"),
}


@register.filter
def incident_kind(key: str) -> str:
    """What a kind is called in the language of the page."""
    kind = kinds.known(key)
    return kind.title(get_language() or "en") if kind else key


@register.filter
def incident_group(key: str) -> Any:
    """What a group of kinds is called."""
    return _GROUPS.get(key, key)


@register.filter
def group_of(key: str) -> str:
    """The group of a kind."""
    kind = kinds.known(key)
    return kind.group.value if kind else ""


@register.filter
def incident_state(state: str) -> Any:
    """How an incident stands, in words."""
    return _STATES.get(state, state)


@register.filter
def flashpoint_kind(kind: str) -> Any:
    """The kind of what lies ahead, in words."""
    return _FLASHPOINTS.get(kind, kind)


@register.filter
def approach_kind(kind: str) -> Any:
    """Whether it is a line or an opening, in words."""
    return _APPROACHES.get(kind, kind)


@register.filter
def exactly(on: date, exact: str) -> str:
    """A day in words, as exact as it is known: "4 May 2031", "May 2031", "2031"."""
    return date_format(on, _FORMS.get(exact, "DATE_FORMAT"))


@register.filter
def iso_day(text: Any) -> Any:
    """A day that is kept as text, in words; anything else as it is."""
    found = dated(str(text))
    return exactly(*found) if found else text


@register.filter
def fact_name(name: str) -> Any:
    """What a fact of an incident is called."""
    return _NAMES.get(name, name)


@register.filter
def fact_value(value: str, name: str) -> Any:
    """A fact of an incident as people say it."""
    words: Mapping[str, Any] = {
        "kind": incident_kind,
        "state": incident_state,
        "on": iso_day,
        "ends": iso_day,
    }
    return words[name](value) if value and name in words else value


@register.filter
def kind_text(kind: kinds.Kind, name: str) -> str:
    """One of the texts of a kind in the language of the page: its definition, what counts, what does not."""
    return str(getattr(kind, name)(get_language() or "en"))
