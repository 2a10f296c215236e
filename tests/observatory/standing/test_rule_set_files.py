"""Rule set files: those of the program can be read, and every fault is told with its place and mend."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import koinon.flows.demonstration
import koinon.observatory.data
from koinon.kernel.refusals import Refused
from koinon.observatory.engine.incidents import kinds
from koinon.observatory.engine.standing.parsing import parsed
from koinon.observatory.engine.standing.rule_sets import INCIDENTS, RuleSet, Words, said
from tests.observatory.standing.examples_standing import text

FOLDER = Path(koinon.observatory.data.__file__).parent / "rule_sets"
INVENTED = Path(koinon.flows.demonstration.__file__).parent / "membership.toml"
FILES = [*sorted(FOLDER.glob("**/*.toml")), INVENTED]
SHARED = Path(__file__).resolve().parents[4] / "shared" / "seeds"

FAULTS = {
    "no key": ('key = "harbour-charter"\n', "", r"line 1, at the top: key is missing"),
    "a bad key": ("harbour-charter", "Harbour Charter", r'line 1, .*key is "Harbour Charter"'),
    "no TOML": ("[source]", "[source", r"is no TOML: .*line 7"),
    "an unknown word": ("phrase =", "phrasing =", r"line 18, \[criteria.rated\]: phrasing is not known here"),
    "an unknown measure": ('"figure"', '"mean"', r'line 21, .*"mean" is no measure: .*fall_since'),
    "a missing column": ('column = "status"\n', "", r"the measure figure needs column"),
    "no threshold": ('at_least = "F"', "", r"one of at_least, at_most, above and below is needed"),
    "off the scale": ('at_least = "F"', 'at_least = "G"', r'line 24, .*"G" is not on the scale'),
    "a number for a text": ('"Harbour charter"', "7", r"line 3, .*title must be a text in quotes"),
    "an empty term": ('["rated"]', "[]", r"line 14, \[meets\]: all is empty"),
    "a name that leads nowhere": ('["rated"]', '["free"]', r'line 13, .*"free" is neither a criterion'),
    "twice the same": ('["rated"]', '["rated", "rated"]', r"stands in two places"),
    "two combinations": ('["rated"]', '["rated"]\nany = ["rated"]', r"one of all, any and none is needed"),
    "no sentence": ('sentence = "open to every free port"\n', "", r"line 7, \[source\]: sentence is missing"),
    "an unused criterion": (
        "[criteria.rated]", "[criteria.other]", r'"rated" is neither a criterion nor a term',
    ),
    "an old figure": (
        'column = "status"', 'column = "status"\nas_of = { oldest = -1 }', r"oldest must be a number",
    ),
    "a threshold of words": ('scale = ["NF", "PF", "F"]\n', "", r"at_least must be a number\.$"),
    "a threshold beyond all": (
        'scale = ["NF", "PF", "F"]\nat_least = "F"', "at_least = 1e12", "must be a number, 999999999 at",
    ),
}  # fmt: skip


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_files_of_the_program_can_be_read(file: Path) -> None:
    rules = parsed(file.read_text("utf-8"), file.name)
    assert rules.key == file.stem or file == INVENTED
    known = {kind.key for kind in kinds.kinds()}
    for alternative in ("", *rules.alternatives):
        for criterion in rules.read_as(alternative).leaves():
            assert said(criterion.why), criterion.key
            if criterion.dataset == INCIDENTS:
                assert set(criterion.kinds) <= known


def shown(rules: RuleSet) -> Iterator[Words]:
    """Every text of a rule set that its readers see, apart from what it quotes."""
    yield from (rules.title, rules.question, rules.weaknesses)
    for part in (*rules.criteria.values(), *rules.terms.values(), *rules.alternatives.values()):
        yield from (part.title, part.why)
    yield from (one.near.unit for one in rules.criteria.values())


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "id"])
@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_the_files_of_the_program_are_in_every_language(file: Path, language: str) -> None:
    for words in filter(None, shown(parsed(file.read_text("utf-8"), file.name))):
        assert words.get(language, "").strip(), words["en"]


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/seeds is not there")
@pytest.mark.parametrize("file", [f for f in FILES if f.parent == FOLDER], ids=lambda file: file.stem)
def test_every_sentence_stands_in_its_document(file: Path) -> None:
    rules = parsed(file.read_text("utf-8"), file.name)
    papers = [" ".join(p.read_text("utf-8").replace("**", "").split()) for p in SHARED.glob("*.txt")]
    holding = [paper for paper in papers if rules.source.sentence in paper]
    assert len(holding) == 1 and rules.source.document in holding[0]


@pytest.mark.parametrize("fault", FAULTS, ids=str)
def test_a_fault_is_told_with_its_place(fault: str) -> None:
    right, wrong, told = FAULTS[fault]
    assert right in text()
    with pytest.raises(Refused, match=told):
        parsed(text().replace(right, wrong, 1), "charter.toml")


def test_a_term_that_holds_itself_is_refused() -> None:
    loop = '\n[terms.one]\nall = ["two"]\n\n[terms.two]\nany = ["one", "rated"]\n'
    wrong = text().replace('all = ["rated"]', 'all = ["one"]') + loop
    with pytest.raises(Refused, match="holds itself"):
        parsed(wrong)


def test_texts_may_be_given_by_language() -> None:
    by_language = text().replace('"Harbour charter"', '{ en = "Harbour charter", fr = "Charte du port" }')
    rated = 'title.en = "Rated free"\ntitle.fr = "Classé libre"\nwhy.en = "Its word."\nwhy.fr = "Son mot."'
    old = 'title = "Rated free"', 'why = "The word of the charter is the word of the rating."'
    rules = parsed(by_language.replace(old[0], rated).replace(old[1], ""))
    criterion = rules.criteria["rated"]
    assert (said(rules.title, "fr"), said(rules.title, "id")) == ("Charte du port", "Harbour charter")
    assert (said(criterion.title, "fr"), said(criterion.title, "id")) == ("Classé libre", "Rated free")
    assert (said(criterion.why, "fr"), said(criterion.why, "id")) == ("Son mot.", "Its word.")


def test_a_text_by_language_is_refused_without_english() -> None:
    with pytest.raises(Refused, match=r"\[criteria.rated.title\]: en is missing"):
        parsed(text().replace('title = "Rated free"', 'title.fr = "Classé libre"'))


@pytest.mark.parametrize(
    "deep",
    ["x = " + "[" * 5000 + "]" * 5000, "x = " + "{a = " * 5000 + "1" + "}" * 5000, "x = " + "9" * 5000],
    ids=["lists", "tables", "digits"],
)
def test_what_no_reader_can_hold_is_refused(deep: str) -> None:
    with pytest.raises(Refused, match=r"charter.toml (holds lists or tables within one|is no TOML)"):
        parsed(deep, "charter.toml")


def test_a_mark_at_the_beginning_of_a_file_is_no_part_of_it() -> None:
    assert parsed("\ufeff" + text()).key == "harbour-charter"
