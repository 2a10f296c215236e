from __future__ import annotations

import pytest

from koinon.kernel.lines import line


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
    ],
)
def test_a_line_hides_and_turns_nothing(text: str, shown: str) -> None:
    assert line(text) == shown
