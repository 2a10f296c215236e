"""Figures of follow-ups for everyone: counts with what they are counted among, by name, never ranked."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from koinon.register import charts
from koinon.register.pages.downloads import files, links
from koinon.register.pages.serving import page_of, public
from koinon.register.queries import following_figures as figures
from koinon.register.queries import following_tables as tables
from koinon.register.queries.answer_words import POSITIONS
from koinon.register.queries.following_figures import Tally
from koinon.register.queries.following_tables import Row
from koinon.register.queries.themes import theme_name
from koinon.register.templatetags.register_following import standing_word
from koinon.register.templatetags.register_words import party_kind_label
from koinon.ui.files import Listing

SIZE = 8  # rows of a page, and bars of its chart
MONTHS = 12  # of silence that the page shows; files have all
VIEWS: dict[str, str | Promise] = {
    "position": gettext_lazy("By position"),
    "document": gettext_lazy("By document"),
    "party-kind": gettext_lazy("By kind of party"),
    "theme": gettext_lazy("By theme"),
    "month": gettext_lazy("By month"),
}
COLUMNS = (
    "by", "key", "name", "follow_ups", "answered", "accepted", "accepted_in_part", "noted", "declined",
    "expected_answers", "silent", "expected_later", "not_expected", "overdue", "disputed", "ended",
)  # fmt: skip
MONTH_COLUMNS = ("month", "silent", "silent_altogether", "expected_answers")


@public
def follow_up_figures(request: HttpRequest) -> HttpResponse:
    """How many follow-ups stand how, by document, kind of party, theme, position, or month of silence."""
    now, view = timezone.now(), _view(request)
    whole = figures.of_everything(now)
    context = {
        "view": view,
        "whole": whole,
        "now": now,
        "tabs": [
            {"address": f"?by={name}", "words": words, "current": name == view}
            for name, words in VIEWS.items()
        ],
        "downloads": links(request, "follow_up_figures"),
        **_shown(request, view, whole, now),
    }
    return render(request, "register/following/figures.html", context)


def _view(request: HttpRequest) -> str:
    view = request.GET.get("by", "")
    return view if view in VIEWS else "position"


def _shown(request: HttpRequest, view: str, whole: Tally, now: datetime) -> dict[str, Any]:
    """What one view shows: its rows, and the chart of them."""
    if view == "position":
        parts = _parts(whole)
        return {"parts": parts, "chart": charts.follow_ups_standing(parts, whole)}
    if view == "month":
        months = list(figures.by_month(now).items())
        shown = [(date_format(month, "YEAR_MONTH_FORMAT"), n) for month, n in months[-MONTHS:]]
        earlier = sum(n for _month, n in months[:-MONTHS])
        return {"months": shown, "earlier": earlier, "chart": charts.silent_by_month(shown, whole)}
    page = page_of(request, _rows(view, now), SIZE)
    chart = charts.follow_ups_by(str(VIEWS[view]), [(row.name, row.tally) for row in page])
    return {"page": page, "chart": chart}


def _parts(whole: Tally) -> list[tuple[str, int]]:
    """The parts into which the running follow-ups fall, in words."""
    answered = [(str(POSITIONS[position]), n) for position, n in whole.by_position.items()]
    rest = [("expected", whole.expected), ("silent", whole.silent), ("not-expected", whole.nothing)]
    return [*answered, *((standing_word(name), n) for name, n in rest)]


def _rows(view: str, now: datetime) -> list[Row]:
    if view == "document":
        return tables.documents(now)
    if view == "theme":
        return tables.named(figures.by("theme", now), theme_name)
    return tables.named(figures.by_party_kind(now), _kind_of_party)


def _kind_of_party(kind: str) -> str:
    return party_kind_label(kind) if kind else _("Not in the directory of parties")


@files
def follow_up_figures_files(request: HttpRequest) -> Listing:
    """The figures of one view as rows, each with what it is counted among."""
    view, now = _view(request), timezone.now()
    if view == "month":
        return Listing("silence-by-month", MONTH_COLUMNS, lambda: _month_records(now))
    return Listing(f"follow-ups-by-{view}", COLUMNS, lambda: _records(view, now))


def _month_records(now: datetime) -> Iterator[dict[str, Any]]:
    whole = figures.of_everything(now)
    months: dict[date, int] = figures.by_month(now)
    for month, n in months.items():
        values = (month.strftime("%Y-%m"), n, whole.silent, whole.owed)
        yield dict(zip(MONTH_COLUMNS, values, strict=True))


def _records(view: str, now: datetime) -> Iterator[dict[str, Any]]:
    everything = [Row("", _("Everything"), figures.of_everything(now), "")]
    for row in everything if view == "position" else _rows(view, now):
        one = row.tally
        values = (
            view, row.key, row.name, one.running, one.answered, one.accepted, one.in_part, one.noted,
            one.declined, one.owed, one.silent, one.expected, one.nothing, one.overdue, one.disputed,
            one.ended,
        )  # fmt: skip
        yield dict(zip(COLUMNS, values, strict=True))
