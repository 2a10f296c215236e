"""Sentences of the rules, told by the façades in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils.translation import override
from django.utils.translation.trans_real import translation

from koinon.kernel.refusals import Refused
from koinon.kernel.sentences import either, sentence, several
from koinon.ui import recalling
from koinon.ui.recalling import recalled
from koinon.ui.telling import told, told_in

FRENCH = {
    "{file} has {count} rows, until {day}: split it.": "Divisez {file} : {count} lignes, jusqu’au {day}.",
    "{file} is {what}, which nobody reads.": "{file} est {what}, que personne ne lit.",
    "a spreadsheet": "une feuille de calcul",
    "{those} or {other}": "{those} ou {other}",
    "{those}, {other}": "{those}, {other}",
}


@pytest.fixture
def french() -> Iterator[None]:
    """A few words of French beside those of the catalogue."""
    catalogue = translation("fr")._catalog
    before = {key: catalogue._catalogs[0].get(key) for key in FRENCH}
    catalogue._catalogs[0].update(FRENCH)
    recalling._patterns.cache_clear()
    yield
    for key, value in before.items():
        if value is None:
            del catalogue._catalogs[0][key]
        else:
            catalogue._catalogs[0][key] = value
    recalling._patterns.cache_clear()


@pytest.mark.usefixtures("french")
def test_a_refusal_is_told_with_days_and_numbers_as_the_language_writes_them() -> None:
    refusal = Refused(
        "x.y",
        "{file} has {count} rows, until {day}: split it.",
        file="a.csv",
        count=12000,
        day=date(2031, 3, 1),
    )
    assert str(refusal) == "a.csv has 12000 rows, until 2031-03-01: split it."
    assert told(refusal.message) == "a.csv has 12\u202f000 rows, until 1 March 2031: split it."
    assert told_in(refusal.message, "fr") == "Divisez a.csv : 12\u202f000 lignes, jusqu’au 1 mars 2031."


@pytest.mark.usefixtures("french")
def test_sentences_within_sentences_are_told_too() -> None:
    said = sentence("{file} is {what}, which nobody reads.", file="b.xls", what=sentence("a spreadsheet"))
    assert told_in(said, "fr") == "b.xls est une feuille de calcul, que personne ne lit."
    assert told_in(either(["x", "y", sentence("a spreadsheet")]), "fr") == "x, y ou une feuille de calcul"
    assert (either(["x"]), several([]), either(["x", "y"])) == ("x", "", "x or y")


def test_what_a_person_wrote_is_left_alone() -> None:
    assert told("Because {they} said so.") == "Because {they} said so."
    assert told(None) == "None" and told(sentence("{at}", at=datetime(2031, 3, 1, 9, tzinfo=UTC)))


@pytest.mark.usefixtures("french")
def test_a_kept_sentence_is_recalled() -> None:
    kept = "b.xls is a spreadsheet, which nobody reads."
    assert recalled(kept) == kept
    with override("fr"):
        assert recalled(kept) == "b.xls est une feuille de calcul, que personne ne lit."
        assert recalled("Written by nobody we know, or other.") == "Written by nobody we know, or other."
        assert recalled("") == ""
