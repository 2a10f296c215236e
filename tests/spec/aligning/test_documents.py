"""Invented documents and their translations: what renders what, by hand and by the engine."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from koinon.register.engine.aligning.alignment import CONFIDENT, Alignment, alignments
from koinon.register.engine.aligning.units import original_units, translated_units
from koinon.register.engine.edition import Span
from koinon.register.engine.sources.extract import extract

FOLDER = Path(__file__).with_name("documents")
_MARK = re.compile(r"⟦(\d+|-)⟧")
#                 document       language  confident at least
PAIRS = [
    ("observatory", "fr", 15),
    ("observatory", "ar", 15),
    ("communique", "es", 10),
    ("communique", "id", 5),
]


def annotated(name: str) -> tuple[str, dict[int, tuple[int, int]]]:
    """A text without its marks, and the stretch of each provision in it."""
    first, *parts = _MARK.split((FOLDER / name).read_text("utf-8"))
    text, spans = first, {}
    for mark, words in zip(parts[::2], parts[1::2], strict=True):
        if mark != "-":
            spans[int(mark)] = (len(text), len(text) + len(words.rstrip()))
        text += words
    return text, spans


def aligned(document: str, language: str) -> tuple[dict[int, str], dict[int, Alignment]]:
    """What renders each provision by hand, and what the engine proposes."""
    text, spans = annotated(f"{document}.en.txt")
    words, by_hand = annotated(f"{document}.{language}.txt")
    originals = original_units(text, [], [Span(n, *span) for n, span in spans.items()])
    proposed = alignments(originals, translated_units(extract("translation.txt", words.encode())))
    wanted = {n: " ".join(words[start:end].split()) for n, (start, end) in by_hand.items()}
    return wanted, {found.number: found for found in proposed}


@pytest.mark.parametrize(("document", "language", "confident"), PAIRS)
def test_every_provision_gets_its_words(document: str, language: str, confident: int) -> None:
    wanted, found = aligned(document, language)
    assert {number: found[number].text for number in found} == wanted
    assert all(0 <= proposal.confidence <= 1 and proposal.why for proposal in found.values())
    assert sum(proposal.confidence >= CONFIDENT for proposal in found.values()) >= confident


def test_a_stranger_translation_makes_nobody_confident() -> None:
    text, spans = annotated("communique.en.txt")
    originals = original_units(text, [], [Span(n, *span) for n, span in spans.items()])
    words, _ = annotated("observatory.fr.txt")
    proposed = alignments(originals, translated_units(extract("other.txt", words.encode())))
    assert sum(proposal.confidence >= CONFIDENT for proposal in proposed) <= 2


def test_what_speaks_for_a_proposal_is_told() -> None:
    _, found = aligned("observatory", "fr")
    assert dict(found[7].why)["number"] == "7"
    assert dict(found[7].why)["figures"] == "30, 1000"
    assert "part" in dict(found[3].why)
    assert dict(found[9].why)["joined"] == "2"


@pytest.mark.parametrize(("document", "language"), [("observatory", "ar"), ("communique", "es")])
def test_a_translation_that_breaks_off_leaves_the_rest_untranslated(document: str, language: str) -> None:
    text, spans = annotated(f"{document}.en.txt")
    words, by_hand = annotated(f"{document}.{language}.txt")
    kept = [n for n in by_hand if n <= 5]
    first = words[: max(by_hand[n][1] for n in kept)]
    originals = original_units(text, [], [Span(n, *span) for n, span in spans.items()])
    found = alignments(originals, translated_units(extract("part.txt", first.encode())))
    assert {proposal.number for proposal in found} == set(kept)
