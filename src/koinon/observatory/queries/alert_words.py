"""What an alert says, in the words of the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from koinon.observatory.engine.incidents import kinds as incident_kinds
from koinon.observatory.engine.standing.rule_sets import said
from koinon.observatory.models import Alert
from koinon.observatory.queries import rule_sets
from koinon.people.models import Place

KINDS: dict[str, Promise] = {
    "episode": lazy("Episode of change"),
    "standing": lazy("Change of standing"),
    "disruption": lazy("Disruption of constitutional rule"),
    "drop": lazy("Drop beyond the interval"),
    "break": lazy("Break in the series of incidents"),
}
STATES: dict[str, Promise] = {
    "open": lazy("not yet acknowledged"),
    "acknowledged": lazy("acknowledged, being assessed"),
    "assessed": lazy("assessed, to be decided"),
    "convened": lazy("brought before those who decide"),
    "closed": lazy("closed"),
}
OUTCOMES: dict[str, Promise] = {
    "convened": lazy("brought before those who decide"),
    "watched": lazy("true, and watched"),
    "false": lazy("false alarm"),
    "revised": lazy("taken back by later figures"),
}
STEPS: dict[str, Promise] = {
    "raised": lazy("Raised by the rule"),
    "acknowledged": lazy("Acknowledged"),
    "owned": lazy("Taken on"),
    "assessed": lazy("Assessed"),
    "convened": lazy("Brought before those who decide"),
    "noted": lazy("Noted"),
    "closed": lazy("Closed"),
    "reopened": lazy("Opened again"),
}
GROUPS: dict[str, Promise] = {
    "disruption": lazy("disruptions of constitutional rule"),
    "restriction-legal": lazy("restrictions of civic space by law"),
    "restriction-extralegal": lazy("restrictions of civic space beside the law"),
    "reform": lazy("reforms"),
}
TROUBLES: dict[str, Promise] = {
    "address": lazy("the address leads to no web page"),
    "inside": lazy("the address leads into a closed network"),
    "unreachable": lazy("the machine cannot be reached"),
    "certificate": lazy("its certificate is not valid"),
    "broken": lazy("the connection broke off"),
    "slow": lazy("no answer in time"),
    "refused": lazy("the mail server refuses the address"),
}
URGENCIES: dict[int, Promise] = {
    1: lazy("within a day"),
    2: lazy("within a week"),
    3: lazy("within two weeks"),
}


def place_name(place: Place) -> str:
    """The name of a place in the reader's language."""
    return str(place.names.get((get_language() or "en").partition("-")[0]) or place.name)


def headline(alert: Alert) -> str:
    """One sentence without an end: which place, what changed."""
    return _HEADLINES[alert.kind](place_name(alert.place), alert.facts, alert)


def _episode(place: str, facts: Mapping[str, Any], _alert: Alert) -> str:
    falling = facts["direction"] == "autocratization"
    if facts["what"] == "turned":
        said = (
            _("%(place)s: the autocratization that began in %(start)s turned in %(turned)s")
            if falling
            else _("%(place)s: the democratization that began in %(start)s turned in %(turned)s")
        )
        return said % {"place": place, "start": facts["start"], "turned": facts["turned"]}
    said = (
        _("%(place)s: an episode of autocratization since %(start)s, recognised in %(year)s")
        if falling
        else _("%(place)s: an episode of democratization since %(start)s, recognised in %(year)s")
    )  # fmt: skip
    return said % {"place": place, "start": facts["start"], "year": facts["recognised"]}


def _standing(place: str, facts: Mapping[str, Any], _alert: Alert) -> str:
    words = (
        _("%(place)s now meets “%(rules)s”")
        if facts["what"] == "meets"
        else _("%(place)s no longer meets “%(rules)s”")
    )
    return words % {"place": place, "rules": _rules_title(facts)}


def _rules_title(facts: Mapping[str, Any]) -> str:
    """What the rule set is called: one of the program in the language of the page, others as it was then."""
    key, _at, version = str(facts["rule_set"]).partition("@")
    held = rule_sets.shipped().get(key)
    if held is not None and held.rules.version == version:
        return said(held.rules.title, (get_language() or "en").partition("-")[0])
    return str(facts.get("title") or facts["rule_set"])


def _disruption(place: str, facts: Mapping[str, Any], alert: Alert) -> str:
    named = [kind_title(key) for key in facts["kinds"]]
    return _("%(place)s: %(what)s, %(day)s") % {
        "place": place,
        "what": ", ".join(named),
        "day": date_format(alert.since, "DATE_FORMAT"),
    }


def kind_title(key: str) -> str:
    """What a kind of incident is called."""
    known = incident_kinds.known(key)
    return known.title((get_language() or "en").partition("-")[0]) if known else key


def _drop(place: str, facts: Mapping[str, Any], alert: Alert) -> str:
    many = len(facts["indicators"])
    first = str(alert.evidence[0].get("title") or alert.evidence[0]["what"])
    told = {"place": place, "year": facts["year"], "many": many, "first": first}
    if many == 1:
        return _("%(place)s: %(first)s fell beyond its interval in %(year)s") % told
    said = ngettext(
        "%(place)s: %(many)s indicator fell beyond its interval in %(year)s",
        "%(place)s: %(many)s indicators fell beyond their intervals in %(year)s",
        many,
    )
    return said % told


def _break(place: str, facts: Mapping[str, Any], alert: Alert) -> str:
    figures = alert.evidence[0]
    return _("%(place)s: more %(group)s since %(month)s, %(now)s a month instead of %(before)s") % {
        "place": place,
        "group": GROUPS.get(facts["group"], facts["group"]),
        "month": date_format(alert.since, "YEAR_MONTH_FORMAT"),
        "now": number_format(figures["value"], 1),
        "before": number_format(figures["before"], 1),
    }


_HEADLINES = {
    "episode": _episode,
    "standing": _standing,
    "disruption": _disruption,
    "drop": _drop,
    "break": _break,
}


def note(facts: Mapping[str, Any]) -> str:
    """What the platform itself notes on a thread; "" where it noted nothing."""
    if not facts.get("taken_back"):
        return ""
    said = _("The newest figures (%(source)s) no longer show this: see whether to close it as taken back.")
    return said % {"source": facts["taken_back"]}
