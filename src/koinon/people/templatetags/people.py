"""What templates of other rooms may show of this one."""

from __future__ import annotations

from django import template
from django.utils.translation import gettext

from koinon.people import rules
from koinon.people.engine.kinds import PARTY_KIND_WORDS, PLACE_KIND_WORDS
from koinon.people.engine.roles import ROLES
from koinon.ui.telling import told

register = template.Library()


@register.inclusion_tag("people/doors.html", takes_context=True)
def people_doors(context: template.Context) -> dict[str, bool]:
    """Links to persons, parties and places, for whoever keeps them; nothing for others."""
    user = context["user"]
    return {
        "persons": bool(rules.may_keep_mandates(by=user)),
        "parties": bool(rules.may_administer_parties(by=user)),
    }


@register.filter
def role_word(key: str) -> str:
    """ "focal-point" → "Focal point"; a role that the table dropped stands for itself."""
    return gettext(ROLES[key].name) if key in ROLES else key


@register.filter
def party_kind_word(key: str) -> str:
    """ "civil-society" → "Civil society organisation"."""
    return told(PARTY_KIND_WORDS.get(key, key))


@register.filter
def place_kind_word(key: str) -> str:
    """ "territory" → "Territory"."""
    return told(PLACE_KIND_WORDS.get(key, key))
