"""The words of peer review: stages, who has them in hand, papers, speakers, cycles."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

OUTCOME_LATE = "outcome-late"

STAGES: dict[str, str | Promise] = {
    "summary": gettext_lazy("Summary of civil society’s submissions"),
    "self-report": gettext_lazy("Self-report"),
    "compilation": gettext_lazy("Compilation"),
    "questions": gettext_lazy("Advance questions"),
    "session": gettext_lazy("Session"),
    "outcome": gettext_lazy("Outcome"),
    "response": gettext_lazy("Response"),
    "adoption": gettext_lazy("Adoption"),
    "mid-term": gettext_lazy("Mid-term report"),
}
PAPERS: dict[str, str | Promise] = {
    "self-report": gettext_lazy("Self-report"),
    "submission": gettext_lazy("Submission of civil society"),
    "summary": gettext_lazy("Summary of civil society’s submissions"),
    "compilation": gettext_lazy("Compilation"),
    "outcome": gettext_lazy("Report of the session"),
    "response": gettext_lazy("Response"),
    "mid-term": gettext_lazy("Mid-term report"),
}
OWNERS: dict[str, str | Promise] = {
    "party": gettext_lazy("the party under review"),
    "civil-society": gettext_lazy("civil society"),
    "secretariat": gettext_lazy("the secretariat"),
    "reviewers": gettext_lazy("the other parties"),
}
SPEAKERS: dict[str, str | Promise] = {
    "listed": gettext_lazy("waits"),
    "speaking": gettext_lazy("is speaking"),
    "spoke": gettext_lazy("has spoken"),
    "absent": gettext_lazy("was absent"),
    "off": gettext_lazy("taken off the list"),
}
CYCLES: dict[str, str | Promise] = {
    "preparing": gettext_lazy("in preparation"),
    "fixed": gettext_lazy("rules fixed, not yet drawn"),
    "drawn": gettext_lazy("drawn"),
    "closed": gettext_lazy("closed"),
}


def move_reason(move: Mapping[str, str]) -> str:
    """Why a stage was moved, from what is kept of the move: in somebody's words, or by itself."""
    if move.get("because") != OUTCOME_LATE:
        return move["reason"]
    day = date_format(timezone.localdate(datetime.fromisoformat(move["at"])), "DATE_FORMAT")
    return _("The outcome was adopted late, on %(day)s: the time counts from then.") % {"day": day}
