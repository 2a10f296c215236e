from __future__ import annotations

import pytest

from koinon.kernel.lines import line, visible


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (" Outcome of Harbour ", "Outcome of Harbour"),
        ("report\u202egnp.exe", "report gnp.exe"),
        ("a\u2066b\u2069c", "a b c"),
        ("one\r\ntwo\u2028three", "one two three"),
        ("a\x00b\x1bc\x85", "a b c"),
        ("إعلان\u200f (2031)", "إعلان\u200f (2031)"),
        ("ک\u200cتاب 🦜\u200d", "ک\u200cتاب 🦜\u200d"),
        ("\u202e", ""),
        (" \u200b\u00a0 ", ""),
    ],
)
def test_a_line_hides_and_turns_nothing(text: str, shown: str) -> None:
    assert line(text) == shown


@pytest.mark.parametrize(
    "blank",
    ["", "  ", " \u200b\u00a0 ", "\ufeff", "\u200e\u200f\u061c", "\u2060\u00ad", "\x00\x1b", "\n\t\r\n",
     "\u3164", "\u115f\uffa0", "\u2800\u2800", "\u034f", "\u180e\ufe0f", "\U000e0001\U000e0100", "\u3000",
     "\ud800"],
)  # fmt: skip
def test_what_nobody_sees_says_nothing(blank: str) -> None:
    assert visible(blank) == ""
    assert visible(f"{blank}no{blank}").strip(blank or None) == "no"


@pytest.mark.parametrize(
    "text",
    [
        "می\u200cخواهم",
        "क\u094d\u200dष",
        "👩\u200d🔧",
        "؀",
        "۝",
        "إعلان\u200f (2031)\u200f",
        "一",
        "…",
        "́",
        "☺\ufe0f",
        "한글",
        "⠁",
    ],
)
def test_what_is_written_stays_as_it_is(text: str) -> None:
    assert visible(f" {text}\n") == text
