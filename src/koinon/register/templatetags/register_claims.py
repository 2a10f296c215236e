"""Claims in templates: levels and sides in words, claims side by side, judgements of verifiability."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from koinon.register.models import Claim, Provision
from koinon.register.queries import claims as queries
from koinon.register.rules import claims as rules

register = template.Library()

LEVEL: dict[str, tuple[str | Promise, int]] = {  # the word, and how many of three steps are done
    "no-evidence": (_("No evidence"), 0),
    "not-started": (_("Not started"), 0),
    "limited": (_("Limited"), 1),
    "substantial": (_("Substantial"), 2),
    "complete": (_("Complete"), 3),
}
MEANING: dict[str, str | Promise] = {
    "no-evidence": _("I looked, and found nothing from which to tell how far it is."),
    "not-started": _("Nothing of it has been done by that day."),
    "limited": _("Some of it has been done, but most has not."),
    "substantial": _("Most of it has been done; a part that matters is missing."),
    "complete": _("Everything that it asks has been done by that day."),
}
SIDE: dict[str, str | Promise] = {
    "addressee": _("The addressee"),
    "civil-society": _("Civil society"),
    "assessor": _("Independent assessor"),
    "peer": _("Peer"),
}
WHY: dict[str, str | Promise] = {
    "contested": _("one contests the other"),
    "same-day": _("they describe the same day differently"),
    "undone": _("the later state is the lower one"),
    "no-evidence": _("one found no evidence of what the other states"),
}
PSEUDONYM = _("An organisation known to the secretariat")


@register.filter
def level_word(level: object) -> str:
    """ "not-started" → "Not started"."""
    return str(LEVEL[str(level)][0]) if str(level) in LEVEL else str(level)


@register.filter
def level_meaning(level: object) -> str:
    """What a level says, in a sentence."""
    return str(MEANING.get(str(level), ""))


@register.filter
def side_word(side: object) -> str:
    """ "civil-society" → "Civil society"."""
    return str(SIDE.get(str(side), side))


@register.filter
def dispute_words(why: object) -> str:
    """Why two claims contradict, in words."""
    return str(WHY.get(str(why), why))


@register.filter
def claimant(claim: Claim) -> str:
    """In whose name a claim was made, as everyone may know it."""
    if claim.pseudonymous:
        return str(PSEUDONYM)
    return claim.party.name if claim.party else side_word(claim.side)


@register.filter
def copy_problem(problem: object) -> str:
    """Why there is no copy of a page: a sentence that stands whole in the program."""
    return gettext(str(problem)) if problem else ""


@register.inclusion_tag("register/claims/level.html")
def level_badge(level: str) -> dict[str, object]:
    """The scale and the word of a level of completion."""
    word, degree = LEVEL.get(level, (level, 0))
    return {"word": word, "level": level, "steps": [step <= degree for step in range(1, 4)]}


@register.simple_tag(takes_context=True)
def claims_of(context: dict[str, Any], provision: Provision) -> dict[int, queries.SideBySide]:
    """The claims on each follow-up of a provision, by the follow-up's key."""
    return queries.of_provision(provision, context.get("user"))


@register.filter
def claims_on(found: dict[int, queries.SideBySide], follow_up: Any) -> queries.SideBySide | None:
    """Of what `claims_of` gave, the claims on one follow-up (or on the one of that key)."""
    return found.get(getattr(follow_up, "pk", follow_up))


@register.simple_tag
def judgements_of(provision: Provision) -> list[Any]:
    """The judgements whether a provision can be verified."""
    return list(queries.judgements(provision))


@register.simple_tag(takes_context=True)
def may_judge(context: dict[str, Any]) -> bool:
    """Whether the reader may judge provisions."""
    return bool(rules.judging_for(context.get("user")))
