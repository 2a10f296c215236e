"""A vocabulary file is read whole or refused with its place and its mend; the packaged one is sound."""

from __future__ import annotations

import pytest

from koinon.kernel.refusals import Refused
from koinon.register.engine import vocabulary
from koinon.register.engine.terms.notation import SHORTEST_STEM, pieces
from koinon.register.engine.vocabulary import Theme, Vocabulary

GOOD = '[[theme]]\nkey = "peace"\nlabel = { en = "Peace" }\n'

FAULTS = [
    ("[[theme]\n", "vocabulary.syntax", "TOML"),
    ("[[topic]]\n", "vocabulary.unknown-table", "topic"),
    ('theme = "peace"\n', "vocabulary.not-a-list", "theme"),
    ('[[theme]]\nlabel = { en = "Peace" }\n', "vocabulary.key", "[[theme]] number 1"),
    (GOOD + '[[theme]]\nkey = "Peace and war"\n', "vocabulary.key", "[[theme]] number 2"),
    ('[[theme]]\nkey = "peace"\n', "vocabulary.label", "peace"),
    ('[[theme]]\nkey = "peace"\nlabel = "Peace"\n', "vocabulary.label", "peace"),
    ('[[theme]]\nkey = "peace"\nlabel = { fr = "Paix" }\n', "vocabulary.label", "peace"),
    ('[[theme]]\nkey = "peace"\nlabel = { en = " " }\n', "vocabulary.label", "peace"),
    (GOOD + GOOD, "vocabulary.duplicate", "peace"),
    (GOOD + 'parent = "war"\n', "vocabulary.parent", "peace"),
    (GOOD + "parent = 3\n", "vocabulary.parent", "peace"),
    (GOOD + 'parent = "peace"\n', "vocabulary.circle", "peace"),
    (GOOD + 'sdg = ["16.11"]\n', "vocabulary.sdg", "peace"),
    (GOOD + 'sdg = ["18.1"]\n', "vocabulary.sdg", "peace"),
    (GOOD + 'sdg = ["16"]\n', "vocabulary.sdg", "peace"),
    (GOOD + 'sdg = ["peace"]\n', "vocabulary.sdg", "peace"),
    (GOOD + 'sdg = "16.1"\n', "vocabulary.list", "peace"),
    (GOOD + 'term.en = ["peace"]\n', "vocabulary.unknown-field", "peace"),
    (GOOD + 'terms = ["peace"]\n', "vocabulary.terms", "peace"),
    (GOOD + 'terms.en = "peace"\n', "vocabulary.list", "peace"),
    (GOOD + 'terms.en = [""]\n', "vocabulary.list", "peace"),
    (GOOD + 'terms.en = ["pe*"]\n', "vocabulary.term", "peace"),
    (GOOD + 'terms.en = ["*"]\n', "vocabulary.term", "peace"),
    (GOOD + 'terms.en = ["peace & quiet"]\n', "vocabulary.term", "peace"),
    (GOOD + 'except.en = ["peace |"]\n', "vocabulary.term", "peace"),
]


@pytest.mark.parametrize(("toml", "code", "entry"), FAULTS)
def test_faults_are_refused_with_file_and_entry(toml: str, code: str, entry: str) -> None:
    with pytest.raises(Refused) as caught:
        Vocabulary.parse(toml, "ours.toml")
    assert caught.value.code == code
    assert caught.value.data == {"file": "ours.toml", "entry": entry}
    assert caught.value.message.startswith(f"ours.toml, {entry}: ")
    assert caught.value.message.endswith(".")


def test_bytes_that_are_not_utf_8_are_refused() -> None:
    with pytest.raises(Refused) as caught:
        Vocabulary.parse(b'[[theme]]\nkey = "\xff"\n')
    assert caught.value.code == "vocabulary.encoding"


def test_a_file_with_a_byte_order_mark_is_read() -> None:
    assert Vocabulary.parse(b"\xef\xbb\xbf" + GOOD.encode()).themes[0].key == "peace"


def test_an_empty_file_is_a_vocabulary_without_words() -> None:
    assert Vocabulary.parse("").tagged("peace", "en") == ((), ())


def test_a_theme_and_a_group_may_share_a_key() -> None:
    both = Vocabulary.parse(GOOD + GOOD.replace("theme", "group"))
    assert (both.themes[0].key, both.groups[0].key) == ("peace", "peace")


def test_labels_fall_back_on_english() -> None:
    theme = Vocabulary.parse(GOOD.replace("}", ', fr = "Paix" }')).themes[0]
    assert [theme.label(language) for language in ("en", "fr-CA", "es")] == ["Peace", "Paix", "Peace"]


def nodes() -> list[Theme]:
    words = vocabulary.default()
    return [*words.themes, *words.groups]


def test_the_packaged_vocabulary_speaks_three_languages() -> None:
    assert len(vocabulary.default().themes) >= 60
    assert len(vocabulary.default().groups) >= 25
    for node in nodes():
        for language in ("en", "fr", "es"):
            assert node.labels[language], node.key
            assert node.terms[language], node.key
        assert node.source, node.key
    assert all(theme.sdg or theme.key == "human-rights" for theme in vocabulary.default().themes)


def written_out(term: str) -> list[str]:
    """The term as it might stand in a text, once for each choice it leaves; open words as their bare stem."""
    return [" ".join(piece.text for piece in sequence) for sequence in pieces(term)]


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_term_earns_its_entry_unless_an_exception_covers_it(language: str) -> None:
    words = vocabulary.default()
    for node in nodes():
        for term in (*node.terms[language], *node.terms.get("any", ())):
            for text in written_out(term):
                reasons = {(m.key, m.is_theme) for m in words.why(text, language)}
                assert (node.key, node in words.themes) in reasons, (node.key, term, text)


@pytest.mark.parametrize("language", ["en", "fr", "es"])
def test_every_exception_stands_over_a_term_of_its_entry(language: str) -> None:
    words = vocabulary.default()
    for node in nodes():
        terms = Vocabulary((Theme(node.key, node.labels, node.terms),), ())
        for exception in node.exceptions.get(language, ()):
            for text in written_out(exception):
                assert terms.tagged(text, language)[0], (node.key, exception)
                with_exceptions = {(m.key, m.is_theme) for m in words.why(text, language)}
                assert (node.key, node in words.themes) not in with_exceptions, (node.key, exception)


def test_stems_are_long_enough_to_mean_something() -> None:
    with pytest.raises(ValueError, match=f"shorter than {SHORTEST_STEM}"):
        list(pieces("an* act"))
