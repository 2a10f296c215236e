"""Where sentences end."""

from __future__ import annotations

import pytest

from koinon.register.engine.wording.sentences import sentence_spans

CASES = [
    ("One. Two.", ["One.", "Two."]),
    ("See Res. 1373 (2001). It stands.", ["See Res. 1373 (2001).", "It stands."]),
    ("Tools, e.g. Laws, help. They do.", ["Tools, e.g. Laws, help.", "They do."]),
    ("Mr. J. Smith spoke. We agree.", ["Mr. J. Smith spoke.", "We agree."]),
    ("In the U.S. The law is new.", ["In the U.S.", "The law is new."]),
    ("Is it so? Yes! Good.", ["Is it so?", "Yes!", "Good."]),
    ("He said “no.” We say yes.", ["He said “no.”", "We say yes."]),
    ("Arrested.(4) The rest fled.", ["Arrested.(4)", "The rest fled."]),
    ("Version 3.5 is out. Use it.", ["Version 3.5 is out.", "Use it."]),
    ("Un fait. L’autre aussi.", ["Un fait.", "L’autre aussi."]),
    ("¿Quién? ¡Nadie! Vale.", ["¿Quién?", "¡Nadie!", "Vale."]),
    ("no end", ["no end"]),
]


@pytest.mark.parametrize(("text", "sentences"), CASES)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert [text[a:b] for a, b in sentence_spans(text)] == sentences
