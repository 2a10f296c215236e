"""The tags of templates: words, directions, pages, built files and their integrity."""

from __future__ import annotations

import base64
import hashlib
import re
from pathlib import Path

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from koinon.register.engine.documents import Kind, Strength
from koinon.ui import assets
from koinon.ui.templatetags import ui

STATIC = Path(ui.__file__).resolve().parents[1] / "static"


def render(source: str, **context: object) -> str:
    return Template("{% load ui %}" + source).render(Context(context))


def test_every_kind_and_strength_has_its_word() -> None:
    assert {k.value for k in Kind} == set(ui.KIND_WORDS)
    assert {s.value for s in Strength} == set(ui.STRENGTH_WORDS)


def test_strength_is_a_scale_and_a_word() -> None:
    html = render('{% strength_badge "intention" %}')
    assert html.count('class="on"') == 3
    assert "Intention" in html


def test_an_unknown_kind_stands_as_itself_and_escaped() -> None:
    assert "&lt;b&gt;" in render("{% kind_badge kind %}", kind="<b>")


@pytest.mark.parametrize(
    ("language", "direction"),
    [("ar", "rtl"), ("fa-IR", "rtl"), ("en", "ltr"), ("arn", "ltr"), ("", "ltr"), (None, "ltr")],
)
def test_direction_of_a_language(language: str | None, direction: str) -> None:
    assert ui.text_direction(language) == direction


def test_pager_keeps_the_rest_of_the_query() -> None:
    request = RequestFactory().get("/search/", {"q": "press freedom", "kind": ["a", "b"], "page": "2"})
    page = Paginator(range(50), 10).page(2)
    html = render("{% pager page %}", request=request, page=page)
    assert 'href="?q=press+freedom&amp;kind=a&amp;kind=b&amp;page=3" rel="next"' in html
    assert html.count("aria-current") == 1


def test_pager_leads_to_where_a_list_begins() -> None:
    page = Paginator(range(50), 10).page(1)
    html = render('{% pager page at="sure" %}', request=RequestFactory().get("/"), page=page)
    assert 'href="?page=2#sure" rel="next"' in html


def test_one_page_needs_no_pager() -> None:
    page = Paginator(range(5), 10).page(1)
    assert "<nav" not in render("{% pager page %}", request=RequestFactory().get("/"), page=page)


def test_page_query_replaces_and_removes() -> None:
    context = {"request": RequestFactory().get("/", {"q": "x", "page": "4"})}
    assert ui.page_query(context, page=None, year=2025) == "?q=x&year=2025"


def test_a_built_file_carries_the_digest_of_what_is_served() -> None:
    html = render('{% asset_link "ui/build/koinon.css" %}')
    digest = hashlib.sha384((STATIC / "ui/build/koinon.css").read_bytes()).digest()
    assert f'integrity="sha384-{base64.b64encode(digest).decode()}"' in html
    assert html.startswith('<link rel="stylesheet" href="/static/ui/build/koinon')


def test_a_script_is_deferred_and_checked() -> None:
    html = render('{% asset_link "ui/build/koinon.js" %}')
    assert re.fullmatch(r'<script defer src="[^"]+" integrity="sha384-[^"]{64}"></script>', html)


def test_a_file_that_is_not_there_has_no_integrity() -> None:
    assert assets.asset("ui/build/nothing.css")[1] == ""


def test_addressees_known_and_unknown() -> None:
    people = [{"name": "Member states", "party": {"key": "m"}}, {"name": "<providers>", "party": None}]
    html = render('{% include "ui/addressees.html" %}', addressees=people)
    assert 'href="/parties/m/"' in html
    assert '<span class="chip unknown">&lt;providers&gt;</span>' in html
