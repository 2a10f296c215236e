"""The table of questions and what is understood of them; it is also shown in the how-to on searching."""

from __future__ import annotations

import pytest

from koinon.kernel.directory import Directory, KnownParty
from koinon.register.engine.documents import Kind
from koinon.register.engine.questions import literal, question
from koinon.register.engine.vocabulary import Vocabulary

DIRECTORY = Directory.of(
    [
        KnownParty(
            "asean", "Association of Southeast Asian Nations", "intergovernmental", acronyms=("ASEAN",)
        ),
        KnownParty("asean-member-states", "ASEAN member states", "class", members_of="asean"),
        KnownParty("eu", "European Union", "intergovernmental", acronyms=("EU",)),
        KnownParty("usa", "United States", "state", acronyms=("US", "USA")),
        KnownParty("who", "World Health Organization", "intergovernmental", acronyms=("WHO",)),
        KnownParty("japan", "Japan", "state"),
    ]
)
VOCABULARY = Vocabulary.parse(
    """
[[theme]]
key = "surveillance"
label = { en = "Surveillance" }
sdg = ["16.10"]
terms.en = ["spyware", "surveillance"]
terms.fr = ["logiciel* espion*"]
terms.es = ["programa* espía*"]

[[group]]
key = "journalists"
label = { en = "Journalists" }
terms.en = ["journalist*"]
terms.fr = ["journaliste*"]
terms.es = ["periodista*"]
"""
)
# the question · words kept · addressees · issuers · parties of unknown part · kind
TABLE = [
    ("what is ASEAN asked to do about spyware, and by whom?", "spyware", "asean", "", "", None),
    ("What are ASEAN member states asked to do?", "", "asean-member-states", "", "", None),
    ("asean spyware", "spyware", "", "", "asean", None),
    ("what has Japan promised?", "", "", "japan", "", Kind.COMMITMENT),
    ("commitments of the US on journalists", "journalists", "", "usa", "", Kind.COMMITMENT),
    ("what does the EU ask of ASEAN on surveillance", "surveillance", "asean", "eu", "", None),
    ("What should the European Union do for journalists?", "journalists", "eu", "", "", None),
    ("recommendations to Japan on torture", "torture", "japan", "", "", None),
    ("what is promised by the United States", "", "", "usa", "", Kind.COMMITMENT),
    ("who asks Japan to protect sources", "protect sources", "japan", "", "", None),
    ("que demande-t-on à l'ASEAN sur les logiciels espions ?", "logiciels espions", "asean", "", "", None),
    ("¿qué se pide a la ASEAN sobre programas espía?", "programas espía", "asean", "", "", None),
    ("what must the WHO do", "", "who", "", "", None),
    ("tell us who is to act on spyware", "act spyware", "", "", "", None),
]


@pytest.mark.parametrize(("typed", "words", "asked", "issuers", "either", "kind"), TABLE)
def test_a_question_is_understood(
    typed: str, words: str, asked: str, issuers: str, either: str, kind: Kind | None
) -> None:
    understood = question(typed, DIRECTORY, VOCABULARY)
    assert " ".join(w.text for w in understood.words) == words
    assert understood.keys("addressee") == tuple(asked.split())
    assert understood.keys("issuer") == tuple(issuers.split())
    assert understood.keys("") == tuple(either.split())
    assert understood.kind == kind


def test_words_carry_the_themes_and_groups_of_the_vocabulary() -> None:
    understood = question("logiciels espions contre les journalistes", DIRECTORY, VOCABULARY)
    by_word = {w.text: (w.themes, w.groups) for w in understood.words}
    assert by_word["espions"] == (("surveillance",), ())
    assert by_word["journalistes"] == ((), ("journalists",))


def test_a_party_that_is_a_subject_too_means_both_unless_the_question_tells() -> None:
    crowd = Directory.of([KnownParty("journalists", "journalists", "class", aliases=("periodistas",))])
    (open_,) = question("periodistas", crowd, VOCABULARY).mentions
    assert (open_.party, open_.part, open_.groups) == ("journalists", "", ("journalists",))
    (asked,) = question("what are journalists asked to do?", crowd, VOCABULARY).mentions
    assert (asked.part, asked.groups) == ("addressee", ())


def test_a_question_of_nothing_but_question_words_is_taken_literally() -> None:
    assert [w.text for w in question("what is to be done", DIRECTORY, VOCABULARY).words] == [
        "what", "is", "to", "be", "done",
    ]  # fmt: skip


def test_quoted_words_stay_together() -> None:
    understood = question("“civic space” in Japan", DIRECTORY, VOCABULARY)
    assert understood.phrases == ("civic space",)
    assert understood.keys("") == ("japan",)


def test_the_literal_reading_understands_no_party() -> None:
    assert literal("what is ASEAN asked").mentions == ()
    assert [w.text for w in literal("what is ASEAN asked").words] == ["what", "is", "ASEAN", "asked"]
