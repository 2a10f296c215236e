"""Watched processes in templates: their words, and those that touch a provision."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.register.engine.stages import When
from koinon.register.forms.mechanisms import PROCESS_KINDS
from koinon.register.queries import processes

register = template.Library()

KINDS = dict(PROCESS_KINDS)
WHEN: dict[str, str | Promise] = {
    When.OVERDUE: _("Overdue"),
    When.UPCOMING: _("Upcoming"),
    When.UNDATED: _("Without a date"),
    When.ENDED: _("Ended"),
}


@register.filter
def process_kind(kind: str) -> Any:
    """The kind of a process in words."""
    return KINDS.get(kind, kind)


@register.filter
def process_when(when: str) -> Any:
    """How a process stands, in words."""
    return WHEN[when]


@register.filter
def any_rows(groups: Any) -> bool:
    """Whether any of the groups holds a row."""
    return any(rows for _when, rows in groups)


@register.filter
def watching_party(party: Any, process: Any) -> bool:
    """Whether the party is known to watch the process; its watches are at hand."""
    return any(watch.party_id == party.pk for watch in process.watches.all())


@register.inclusion_tag("register/processes/on_provision.html")
def processes_of(provision: Any) -> dict[str, Any]:
    """The section of a provision's page that names the processes that touch it."""
    return {"processes": processes.touching(provision)}
