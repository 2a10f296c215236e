"""Charts: in the page's colours, with words, table and nothing that the security policy refuses."""

from __future__ import annotations

import re

import pytest
from lxml import etree

from koinon.ui import charts

ROWS = [("Member states", 21.0), ("Council <of> Observers", 9.0), ("Secretariat", 0.5)]


def drawn() -> charts.Chart:
    return charts.bars(ROWS, title="Who & what", summary="By addressee.", columns=("Addressee", "Provisions"))


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_bars_are_as_long_as_their_figures(width: str) -> None:
    svg = getattr(drawn(), width)
    lengths = [float(h) for h in re.findall(r'<path d="M0,[\d.]+h([\d.]+)v[^"]+" fill="var\(--series-1', svg)]
    assert len(lengths) == 3
    assert lengths[1] / lengths[0] == pytest.approx(9 / 21, abs=0.01)
    assert lengths[2] / lengths[0] == pytest.approx(0.5 / 21, abs=0.01)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_svg_is_well_formed_and_says_what_it_shows(width: str) -> None:
    root = etree.fromstring(getattr(drawn(), width).encode())
    words = [e.text for e in root.iter("{*}text")]
    assert root.findtext("{*}title") == "Who & what"
    assert root.findtext("{*}desc") == "By addressee."
    assert {"Member states", "Council <of> Observers", "Secretariat"} <= set(words)
    ids = [e.get("id") for e in root.iter() if e.get("id")]
    assert root.get("aria-labelledby") == " ".join(i for i in ids if i)


@pytest.mark.parametrize("width", ["wide", "narrow"])
def test_svg_follows_the_page_and_the_policy(width: str) -> None:
    svg = getattr(drawn(), width)
    assert "style" not in svg
    assert "<script" not in svg
    assert not re.search(r'(?:fill|stroke)="#', svg), "a fixed colour would not follow dark mode"
    assert len(svg) < 8_000


def test_parts_of_a_stack_stand_in_the_order_of_the_series() -> None:
    chart = charts.stacked(
        [("Elections", (4, 3)), ("Media", (1, 5))],
        title="Strength", summary="", label="Theme", series=("Binding", "Optional"),
    )  # fmt: skip
    starts = re.findall(r'<path d="M([\d.]+),[\d.]+h([\d.]+)v[^"]+" fill="var\(--series-(\d)', chart.wide)
    first = [(float(x), float(w), part) for x, w, part in starts][:2]
    assert [part for _, _, part in first] == ["1", "2"]
    assert first[0][0] == 0
    assert first[1][0] == pytest.approx(first[0][1], abs=0.2)
    assert chart.columns == ("Theme", "Binding", "Optional")
    assert chart.rows == (("Elections", "4", "3"), ("Media", "1", "5"))


def test_a_stack_of_six_is_refused() -> None:
    with pytest.raises(ValueError, match="at most 5 parts"):
        charts.stacked([("a", range(6))], title="", summary="", label="", series="abcdef")


def test_no_rows_no_drawing() -> None:
    empty = charts.bars([], title="T", summary="", columns=("a", "b"))
    assert (empty.rows, empty.wide, empty.narrow) == ((), "", "")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [(3, "", "3"), (1204, "", "1\u202f204"), (3.25, "", "3.2"), (12.0, "%", "12\u202f%")],
)
def test_figures_of_the_table(value: float, unit: str, text: str) -> None:
    assert charts.number_text(value, unit) == text


def test_two_charts_on_a_page_have_different_ids() -> None:
    other = charts.bars([("x", 1)], title="T", summary="", columns=("a", "b"))
    assert other.key != drawn().key
    assert not set(re.findall(r'id="([^"]+)"', other.wide)) & set(re.findall(r'id="([^"]+)"', drawn().wide))


def words(svg: str) -> list[str]:
    """The lines of text of a drawing."""
    return [str(e.text) for e in etree.fromstring(svg.encode()).iter("{*}text", "{*}tspan") if e.text]


def test_long_names_stand_in_two_lines_then_cut_and_whole_in_the_table() -> None:
    names = [f"The review of the very long name of the State of Arania in the year {n}" for n in range(3)]
    names += ["国" * 40, "République démocratique populaire lao", "جمهورية لاو الديمقراطية الشعبية"]
    drawn = charts.bars(
        [(name, 3) for name in names], title="Reviews", summary="Six.", columns=("Name", "Count")
    )
    assert [row[0] for row in drawn.rows] == names
    wide, narrow = words(drawn.wide), words(drawn.narrow)
    assert wide.count("The review of the very long name") == 3
    for number in ("", " (2)", " (3)"):
        assert f"of the State of Arania in the y…{number}" in wide
    assert "国" * 16 in wide and "国" * 15 + "…" in wide
    assert {"République démocratique", "populaire lao"} <= set(wide)
    assert names[5] in wide, "vowel signs and joined letters are not counted twice"
    assert "République démocratique populaire lao" in narrow
    assert {"The review of the very long name of the", "State of Arania in the year 0"} <= set(narrow)
    assert not any(line.endswith("…") for line in narrow)
