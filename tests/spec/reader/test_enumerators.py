"""What opens an item: every style of enumerator, and what only looks like one."""

from __future__ import annotations

import pytest

from koinon.register.engine.layout.enumerators import marker, roman

CASES = [
    # line, label, number
    ("1. Text", "1", (1,)),
    ("1) text", "1", (1,)),
    ("(1) text", "(1)", (1,)),
    ("1.Text without a space", "1", (1,)),
    ("**1.** Text in bold numbers", "1", (1,)),
    ("1-1. Text", "1-1", (1, 1)),
    ("1.2.3 Text", "1.2.3", (1, 2, 3)),
    ("140.15 Ratify", "140.15", (140, 15)),
    ("A.1 Text", "A.1", (1, 1)),
    ("(a) to", "(a)", (1,)),
    ("a) to", "a", (1,)),
    ("(aa) to", "(aa)", (27,)),
    ("(i) to", "(i)", (9,)),
    ("vi) to", "vi", (6,)),
    ("A. Text", "A", (1,)),
    ("① Text", "①", (1,)),
    ("- ② Text", "②", (2,)),
    ("Ⅳ. Text", "Ⅳ", (4,)),
    ("Article 5", "Article 5", (5,)),
    ("Article IV – Text", "Article IV", (4,)),
    ("Artículo 3. Texto", "Artículo 3", (3,)),
    ("§ 3 Text", "§ 3", (3,)),
    ("Principle 2: Text", "Principle 2", (2,)),
    ("First, we", "First", (1,)),
    ("Secondly, we", "Secondly", (2,)),
    ("Deuxièmement, nous", "Deuxièmement", (2,)),
    ("Primero. Los", "Primero", (1,)),
    ("٣. نص", "٣", (3,)),
    ("(ب) نص", "(ب)", (2,)),
    ("十一、文", "十一", (11,)),
    ("• text", "•", ()),
    ("– Text", "–", ()),
    ("* text", "*", ()),
    ("◦ text", "◦", ()),
    ("7\tAction\tLead", "7", (7,)),
]


@pytest.mark.parametrize(("line", "label", "number"), CASES)
def test_opens_an_item(line: str, label: str, number: tuple[int, ...]) -> None:
    found = marker(line)
    assert found is not None
    assert (found.label, found.number) == (label, number)


@pytest.mark.parametrize(
    "line",
    [
        "2002. We met",
        "i.e. this",
        "e.g. that",
        "of the",
        "A strong state",
        "In 2030 all",
        "-ing forms",
        "Article",
        "",
    ],
)
def test_opens_no_item(line: str) -> None:
    assert marker(line) is None


def test_a_letter_that_is_also_a_roman_numeral_keeps_both_readings() -> None:
    found = marker("(v) text")
    assert found is not None
    assert found.number == (22,)
    assert found.other is not None
    assert found.other.number == (5,)


@pytest.mark.parametrize(
    ("word", "value"), [("iv", 4), ("XIV", 14), ("mcmxc", 1990), ("iiii", None), ("abc", None), ("", None)]
)
def test_roman_numerals(word: str, value: int | None) -> None:
    assert roman(word) == value
