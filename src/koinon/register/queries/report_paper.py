"""A report as a paper: the figures in sentences and tables, in the report's language."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from koinon.register.engine.following.words import Level, Side
from koinon.register.engine.reporting.facts import MOST, Claimed, Facts, Place, figures
from koinon.register.engine.reporting.paper import Block, Heading, Note, Paper, Table, Words
from koinon.register.engine.reporting.prose import Text, line_of, prose
from koinon.register.engine.reporting.sections import Key, Section, sections
from koinon.register.queries import report_charts as charts
from koinon.register.queries import report_words as words

EXCERPT = 240  # characters of a provision that a list shows


@dataclass(frozen=True)
class Told:
    """What a paper is made of: the report as it is written, its facts, those of an earlier day beside."""

    title: str
    subtitle: str
    language: str
    author: str
    facts: Facts
    before: Facts | None
    kept: Sequence[dict[str, Any]]  # sections
    spoken: dict[int, str]  # words of the secretariat on good examples, by follow-up
    covers: tuple[tuple[str, tuple[str, ...]], ...]  # scope: "documents", "themes", "parties" → names


def paper(told: Told) -> Paper:
    """The whole report."""
    with override(told.language):
        shown = [s for s in sections(told.kept) if s.shown]
        return Paper(
            title=told.title,
            subtitle=told.subtitle,
            language=told.language,
            author=told.author,
            day=told.facts.day,
            about=tuple(_about(told)),
            contents=_("Contents"),
            blocks=tuple(block for section in shown for block in _section(section, told)),
            footer=f"{told.title} · {_day(told.facts.day)}",
        )


def fixed(key: Key, told: Told) -> tuple[Block, ...]:
    """What a section shows besides its prose."""
    with override(told.language):
        return tuple(_FIXED[key](told)) if key in _FIXED else ()


def _about(told: Told) -> Iterator[tuple[str, str]]:
    ends = _("%(day)s, at the end of the day (%(zone)s)")
    yield _("As of"), ends % {"day": _day(told.facts.day), "zone": told.facts.time_zone}
    if told.before:
        yield _("Compared with"), _day(told.before.day)
    labels = {"documents": _("Documents"), "themes": _("Themes"), "parties": _("Parties")}
    for name, chosen in told.covers:
        yield labels[name], "; ".join(chosen) if chosen else _("all")


def _section(section: Section, told: Told) -> Iterator[Block]:
    blocks = tuple(_FIXED[section.key](told)) if section.key in _FIXED else ()
    written = prose(section.prose)
    if not blocks and not written:
        return
    yield Heading(2, section.heading or str(words.HEADINGS[section.key]), section.key.value)
    yield from written
    yield from blocks


def _overview(told: Told) -> Iterator[Block]:
    if told.facts.invented:
        yield Note(_("What stands here is invented for demonstration."))
    before = {f.name: f.count for f in figures(told.before)} if told.before else {}
    columns = [_("Figure"), _("Count"), _("Out of")]
    if told.before:
        columns.append(_("On %(day)s") % {"day": _day(told.before.day)})
    rows = []
    for figure in figures(told.facts):
        if figure.name not in words.FIGURES:
            continue  # claims by side and level have a table of their own
        row = [str(words.FIGURES[figure.name]), _number(figure.count), _number(figure.whole)]
        rows.append(_row([*row, _number(before.get(figure.name))] if told.before else row))
    yield Table(_("Counts, each with what it is a part of"), tuple(columns), tuple(rows), 1)


def _answers(told: Told) -> Iterator[Block]:
    counts = told.facts.counts
    if not counts.expected:
        yield _said(_("No answer was expected of anyone by that day."))
        return
    yield charts.answers(counts)
    rows = [
        _row([name, _number(n), _number(counts.expected)]) for name, n in charts.answer_rows(counts)
    ]  # fmt: skip
    columns = (_("What the addressee says"), _("Follow-ups"), _("Out of"))
    yield Table(_("Answers, silence, and what is awaited"), columns, tuple(rows), 1)


def _silence(told: Told) -> Iterator[Block]:
    counts, listed = told.facts.counts, told.facts.silences
    said = ngettext(
        "%(silent)s of %(expected)s answers that were expected or given is missing past its date.",
        "%(silent)s of %(expected)s answers that were expected or given are missing past their date.",
        counts.silent,
    )
    yield _said(said % {"silent": _number(counts.silent), "expected": _number(counts.expected)})
    if listed:
        yield from _cut(len(listed), counts.silent)
        columns = (_("Addressee"), _("Provision"), _("Answer by"), _("Days overdue"))
        rows = [
            (*_at(late.place), Words(_day(late.due_on)), Words(_number(late.days))) for late in listed
        ]  # fmt: skip
        yield Table(_("Who has not answered, the longest first"), columns, tuple(rows), 3)


def _dates(told: Told) -> Iterator[Block]:
    listed = told.facts.overdue
    if not listed:
        yield _said(_("No date of a deed or of a report has passed."))
        return
    yield from _cut(len(listed), told.facts.counts.overdue)
    columns = (_("Addressee"), _("Provision"), _("What"), _("By"), _("Days overdue"))
    rows = [
        (
            *_at(late.place), Words(str(words.DATES[late.kind])), Words(_day(late.due_on)),
            Words(_number(late.days)),
        )
        for late in listed
    ]  # fmt: skip
    yield Table(_("Deeds and reports past their date, the longest first"), columns, tuple(rows), 4)


def _completion(told: Told) -> Iterator[Block]:
    claims = told.facts.claims
    if not any(sum(levels.values()) for levels in claims.values()):
        yield _said(_("Nobody has said yet how far anything is done."))
        return
    yield charts.completion(claims)
    columns = (_("Who says so"), *(str(words.LEVELS[v.value]) for v in Level), _("All together"))
    rows = [
        _row(
            [
                str(words.SIDES[side.value]),
                *(_number(claims[side.value][level.value]) for level in Level),
                _number(sum(claims[side.value].values())),
            ]
        )
        for side in Side
    ]
    yield Table(_("Claims by side and level: the latest of each claimant"), columns, tuple(rows), 1)


def _disputes(told: Told) -> Iterator[Block]:
    counts, listed = told.facts.counts, told.facts.disputes
    said = _("Claims contradict each other on %(disputed)s of %(claimed)s follow-ups with claims.")
    yield _said(said % {"disputed": _number(counts.disputed), "claimed": _number(counts.claimed)})
    if listed:
        yield from _cut(len(listed), counts.disputed)
        columns = (_("Addressee"), _("Provision"), _("What is claimed, side by side"))
        rows = [(*_at(one.place), Words("; ".join(claims_in_words(one)))) for one in listed]
        yield Table(_("Follow-ups whose claims contradict each other"), columns, tuple(rows), 9)


def _examples(told: Told) -> Iterator[Block]:
    for example in told.facts.examples:
        place = example.place
        yield Heading(3, f"{place.name}: {_label(place)}, {place.title}")
        if spoken := told.spoken.get(place.follow_up):
            yield from prose(spoken)
        columns = (_("Provision"), _("What is claimed, side by side"))
        row = (
            Words(_excerpt(place.text), place.language, _path(place)),
            Words("; ".join(claims_in_words(example))),
        )
        yield Table(_("What was asked, and what is claimed"), columns, (row,), 9)


def _documents(told: Told) -> Iterator[Block]:
    rows = [
        (
            Words(d.title, d.language, reverse("register:document", args=[d.slug])),
            Words(_day(d.issued_on) if d.issued_on else "—"),
            *_counted(d.counts),
        )
        for d in told.facts.by_document
    ]
    columns = (_("Document"), _("Date"), *_count_columns())
    yield Table(_("Every document that the report covers, by title"), columns, tuple(rows), 2)


def _parties(told: Told) -> Iterator[Block]:
    rows = [
        (
            Words(p.name, "", reverse("register:party", args=[p.key]) if p.key else ""),
            *_counted(p.counts),
        )
        for p in told.facts.by_party
    ]
    columns = (_("Addressee"), *_count_columns())
    yield Table(_("Every addressee, by name"), columns, tuple(rows), 1)


def _method(told: Told) -> Iterator[Block]:
    for sentence in words.METHOD:
        yield _said(str(sentence))


_FIXED = {
    Key.OVERVIEW: _overview,
    Key.ANSWERS: _answers,
    Key.SILENCE: _silence,
    Key.DATES: _dates,
    Key.COMPLETION: _completion,
    Key.DISPUTES: _disputes,
    Key.EXAMPLES: _examples,
    Key.DOCUMENTS: _documents,
    Key.PARTIES: _parties,
    Key.METHOD: _method,
}


def _count_columns() -> tuple[str, ...]:
    return (
        _("Provisions"), _("Follow-ups"), _("Expected"), _("Answered"), _("Silent"), _("Overdue"),
        _("With claims"), _("Disputed"),
    )  # fmt: skip


def _counted(counts: Any) -> tuple[Words, ...]:
    names = (
        "provisions", "follow_ups", "expected", "answered", "silent", "overdue", "claimed", "disputed",
    )  # fmt: skip
    return tuple(Words(_number(getattr(counts, name))) for name in names)


def _cut(shown: int, whole: int) -> Iterable[Block]:
    if shown == MOST and whole > shown:
        said = _("The first %(shown)s of %(whole)s stand here; the annexes count all of them.")
        yield _said(said % {"shown": _number(shown), "whole": _number(whole)})


def _at(place: Place) -> tuple[Words, Words]:
    """The addressee, and where the provision stands with the beginning of its words."""
    found = f"{place.title}, {_label(place)}: {_excerpt(place.text)}"
    return Words(place.name), Words(found, place.language, _path(place))


def _label(place: Place) -> str:
    return place.label or _("provision %(number)s") % {"number": _number(place.number)}


def _path(place: Place) -> str:
    return reverse("register:provision", args=[place.slug, place.number])


def _excerpt(text: str) -> str:
    return text if len(text) <= EXCERPT else text[:EXCERPT].rsplit(" ", 1)[0] + " …"


def claims_in_words(one: Claimed) -> Iterator[str]:
    """Who says what of a follow-up, one claim after the other."""
    for said in one.claims:
        who = said.name or str(words.SIDES[said.side])
        if said.pseudonymous:
            who = str(words.PSEUDONYM)
        told = _("%(who)s: %(level)s (%(day)s)") % {
            "who": f"{who} ({words.SIDES[said.side]})" if said.name else who,
            "level": words.LEVELS[said.level],
            "day": _day(said.as_of),
        }
        yield _("%(claim)s, as a conclusion") % {"claim": told} if said.conclusion else told


def _said(sentence: str) -> Text:
    return Text(line_of(sentence))


def _row(cells: Iterable[str]) -> tuple[Words, ...]:
    return tuple(map(Words, cells))


def _number(n: int | None) -> str:
    return number_format(n, force_grouping=True) if n is not None else "—"


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")
