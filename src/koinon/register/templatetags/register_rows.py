"""Rows of data sets in templates: what their fields are called, and what a provision's row says."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koinon.kernel.sentences import sentence
from koinon.register.queries import previews, themes
from koinon.register.rules import documents as rules
from koinon.ui.telling import told

register = template.Library()

FORMATS: dict[str, str | Promise] = {
    "find-out": _("not known yet"),
    "upr-info": _("UPR Info"),
    "uhri": _("Universal Human Rights Index"),
    "impact-oss": _("IMPACT OSS"),
    "sheet": _("a spreadsheet of our own"),
}
FIELDS: dict[str, str | Promise] = {
    "text": _("Text"),
    "label": _("Label"),
    "section": _("Section"),
    "kind": _("Kind"),
    "strength": _("Strength"),
    "issuers": _("By whom"),
    "addressees": _("Asked of"),
    "deadline_text": _("Deadline"),
    "deadline_due": _("Due"),
    "themes": _("Themes"),
    "groups": _("Groups"),
    "withdrawn": _("Taken out by hand"),
    "position": _("Position of the State or body asked"),
    "response": _("Response"),
    "action": _("Category of action"),
    "issues": _("Issues, in the data set’s words"),
    "persons": _("Affected persons"),
    "sdgs": _("Sustainable Development Goals"),
    "session": _("Session"),
    "symbol": _("Document symbol"),
    "type": _("Type"),
    "body": _("Body"),
    "group": _("Regional group of the one asked"),
    "bodies": _("Organisations of the one asked"),
    "regions": _("Regions"),
    "annotation": _("Identity in the index"),
    "framework": _("Framework"),
    "actions": _("Actions"),
    "indicators": _("Indicators"),
    "from": _("Recommended by"),
}
ACTIONS: dict[str, str | Promise] = {  # UPR Info, Database Action Category
    "1": _("1: minimal action"),
    "2": _("2: continuing action"),
    "3": _("3: considering action"),
    "4": _("4: general action"),
    "5": _("5: specific action"),
}
STEPS: dict[str, str | Promise] = {
    "": _("Waiting for its turn"),
    "parsing": _("Reading the file"),
    "comparing": _("Comparing it with the register"),
    "writing": _("Writing down the provisions"),
}


@register.filter
def format_label(key: object) -> str:
    """A format in words."""
    return str(FORMATS.get(str(key), key))


@register.filter
def row_field(name: object) -> str:
    """A field of a provision or of its row in words; columns that we do not know keep their header."""
    return str(FIELDS.get(str(name), name))


@register.filter
def row_value(value: object, field: object) -> str:
    """A joined value of a field as a reader sees it."""
    parts = str(value).split("; ")
    if field == "themes":
        parts = [themes.theme_name(part) if part else "" for part in parts]
    elif field == "groups":
        parts = [themes.group_name(part) if part else "" for part in parts]
    elif field == "action":
        parts = [str(ACTIONS.get(part, part)) for part in parts]
    return ", ".join(parts) or "—"


@register.filter
def step_label(step: object) -> str:
    """What is being done with a file."""
    return str(STEPS.get(str(step), step))


@register.filter
def fault_words(said: object) -> str:
    """What is wrong with a row, or how to mend it: sentences that stand whole in the program."""
    return gettext(str(said)) if said else ""


@register.filter
def problem_of(intake: Any) -> str:
    """Why a file could not be taken in, in the reader's language."""
    said = intake.sample.get("said")
    return told(sentence(said["template"], **said["data"])) if said else str(intake.problem)


@register.inclusion_tag("register/intake/door.html", takes_context=True)
def intake_door(context: template.Context) -> dict[str, bool]:
    """The way to the imports, for whoever may take files in."""
    return {"open": bool(rules.may_take_in(by=context["user"]))}


@register.inclusion_tag("register/intake/row.html")
def data_set_row(provision: Any) -> dict[str, Any]:
    """What the row of a data set says beyond the provision that was made of it."""
    row = previews.row_of(provision)
    if row is None:
        return {"row": None}
    entry = previews.entry_of(row.intake)
    return {"row": row, "facts": list(_facts(row.facts)), "entry": entry}


def _facts(facts: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Each fact with its name in words, in a fixed order, then the columns that we do not know."""
    found = [
        (row_field(name), row_value(_joined(facts[name]), name))
        for name in FIELDS
        if facts.get(name) and name != "from"
    ]
    found += [(row_field("from"), _recommender(who)) for who in facts.get("from", ())]
    return found + [(header, str(value)) for header, value in facts.get("other", {}).items()]


def _joined(value: Any) -> str:
    return "; ".join(map(str, value)) if isinstance(value, list) else str(value)


def _recommender(who: Mapping[str, Any]) -> str:
    more = ", ".join(part for part in (who.get("group", ""), *who.get("bodies", ())) if part)
    return f"{who['name']} ({more})" if more else str(who["name"])
