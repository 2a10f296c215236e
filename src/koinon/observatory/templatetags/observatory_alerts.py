"""The words of alerts in templates."""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext

from koinon.observatory.engine.alerts.record import Record
from koinon.observatory.models import Alert
from koinon.observatory.queries import alert_words, subscriptions

register = template.Library()
register.filter("alert_headline", alert_words.headline)
register.filter("local_name", alert_words.place_name)
register.filter("host_of", subscriptions.host_of)


@register.filter
def alert_kind(kind: str) -> str | Promise:
    """What kind of change it is."""
    return alert_words.KINDS.get(kind, kind)


@register.filter
def alert_state(state: str) -> str | Promise:
    """How an alert stands."""
    return alert_words.STATES.get(state, state)


@register.filter
def alert_outcome(outcome: str) -> str | Promise:
    """What became of it."""
    return alert_words.OUTCOMES.get(outcome, outcome)


@register.filter
def told_trouble(trouble: str) -> str | Promise:
    """What came instead of a mail or message being taken."""
    return alert_words.TROUBLES.get(trouble, gettext("the answer was %(code)s") % {"code": trouble})


@register.filter
def alert_step(step: str) -> str | Promise:
    """What was done."""
    return alert_words.STEPS.get(step, step)


@register.filter
def alert_urgency(urgency: int) -> str | Promise:
    """Until when someone must have seen it."""
    return alert_words.URGENCIES[urgency]


@register.filter
def rule_words(words: str) -> str:
    """The name or the sentence of a rule, in the reader's language."""
    return gettext(words) if words else ""


@register.filter
def taken_back(alert: Alert) -> str:
    """That the newest figures no longer show it; "" where they do."""
    return alert_words.note(alert.facts)


@register.inclusion_tag("observatory/alerts/_record.html")
def alert_record(record: Record) -> dict[str, object]:
    """How often a rule was right, in a sentence."""
    return {"record": record}
