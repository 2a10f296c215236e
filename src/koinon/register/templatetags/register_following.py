"""How follow-ups stand, in words with a shape: silence, dates that passed, what is still expected."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from koinon.register.engine.following.silence import Past, Standing
from koinon.register.models import FollowUp, Provision
from koinon.register.queries import following_provisions
from koinon.register.queries.answer_words import POSITIONS
from koinon.register.queries.following import Stands, stands

register = template.Library()

STANDINGS: dict[str, str | Promise] = {
    "silent": gettext_lazy("No answer, overdue"),
    "expected": gettext_lazy("An answer is expected"),
    "answered": gettext_lazy("Answered"),
    "overdue": gettext_lazy("A report or the deed is overdue"),
    "disputed": gettext_lazy("Disputed"),
    "ended": gettext_lazy("Ended"),
    "not-expected": gettext_lazy("No answer is expected"),
}
ENDED: dict[str, str | Promise] = {
    "left": gettext_lazy("it left the class through which it was asked"),
    "unnamed": gettext_lazy("a correction took it out of the addressees"),
    "struck": gettext_lazy("the provision was taken out of the register"),
    "withdrawn": gettext_lazy("the document was withdrawn"),
}
KINDS: dict[str, str | Promise] = {
    "answer": gettext_lazy("Answer"),
    "report": gettext_lazy("Report"),
    "due": gettext_lazy("Deed"),
}
BASES: dict[str, str | Promise] = {
    "text": gettext_lazy("set by the text"),
    "policy": gettext_lazy("set by the policy"),
    "agreed": gettext_lazy("agreed with this addressee"),
    "review": gettext_lazy("set by the response stage of the review"),
}
TO: dict[str, str | Promise] = {
    "focal-point": gettext_lazy("its focal points"),
    "validator": gettext_lazy("its validators too"),
    "secretariat": gettext_lazy("the secretariat too"),
    "public": gettext_lazy("everyone, by public notice"),
}
_LOOKS = {
    Standing.SILENT: ("care", "bad"),
    Standing.EXPECTED: ("clock", ""),
    Standing.ANSWERED: ("good", "good"),
    Standing.NOTHING: ("info", ""),
    Standing.ENDED: ("close", ""),
}
_POSITION_LOOKS = {
    "accepted": ("good", "good"),
    "accepted-in-part": ("part", "care"),
    "noted": ("info", ""),
    "declined": ("close", "bad"),
}


def silence_words(past: Past) -> str:
    """ "No answer, 45 days overdue"."""
    return ngettext("No answer, %(days)s day overdue", "No answer, %(days)s days overdue", past.days) % {
        "days": number_format(past.days)
    }


def overdue_words(kind: str, past: Past) -> str:
    """ "Report 12 days overdue"; the deed: "12 days past its date, not reported complete"."""
    if kind == "report":
        told = ngettext("Report %(days)s day overdue", "Report %(days)s days overdue", past.days)
    else:
        told = ngettext(
            "Due %(days)s day ago, not reported complete",
            "Due %(days)s days ago, not reported complete",
            past.days,
        )
    return told % {"days": number_format(past.days)}


def standing_words(follow_up: FollowUp, found: Stands) -> str:
    """How a follow-up stands towards its answer, in one phrase."""
    if found.past:
        return silence_words(found.past)
    if found.standing == Standing.EXPECTED and found.by:
        return _("Answer expected by %(day)s") % {"day": date_format(found.by)}
    if found.standing == Standing.ANSWERED:
        word = str(POSITIONS.get(follow_up.position, follow_up.position))
        return word[:1].upper() + word[1:]
    if found.standing == Standing.ENDED:
        because = ENDED.get(follow_up.ended_because, follow_up.ended_because)
        return _("Ended: %(because)s") % {"because": because}
    return str(STANDINGS[found.standing])


def sentence_of(follow_up: FollowUp, now: datetime) -> str:
    """Everything that stands out of one follow-up, for feeds and descriptions."""
    found = stands(follow_up, now)
    told = [standing_words(follow_up, found), *(overdue_words(*one) for one in found.overdue)]
    return " · ".join([*told, *([str(STANDINGS["disputed"])] if follow_up.disputed else [])])


@register.inclusion_tag("register/following/mark.html", takes_context=True)
def how_it_stands(context: dict[str, Any], follow_up: FollowUp) -> dict[str, Any]:
    """The marks of one follow-up, each a shape with its words; it must bring its `dates`."""
    found = stands(follow_up, context.get("now") or timezone.now())
    answered = found.standing == Standing.ANSWERED
    icon, tone = _POSITION_LOOKS[follow_up.position] if answered else _LOOKS[found.standing]
    return {
        "follow_up": follow_up,
        "icon": icon,
        "tone": tone,
        "words": standing_words(follow_up, found),
        "on": follow_up.answered_at if answered else None,
        "due": found.past.on if found.past else None,
        "overdue": [overdue_words(*one) for one in found.overdue],
        "disputed": follow_up.disputed and found.standing != Standing.ENDED,
    }


@register.filter
def silent_mark(provision: Any) -> SafeString:
    """The shape and words of `silent_words`; nothing where nobody is silent."""
    words = silent_words(provision)
    if not words:
        return SafeString("")
    return SafeString(render_to_string("register/following/silence.html", {"words": words}).strip())


@register.filter
def silent_words(provision: Any) -> str:
    """For a provision among others: how many of its addressees are silent; "" where nobody is."""
    running, _answered, silent = getattr(provision, "followed", None) or (0, 0, 0)
    if not silent:
        return ""
    if running == 1:
        return str(STANDINGS["silent"])
    counts = {"silent": number_format(silent), "all": number_format(running)}
    return (
        ngettext("No answer from %(silent)s of %(all)s", "No answer from %(silent)s of %(all)s", silent)
        % counts
    )


@register.filter
def standing_word(value: object) -> str:
    """ "silent" → "No answer, overdue"."""
    return str(STANDINGS.get(str(value), value))


@register.filter
def term_word(kind: object) -> str:
    """ "due" → "Deed"."""
    return str(KINDS.get(str(kind), kind))


@register.filter
def basis_word(basis: object) -> str:
    """ "policy" → "set by the policy"."""
    return str(BASES.get(str(basis), basis))


@register.filter
def told_to(to: object) -> str:
    """Whom a step tells."""
    return str(TO.get(str(to), to))


@register.filter
def words_of(follow_up: FollowUp, now: datetime) -> str:
    """How one of many stands, in words alone."""
    return standing_words(follow_up, stands(follow_up, now))


@register.inclusion_tag("register/following/of_provision.html", takes_context=True)
def followed_up(context: dict[str, Any], provision: Provision) -> dict[str, Any]:
    """The section of a provision's page that tells how each of its addressees stands."""
    now = context.get("now") or timezone.now()
    return {
        "followed": following_provisions.of_provision(provision, now),
        "provision": provision,
        "positions": list(POSITIONS),
        "now": now,
        "user": context.get("user"),
    }
