"""What templates of other rooms may show of this one."""

from __future__ import annotations

from django import template

from koinon.people import rules

register = template.Library()


@register.inclusion_tag("people/doors.html", takes_context=True)
def people_doors(context: template.Context) -> dict[str, bool]:
    """Links to persons, parties and places, for whoever keeps them; nothing for others."""
    user = context["user"]
    return {
        "persons": bool(rules.may_keep_mandates(by=user)),
        "parties": bool(rules.may_administer_parties(by=user)),
    }
