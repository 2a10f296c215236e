"""By when: verbatim words, and the dates they fix."""

from __future__ import annotations

from datetime import date

import pytest

from koinon.register.engine.wording.deadlines import date_in, deadline

TODAY = date(2024, 3, 1)

CASES = [
    # language, sentence, words, from, due
    ("en", "Close the gap by 2030.", "by 2030", None, date(2030, 12, 31)),
    ("en", "Publish it by the end of 2025.", "by the end of 2025", None, date(2025, 12, 31)),
    ("en", "Report no later than 31 March 2026.", "no later than 31 March 2026", None, date(2026, 3, 31)),
    ("en", "Ratify it within six months.", "within six months", None, date(2024, 9, 1)),
    (
        "en",
        "Ratify it within six months of adoption.",
        "within six months of adoption",
        None,
        date(2024, 9, 1),
    ),
    ("en", "Report annually.", "annually", None, None),
    ("en", "Publish the count before midnight.", "before midnight", None, None),
    ("en", "Act by the time the bill is tabled.", "by the time the bill is tabled", None, None),
    ("en", "Suspend it until elections have been held.", "until elections have been held", None, None),
    ("en", "Meet there from next year.", "from next year", None, None),
    ("en", "Report at our spring meeting.", "at our spring meeting", None, None),
    ("en", "Open the archive before each election.", "before each election", None, None),
    ("en", "Decide it before the summer recess.", "before the summer recess", None, None),
    ("en", "Confer within seventy-two hours.", "within seventy-two hours", None, None),
    (
        "en",
        "Consult them in good time and not later than the second reading.",
        "in good time and not later than the second reading",
        None,
        None,
    ),
    ("en", "Meet every two years.", "every two years", None, None),
    (
        "en",
        "Fund it over the period 2025–2027.",
        "over the period 2025–2027",
        date(2025, 1, 1),
        date(2027, 12, 31),
    ),
    ("en", "Fund this from 2025 to 2027.", "from 2025 to 2027", date(2025, 1, 1), date(2027, 12, 31)),
    ("en", "Hold a conference in 2026.", "in 2026", date(2026, 1, 1), date(2026, 12, 31)),
    ("en", "Report at its eightieth session.", "at its eightieth session", None, None),
    ("en", "Report to the Third Ministerial Conference.", "to the Third Ministerial Conference", None, None),
    ("en", "Meet before COP30.", "before COP30", None, None),
    (
        "en",
        "Finish in the first half of 2026.",
        "in the first half of 2026",
        date(2026, 1, 1),
        date(2026, 6, 30),
    ),
    ("fr", "Publier le registre d'ici à 2027.", "d'ici à 2027", None, date(2027, 12, 31)),
    (
        "fr",
        "Adopter la loi avant le 31 décembre 2028.",
        "avant le 31 décembre 2028",
        None,
        date(2028, 12, 31),
    ),
    (
        "fr",
        "Répondre dans un délai de trente jours.",
        "dans un délai de trente jours",
        None,
        None,
    ),
    ("fr", "Débattre chaque année du rapport.", "chaque année", None, None),
    ("es", "Publicar el registro antes de 2030.", "antes de 2030", None, date(2029, 12, 31)),
    ("es", "Responder en un plazo de noventa días.", "en un plazo de noventa días", None, None),
    ("es", "Informar cada dos años.", "cada dos años", None, None),
]


@pytest.mark.parametrize(("language", "sentence", "words", "start", "due"), CASES)
def test_sets_a_date(language: str, sentence: str, words: str, start: date | None, due: date | None) -> None:
    found = deadline(sentence, language, TODAY)
    assert found is not None
    assert (found.text, found.start, found.due) == (words, start, due)
    assert found.text in sentence


@pytest.mark.parametrize(
    "sentence",
    [
        "Act immediately and regularly.",
        "Implement the 2030 Agenda.",
        "Recall the Declaration adopted in 1998.",
        "Protect children under 18 years of age.",
        "Follow up on the summit held in 2021.",
        "Prefer medium-term measures.",
    ],
)
def test_sets_no_date(sentence: str) -> None:
    assert deadline(sentence, "en", TODAY) is None


def test_two_deadlines_stand_side_by_side() -> None:
    found = deadline("Draft it by 2026 and adopt it by 2028.", "en", TODAY)
    assert found is not None
    assert found.text == "by 2026 | by 2028"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("12 November 2002", date(2002, 11, 12)),
        ("November 12, 2002", date(2002, 11, 12)),
        ("10-12 November 2002", date(2002, 11, 10)),
        ("2002-11-12", date(2002, 11, 12)),
        ("8 de abril de 2029", date(2029, 4, 8)),
        ("le 4 novembre 2028", date(2028, 11, 4)),
    ],
)
def test_dates(text: str, day: date) -> None:
    found = date_in(text)
    assert found is not None
    assert found.start == day


def test_a_day_that_does_not_exist_is_no_date() -> None:
    assert date_in("31 February 2020") is None
