"""Reports: a document with its register, a search, a party, a theme, as DOCX and PDF to print and pass on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from koinon.kernel.refusals import Refused
from koinon.ledger.queries import head
from koinon.register.engine.edition import Span, edition, headings
from koinon.register.engine.exports.papers import Item, Named, Paper, by_name
from koinon.register.engine.exports.reports import MOST, Entry, Fact, Report, Row, Words, paragraphs
from koinon.register.pages.parties import VIEWS, chosen_sheet
from koinon.register.pages.printed import Made
from koinon.register.pages.search import asked, told
from koinon.register.pages.serving import public, site_of
from koinon.register.queries import exports, themes
from koinon.register.queries import parties as register
from koinon.register.queries import public as published
from koinon.register.queries import search as finding
from koinon.register.templatetags.register_words import document_kind_label
from koinon.ui import downloads
from koinon.ui.templatetags.ui import kind_word, strength_word


def _view(make: Callable[..., Made]) -> downloads.View:
    return downloads.files(make, guard=public)


@_view
def document(request: HttpRequest, slug: str) -> Made:
    """A document: what it is, its provisions at a glance and in full, its text with them marked."""
    found = published.published_document(slug)
    _short_enough(published.provisions_of(found).count())
    paper = exports.paper(found, site_of(request))
    spans = [Span(item.number, item.start, item.end) for item in paper.items]
    heads = paper.headings or headings(paper.text, ((item.start, item.section) for item in paper.items))
    at, state = _state()
    language = paper.language
    report = Report(
        title=Words(paper.title, language),
        language=_language(),
        overline=document_kind_label(paper.kind),
        facts=(*_of_paper(paper), *state, _fact(_("Provisions"), number_format(len(paper.items)))),
        notes=_invented(paper.invented),
        overview=_("Provisions at a glance"),
        columns=(_("No."), _("Label"), _("Asked of"), _("Deadline"), _("Themes")),
        rows=tuple(Row(i.number, (Words(i.label, language), *_cells(i))) for i in paper.items),
        listed=_("The provisions"),
        entries=tuple(
            Entry(i.number, Words(_heading(i), language), Words(i.text, language), tuple(_facts(i)))
            for i in paper.items
        ),
        text_title=_("The text"),
        text_language=language,
        text=paragraphs(edition(paper.text, heads, spans)),
        footer=f"{settings.ENV.name} · {paper.url}",
        author=settings.ENV.name,
        at=at,
    )
    return Made(slug, report)


@_view
def search(request: HttpRequest) -> Made:
    """What a search finds, best first, with what was asked."""
    wanted = asked(request)
    found = finding.found(wanted, limit=0)
    _short_enough(found.total)
    facts = [_fact(title, label) for title, label in told(found, wanted)]
    if wanted.text:
        facts.insert(0, _fact(_("Searched for"), wanted.text))
    title = _("Search: %(words)s") % {"words": wanted.text} if wanted.text else _("Provisions")
    return Made(
        "search", _list(request, title, _("Search"), facts, finding.in_order(finding.keys_of(wanted)))
    )


@_view
def party(request: HttpRequest, key: str) -> Made:
    """One sheet of a party: what it is asked, what it has promised, or what it asks."""
    party = register.party(key)
    view, sheet, strength = chosen_sheet(request, party)
    _short_enough(sheet.count())
    facts = [_fact(_("Strength"), str(strength_word(strength)))] if strength else []
    return Made(f"{key}-{view}", _list(request, party.name, str(VIEWS[view]), facts, sheet))


@_view
def theme(request: HttpRequest, key: str) -> Made:
    """What is asked and promised under a theme."""
    theme = themes.theme(key)
    found = themes.provisions_of(theme)
    _short_enough(found.count())
    return Made(f"{key}-provisions", _list(request, theme.label(_language()), _("Theme"), [], found))


def _list(
    request: HttpRequest, title: str, overline: str, facts: Sequence[Fact], provisions: Iterable[Any]
) -> Report:
    site = site_of(request)
    rows = [(n, p.document, exports.item(p, site)) for n, p in enumerate(provisions, 1)]
    at, state = _state()
    return Report(
        title=Words(title),
        language=_language(),
        overline=overline,
        facts=(
            *facts, *state, _fact(_("Provisions"), number_format(len(rows))),
            _fact(_("Address"), _page_of(request), _page_of(request)),
        ),
        notes=_invented(any(document.invented for _n, document, _i in rows)),
        overview=_("Provisions at a glance"),
        columns=(_("No."), _("Document"), _("Asked of"), _("Deadline"), _("Themes")),
        rows=tuple(Row(n, (Words(d.title, d.language), *_cells(i))) for n, d, i in rows),
        listed=_("The provisions"),
        entries=tuple(
            Entry(
                n, Words(_heading(i), d.language), Words(i.text, d.language),
                (_fact(_("Document"), _dated(d.title, d.issued_on), site + d.get_absolute_url()), *_facts(i)),
            )
            for n, d, i in rows
        ),
        text_title="",
        text_language="",
        text=(),
        footer=f"{settings.ENV.name} · {_page_of(request)}",
        author=settings.ENV.name,
        at=at,
    )  # fmt: skip


def _invented(some: bool) -> tuple[str, ...]:
    return (_("What stands here is invented for demonstration."),) if some else ()


def _short_enough(n: int) -> None:
    if n > MOST:
        raise Refused(
            "register.report.long",
            "A DOCX or PDF holds {most} provisions at most, and this list has {n}: "
            "narrow it down, or take XLSX or CSV, which hold any number.",
            most=MOST,
            n=n,
        )


def _page_of(request: HttpRequest) -> str:
    """The address of the page whose list this is, with its filters."""
    stem = request.path.rpartition(".")[0].removesuffix("provisions")
    query = request.META.get("QUERY_STRING", "")
    return f"{site_of(request)}{stem.rstrip('/')}/" + (f"?{query}" if query else "")


def _language() -> str:
    return (get_language() or "en")[:2]


def _state() -> tuple[datetime, list[Fact]]:
    """The moment of the last act in the ledger, which this report tells the state of."""
    last = head()
    at = last.at if last else timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    told = date_format(timezone.localtime(at), "DATETIME_FORMAT")
    if last:
        told = _("%(when)s UTC, after entry %(number)s of the ledger") % {"when": told, "number": last.number}
    return at, [_fact(_("As of"), told)]


def _fact(label: str, value: str, url: str = "") -> Fact:
    return Fact(label, Words(value), url)


def _dated(title: str, day: date | None) -> str:
    return f"{title} ({date_format(day, 'DATE_FORMAT')})" if day else title


def _of_paper(paper: Paper) -> Iterable[Fact]:
    for issuer in paper.issuers:
        yield _fact(_("Issued by"), issuer.name, issuer.url)
    if paper.issued_on:
        yield _fact(_("Date"), date_format(paper.issued_on, "DATE_FORMAT"))
    if paper.place:
        yield _fact(_("Place"), paper.place)
    yield _fact(_("Original file"), paper.source_name, f"{paper.url}source")
    yield _fact(_("SHA-256 of the original file"), paper.source_digest)
    yield _fact(_("In the register"), paper.url, paper.url)


def _heading(item: Item) -> str:
    return item.label or _("Provision %(number)s") % {"number": item.number}


def _cells(item: Item) -> tuple[Words, ...]:
    due = date_format(item.deadline_due, "DATE_FORMAT") if item.deadline_due else item.deadline
    return Words(by_name(item.addressees)), Words(due), Words(by_name(item.themes))


def _facts(item: Item) -> Iterable[Fact]:
    yield _fact(_("Kind"), f"{kind_word(item.kind)}, {strength_word(item.strength)}")
    yield from _named(_("Asked of"), item.addressees)
    asks = _("Promised by") if item.kind == "commitment" else _("Asked by")
    yield from _named(asks, item.issuers)
    due = date_format(item.deadline_due, "DATE_FORMAT") if item.deadline_due else ""
    if item.deadline or due:
        yield _fact(
            _("Deadline"), f"{item.deadline} ({due})" if item.deadline and due else item.deadline or due
        )
    for label, nodes in ((_("Themes"), item.themes), (_("Groups concerned"), item.groups)):
        if nodes:
            yield _fact(label, by_name(nodes))
    yield _fact(_("In the register"), item.url, item.url)


def _named(label: str, parties: Sequence[Named]) -> Iterable[Fact]:
    if len(parties) == 1:
        yield _fact(label, parties[0].name, parties[0].url)
    elif parties:
        yield _fact(label, by_name(parties))
