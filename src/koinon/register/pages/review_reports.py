"""The report of a review as DOCX and PDF: its stages, papers, questions, speakers, and recommendations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.ledger.queries import head
from koinon.register.engine.exports.reports import Entry, Fact, Paragraph, Report, Row, Run, Words
from koinon.register.pages.printed import Made
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import review_pages, review_stages
from koinon.register.queries import reviews as queries
from koinon.register.queries.answer_words import POSITIONS
from koinon.register.queries.review_pages import Told
from koinon.register.templatetags.review_words import (
    clock,
    owner_word,
    paper_word,
    speaker_word,
    stage_standing,
    stage_word,
)
from koinon.ui import downloads
from koinon.ui.languages import permanent


def _made(request: HttpRequest, cycle: str, key: str) -> Made:
    """The report of one review."""
    review, now = queries.review(cycle, key), timezone.now()
    told = review_pages.recommendations(review, now)
    standing = [one for one in told if not one.row.withdrawn_at]
    url = site_of(request) + permanent(review.get_absolute_url())
    last = head()
    report = Report(
        title=Words(_("Review of %(party)s") % {"party": review.party.name}),
        language=(get_language() or "en")[:2],
        overline=review.cycle.title,
        facts=tuple(_facts(review, url)),
        notes=(_("What stands here is invented for demonstration."),) if review.cycle.invented else (),
        overview=_("Recommendations at a glance"),
        columns=(_("No."), _("Recommended by"), _("Answer")),
        rows=tuple(
            Row(one.row.number, (Words("; ".join(p.name for p in one.parties)), Words(_answer(one))))
            for one in standing
        ),
        listed=_("The recommendations"),
        entries=tuple(_entry(one) for one in standing),
        text_title=_("The review, stage by stage"),
        text_language=(get_language() or "en")[:2],
        text=tuple(_stages(review)),
        footer=f"{settings.ENV.name} · {url}",
        author=settings.ENV.name,
        at=last.at if last else now,
    )
    return Made(f"{cycle}-{key}", report)


review = downloads.files(_made, guard=public)


def _facts(found: Any, url: str) -> Iterator[Fact]:
    if found.begins:
        yield _fact(_("Session"), date_format(timezone.localtime(found.begins), "DATETIME_FORMAT"))
    yield _fact(_("Reviewers"), "; ".join(one.party.name for one in found.now_reviewing))
    if found.outcome:
        yield Fact(_("Outcome"), Words(found.outcome.title, found.outcome.language))
    if why := review_pages.why_withdrawn(found):
        yield _fact(_("Outcome withdrawn"), why)
    yield Fact(_("Address"), Words(url), url)


def _fact(label: str, value: str) -> Fact:
    return Fact(label, Words(value))


def _entry(told: Told) -> Entry:
    facts = [_fact(_("Recommended by"), "; ".join(party.name for party in told.parties))]
    if told.follow_up:
        facts.append(_fact(_("Answer"), _answer(told)))
    heading = _("Recommendation %(number)s") % {"number": told.row.number}
    return Entry(told.row.number, Words(heading), Words(told.row.text, told.row.language), tuple(facts))


def _answer(told: Told) -> str:
    if told.outcome_state == "withdrawn":
        return _("outcome withdrawn")
    if told.follow_up is None:
        return _("not adopted yet")
    if told.follow_up.position:
        return str(POSITIONS[told.follow_up.position])
    if told.silent:
        return _("no answer, %(n)s days overdue") % {"n": told.days}
    return _("not answered yet")


def _stages(found: Any) -> Iterator[Paragraph]:
    papers = list(queries.papers(found))
    for stage in review_stages.shown(found, timezone.localdate()):
        yield _heading(stage_word(stage.kind))
        yield _line(
            _("In hand: %(owner)s; %(standing)s.")
            % {"owner": owner_word(stage.owner), "standing": stage_standing(stage)}
        )
        if stage.row.note:
            yield _line(stage.row.note)
        for paper in papers:
            if paper.kind == stage.kind or (paper.kind == "submission" and stage.kind == "summary"):
                who = paper.party.name if paper.party else ""
                day = date_format(timezone.localtime(paper.given_at), "DATE_FORMAT")
                yield _line(" · ".join(filter(None, (paper_word(paper.kind), who, paper.title, day))))
        if stage.kind == "questions":
            yield from _questions(found)
        elif stage.kind == "session":
            yield from _speakers(found)


def _questions(found: Any) -> Iterable[Paragraph]:
    for question in queries.questions(found):
        yield _line(f"{question.party.name}: {question.text}")
        yield _line(f"— {question.answer}" if question.answer else _("— not answered"))


def _speakers(found: Any) -> Iterable[Paragraph]:
    for one in queries.speakers(found):
        yield _line(f"{one.place}. {one.party.name} ({clock(one.seconds)}): {speaker_word(one.state)}")


def _heading(words: str) -> Paragraph:
    return Paragraph(1, (Run(words),))


def _line(words: str) -> Paragraph:
    return Paragraph(0, (Run(words),))
