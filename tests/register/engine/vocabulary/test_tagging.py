"""How texts are tagged: strength, headings, languages, reasons; and a slow matcher that is plainly right."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.register.engine import vocabulary
from koinon.register.engine.vocabulary import Vocabulary

SMALL = Vocabulary.parse(
    """
[[theme]]
key = "speech"
label = { en = "Speech", fr = "Parole" }
terms.en = ["free* speech|word", "speech", "censor*"]
terms.fr = ["parole"]
terms.any = ["FOE"]

[[theme]]
key = "press"
label = { en = "Press" }
parent = "speech"
terms.en = ["press", "free press", "press, radio"]
except.en = ["press release*", "bench press"]

[[group]]
key = "minors"
label = { en = "Minors" }
terms.en = ["minors", "child*"]
except.en = ["childish* game*"]
"""
)


@pytest.mark.parametrize(
    ("text", "themes"),
    [
        ("Free speech.", ("speech",)),
        ("FREER word", ("speech",)),
        ("freedom speech", ("speech",)),
        ("the free press and the press", ("press",)),
        ("speech about the free press", ("press", "speech")),
        ("press; speech", ("speech", "press")),
        ("a press release on the press", ("press",)),
        ("a press release", ()),
        ("bench-press", ()),
        ("press, radio", ("press",)),
        ("FOE", ("speech",)),
        ("foe", ()),
        ("Cénsorship", ("speech",)),
        ("uncensored", ()),
        ("impress", ()),
    ],
)
def test_terms_match_whole_words_and_longer_ones_weigh_more(text: str, themes: tuple[str, ...]) -> None:
    assert SMALL.tagged(text, "en")[0] == themes


@pytest.mark.parametrize(
    ("text", "context", "themes", "groups"),
    [
        ("Adopt a law.", "Free press", ("press",), ()),
        ("Adopt a law.", "Press and speech", ("speech", "press"), ()),
        ("Protect speech.", "Free press", ("speech",), ()),
        ("Protect the press and speech.", "Press", ("press", "speech"), ()),
        ("Protect speech, speech and the press.", "Press", ("speech", "press"), ()),
        ("Adopt a law.", "Children", (), ()),
        ("Protect children.", "Free press", ("press",), ("minors",)),
        ("Adopt a law.", "", (), ()),
    ],
)
def test_headings_speak_only_where_the_text_is_silent_or_agrees(
    text: str, context: str, themes: tuple[str, ...], groups: tuple[str, ...]
) -> None:
    assert SMALL.tagged(text, "en", context) == (themes, groups)


@pytest.mark.parametrize(
    ("language", "themes"),
    [
        ("en", ("press",)),
        ("EN-gb", ("press",)),
        ("fr", ("speech",)),
        ("fr-CA", ("speech",)),
        ("th", ("press",)),
    ],
)
def test_each_language_has_its_terms_and_unknown_ones_the_english(
    language: str, themes: tuple[str, ...]
) -> None:
    assert SMALL.tagged("la parole, the press", language)[0] == themes


def test_the_reasons_are_the_words_of_the_text() -> None:
    found = SMALL.why("Free speech! FREE SPEECH; the Press, radio and childish children", "en")
    assert [(m.key, m.words, m.is_theme) for m in found] == [
        ("speech", ("Free speech", "FREE SPEECH"), True),
        ("press", ("Press , radio",), True),
        ("minors", ("childish", "children"), False),
    ]
    assert SMALL.why("la parole", "fr")[0].label == "Parole"


def test_reasons_and_tags_name_the_same_keys() -> None:
    words = vocabulary.default()
    text = "Women journalists and lawyers face spyware, torture and arbitrary detention in exile."
    themes, groups = words.tagged(text, "en")
    assert tuple(m.key for m in words.why(text, "en") if m.is_theme) == themes
    assert tuple(m.key for m in words.why(text, "en") if not m.is_theme) == groups


def test_decomposed_letters_are_the_same_letters() -> None:
    text = "Garantir la liberté d'expression et l'égalité"
    words = vocabulary.default()
    assert words.tagged(unicodedata.normalize("NFD", text), "fr") == words.tagged(text, "fr")


def test_a_text_of_other_scripts_is_no_trouble() -> None:
    assert vocabulary.default().tagged("حرية التعبير ١٢٣ 言論の自由", "ar") == ((), ())


def test_ancestors_are_named_nearest_first() -> None:
    words = vocabulary.default()
    assert words.ancestors("journalists-safety") == ("media-freedom", "freedom-of-expression", "civic-space")
    assert words.ancestors("democracy") == ()
    assert words.ancestors("no-such-theme") == ()


# ── the slow matcher: one regular expression per term over the folded text


def plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in apart if not unicodedata.combining(c))


def pattern(term: str) -> re.Pattern[str]:
    """Words with separators that are no full stop or comma between them; capitals stay capitals."""
    parts = []
    for word in re.findall(r"\w+\*?(?:\|\w+\*?)*|[,.]", term):
        choices = []
        for choice in word.split("|"):
            stem = choice.rstrip("*")
            text = stem if stem.isupper() and len(stem) > 1 else plain(stem)
            choices.append(re.escape(text) + (r"\w*" if choice.endswith("*") else ""))
        parts.append("(?:" + "|".join(choices) + ")")
    return re.compile(r"(?<!\w)" + r"[^\w,.;:!?()\[\]]*".join(parts).replace("(?:,)", ",") + r"(?!\w)")


def slow_keys(words: Vocabulary, text: str, language: str) -> set[tuple[str, bool]]:
    found = set()
    for node in (*words.themes, *words.groups):

        def spans(table: dict[str, tuple[str, ...]]) -> list[tuple[int, int]]:
            terms = (*table.get(language, ()), *table.get("any", ()))
            return [
                m.span()
                for term in terms
                for start in range(len(text))
                for seen in ((text,) if re.search(r"[A-Z]{2}", term) else (plain(text),))
                if (m := pattern(term).match(seen, start))
            ]

        barred = spans(dict(node.exceptions))
        if any(not any(b <= s and e <= t for b, t in barred) for s, e in spans(dict(node.terms))):
            found.add((node.key, node in words.themes))
    return found


SPOKEN = ("free", "freer", "speech", "word", "press", "release", "releases", "radio", "censor", "FOE", "foe")
OTHERS = ("bench", "minors", "minor", "child", "children", "childish", "games", "game", "the", "of")
WORDS = st.sampled_from(SPOKEN) | st.sampled_from(OTHERS)
GAPS = st.sampled_from([" ", " ", " ", "  ", "-", "\n", ", ", ". ", "; ", "'"])


@settings(max_examples=300)
@given(st.lists(st.tuples(WORDS, GAPS), max_size=12))
def test_the_fast_matcher_finds_what_the_slow_one_finds(chosen: list[tuple[str, str]]) -> None:
    text = "".join(word + gap for word, gap in chosen)
    themes, groups = SMALL.tagged(text, "en")
    assert {(k, True) for k in themes} | {(k, False) for k in groups} == slow_keys(SMALL, text, "en")
