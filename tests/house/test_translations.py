"""The interface is complete in each of its languages, and nothing is said where no translator sees it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from django.conf import settings

from koinon.site import catalogues
from koinon.site.catalogues import SOURCE, Unfit

COMPLETE = ("ar", "es", "fr", "id")  # languages whose translation is whole, and has to stay so
WRITTEN = re.compile(r'(?:href|action|src|hx-[a-z]+)="/(?!/)|redirect\(\s*f?"/')
SIDED = re.compile(
    r"(?:margin|padding|border|inset)-(?:left|right)|(?<![-\w])(?:left|right)\s*:"
    r"|(?:text-align|float|clear)\s*:\s*(?:left|right)|-(?:left|right)-radius"
)


def test_the_languages_are_those_of_the_settings() -> None:
    assert [code for code, _ in settings.LANGUAGES] == ["en", *catalogues.LANGUAGES]


@pytest.mark.parametrize("language", COMPLETE)
def test_every_message_is_translated_whole(language: str) -> None:
    assert catalogues.faults(language) == []


@pytest.mark.parametrize("language", COMPLETE)
def test_the_catalogue_holds_what_the_sources_say(language: str) -> None:
    committed = catalogues.path_of(language).read_text("utf-8")
    assert committed == catalogues.updated(language), "run `make translations`, then translate what is new"


def test_every_sentence_of_the_sources_can_be_translated() -> None:
    found = list(catalogues.messages())  # raises Unfit where a sentence is put together
    assert len(found) > 700
    assert {"roles.toml", "vocabulary.toml", "band.html", "publishing.py"} <= {
        Path(where).name for where, _, _ in found
    }


def test_a_sentence_that_a_file_names_is_found_where_it_is_told() -> None:
    text = 'TWICE = "It stands in rows {rows}."\nOTHER = "No sentence"\nsentence(TWICE, rows=rows)\n'
    assert [found for _where, found, _context in catalogues.python(text, "here.py")] == [
        "It stands in rows {rows}."
    ]


def test_a_sentence_is_found_by_whatever_name_gettext_is_called() -> None:
    text = (
        "from django.utils.translation import gettext_lazy as later, ngettext as many\n"
        'title = later("A cycle")\nwords = many("{n} day", "{n} days", 3)\nother("Not a message")\n'
    )
    assert [found for _where, found, _context in catalogues.python(text, "here.py")] == [
        "A cycle",
        ("{n} day", "{n} days"),
    ]


@pytest.mark.parametrize(
    "text",
    ['raise Refused("x", f"{name} is empty.")', 'raise NotFound("x", "No " + name)', 'no(f"Not {x}")'],
)
def test_a_sentence_put_together_is_found_out(text: str) -> None:
    with pytest.raises(Unfit):
        list(catalogues.python(text, "somewhere.py"))


def test_all_ways_of_speaking_are_seen() -> None:
    text = (
        'Refused("x", "A {b}.", b=1); no("C." if x else "D."); _("E")\nngettext("%(n)s f", "%(n)s g", n)\n'
        '@action("x.y", permit=z)\ndef y():\n    """Do it. And more."""\n'
    )
    told = [message for _, message, _ in catalogues.python(text, "somewhere.py")]
    assert set(told) == {"A {b}.", "C.", "D.", "Do it", "E", ("%(n)s f", "%(n)s g")}
    counted = "{% blocktranslate count n=c %}{{ n }} i{% plural %}{{ n }} j{% endblocktranslate %}"
    page = '{% translate "H" %}' + counted
    assert [m for _, m, _ in catalogues.template(page, "x.html")] == ["H", ("%(n)s i", "%(n)s j")]


@pytest.mark.parametrize(
    ("source", "said", "fault"),
    [
        ("{file} is empty.", "{file} est vide.", ""),
        ("{file} is empty.", "", "not translated"),
        ("{file} is empty.", "{fichier} est vide.", "does not have"),
        ("{file} is empty.", "C’est vide.", "lacks"),
        ("See <a>here</a>.", "Voir ici.", "markup"),
        (("%(n)s day", "%(n)s days"), ("un jour", "%(n)s jours"), ""),
        (("%(n)s day", "%(n)s days"), ("%(n)s jour", "des jours"), "lacks"),
        (("%(n)s day", "%(n)s days"), ("%(n)s jour", ""), "not translated"),
    ],
)
def test_a_fault_of_a_translation_is_named(
    source: str | tuple[str, str], said: str | tuple[str, str], fault: str
) -> None:
    found = catalogues._fault(Message(source, said))
    assert fault in found and bool(fault) == bool(found)


def test_no_address_is_written_out() -> None:
    """An address that is written out forgets the language of the page."""
    assert WRITTEN.search('<a href="/desk/">') and not WRITTEN.search('<a href="{{ x }}">')
    files = [*SOURCE.rglob("templates/**/*.html"), *SOURCE.rglob("pages/*.py"), *SOURCE.rglob("pages.py")]
    assert len(files) > 60
    assert [p.name for p in files if WRITTEN.search(p.read_text("utf-8"))] == []


def test_styles_know_beginning_and_end_but_not_left_and_right() -> None:
    assert SIDED.search("a { margin-left: 1px }") and SIDED.search("b { left: 0 }")
    assert not SIDED.search("a { margin-inline-start: 1px; text-align: start }")
    sheets = list(SOURCE.rglob("frontend/**/*.css"))
    assert len(sheets) > 10
    assert [p.name for p in sheets if SIDED.search(p.read_text("utf-8"))] == []
