"""Verdicts that changed, as feeds."""

from __future__ import annotations

from datetime import UTC, datetime

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from koinon.observatory.pages.serving import public
from koinon.observatory.queries import rule_sets, standing
from koinon.observatory.queries.standing import Reading
from koinon.observatory.templatetags.observatory_standing import plain_words, verdict_word
from koinon.ui.feeds import MOST, Atom, answered, opened

YEARS = 5  # looked back over


@public
def standings_feed(request: HttpRequest) -> HttpResponse:
    """Changes under every rule set, the latest year first."""
    feed = opened(request, _("Standings"), reverse("observatory:standings"), about=_("Verdicts that changed"))
    for held in rule_sets.every():
        _tell(feed, Reading(held), MOST // len(rule_sets.every()))
    return answered(feed)


@public
def rule_set_feed(request: HttpRequest, key: str) -> HttpResponse:
    """Changes under one rule set, the latest year first."""
    chosen = standing.reading(key)
    address = reverse("observatory:rule_set", args=[key])
    feed = opened(request, plain_words(chosen.rules.title), address, about=_("Verdicts that changed"))
    _tell(feed, chosen, MOST)
    return answered(feed)


def _tell(feed: Atom, chosen: Reading, most: int) -> None:
    key, title = chosen.held.key, plain_words(chosen.rules.title)
    for turn in standing.turns(chosen, timezone.localdate().year, YEARS)[:most]:
        subject = turn.subject
        said = {"place": subject.name, "verdict": verdict_word(turn.after), "rules": title, "year": turn.year}
        feed.add(
            f"standing/{key}/{subject.code}/{turn.year}/{turn.after.name.lower()}",
            title=_("%(place)s, %(year)d: %(verdict)s (%(rules)s)") % said,
            path=reverse("observatory:standing", args=[key, subject.code])
            if subject.place
            else reverse("observatory:rule_set", args=[key]),
            text=_("A year before: %(verdict)s.") % {"verdict": verdict_word(turn.before)},
            since=datetime(turn.year, 12, 31, tzinfo=UTC),
        )
