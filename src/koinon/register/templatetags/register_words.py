"""The register's coded values in words, for templates: documents, parties, languages, themes, groups.

Kinds and strengths have their words in the tags of the ui.
"""

from __future__ import annotations

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from koinon.register.queries import themes
from koinon.ui.templatetags.ui import kind_word, strength_word

register = template.Library()

DOCUMENT_KIND: dict[str, str | Promise] = {
    "declaration": _("Declaration"),
    "plan-of-action": _("Plan of action"),
    "recommendation-paper": _("Recommendation paper"),
    "policy-brief": _("Policy brief"),
    "resolution": _("Resolution"),
    "review-outcome": _("Review outcome"),
    "code-of-conduct": _("Code of conduct"),
    "pledges": _("Pledges"),
    "other": _("Other document"),
}
LANGUAGE: dict[str, str | Promise] = {
    "en": _("English"),
    "fr": _("French"),
    "es": _("Spanish"),
    "pt": _("Portuguese"),
    "ar": _("Arabic"),
    "he": _("Hebrew"),
    "fa": _("Persian"),
    "id": _("Indonesian"),
    "ja": _("Japanese"),
    "th": _("Thai"),
    "und": _("Undetermined"),
}
COLUMN: dict[str, str | Promise] = {
    "text": _("Text"),
    "span": _("Place in the text"),
    "label": _("Label"),
    "kind": _("Kind"),
    "strength": _("Strength"),
    "issuer": _("Issuer"),
    "addressees": _("Addressees"),
    "deadline": _("Deadline"),
    "due": _("Due"),
    "themes": _("Themes"),
    "groups": _("Groups"),
}
PARTY_KIND: dict[str, str | Promise] = {
    "state": _("State"),
    "intergovernmental": _("Intergovernmental body"),
    "parliament": _("Parliament"),
    "civil-society": _("Civil society organisation"),
    "nhri": _("National human rights institution"),
    "media": _("Independent media"),
    "funder": _("Funder"),
    "university": _("University"),
    "business": _("Business"),
    "network": _("Network"),
    "organ": _("Organ"),
    "class": _("Class of parties"),
}
DEADLINE: dict[str, str | Promise] = {
    "dated": _("With a date"),
    "worded": _("In words only"),
    "none": _("No deadline"),
}


def _in_words(table: dict[str, str | Promise], value: object) -> str:
    return str(table.get(str(value), value))


@register.filter
def document_kind_label(value: object) -> str:
    """ "plan-of-action" → "Plan of action"."""
    return _in_words(DOCUMENT_KIND, value)


@register.filter
def party_kind_label(value: object) -> str:
    """ "civil-society" → "Civil society organisation"."""
    return _in_words(PARTY_KIND, value)


@register.filter
def language_label(value: object) -> str:
    """ "fr" → "French"."""
    return _in_words(LANGUAGE, value)


@register.filter
def column_label(value: object) -> str:
    """A column of a provision in words."""
    return _in_words(COLUMN, value)


@register.filter
def deadline_label(value: object) -> str:
    """Whether there is a deadline, in words."""
    return _in_words(DEADLINE, value)


@register.filter
def theme_label(key: object) -> str:
    """The theme's name in the vocabulary in force."""
    return themes.theme_name(str(key))


@register.filter
def group_label(key: object) -> str:
    """The group's name in the vocabulary in force."""
    return themes.group_name(str(key))


@register.filter
def shown(values: list[str], column: str) -> str:
    """Values of a column as a reader sees them, joined by commas."""
    words = {"kind": kind_word, "strength": strength_word, "themes": theme_label, "groups": group_label}
    return ", ".join(str(words[column](v)) if column in words else v for v in values) or "—"
