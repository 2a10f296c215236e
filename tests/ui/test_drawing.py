"""Lines, dots, strips and maps: gaps stay gaps, words are safe, colour is never alone, drawings are light."""

from __future__ import annotations

import gzip
import re

import pytest
from lxml import etree

from koinon.ui import charts
from koinon.ui.drawing.lines import runs
from koinon.ui.drawing.world import world

HOSTILE = '<script>alert(1)</script> & "Arania" ' + "of the very long name " * 6
CLASSES = (
    charts.Class("up", "Rising", "good", "R"),
    charts.Class("down", "Falling", "bad", "F"),
    charts.Class("open", "Cannot be decided", "care", "?"),
)


def series(*points: tuple[int, float | None], name: str = "Arania") -> charts.Series:
    return charts.Series(name, tuple(charts.Point(year, value, 0.1, 0.9) for year, value in points))


def lines(*drawn: charts.Series, **more: object) -> charts.Chart:
    return charts.lines(drawn, title="T", summary="S", **more)  # type: ignore[arg-type]


def places(*found: tuple[str, str | None]) -> list[charts.Placed]:
    return [charts.Placed(code, f"Name of {code}", key, "0.5") for code, key in found]


def mapped(found: list[charts.Placed], **more: object) -> charts.Chart:
    return charts.world_map(
        found, CLASSES, title="T", summary="S", columns=("Place", "Class", "Figure"), **more,  # type: ignore[arg-type]
    )  # fmt: skip


def stripped(*rows: tuple[str, dict[int, str]]) -> charts.Chart:
    return charts.strip(rows, CLASSES, title="T", summary="S", columns=("Place", "Years", "Class"))


def dotted(*rows: charts.Dot, **more: object) -> charts.Chart:
    return charts.dots(rows, title="T", summary="S", columns=("Place", "Figure"), **more)  # type: ignore[arg-type]


EVERY = {
    "lines": lambda name: lines(series((2000, 0.3), (2001, 0.4), name=name), series((2000, 0.1), name="B")),
    "dots": lambda name: dotted(charts.Dot(name, 0.5, 0.4, 0.6)),
    "strip": lambda name: stripped((name, {2000: "up"})),
    "map": lambda name: mapped([charts.Placed("THA", name, "up", "1")]),
}


@pytest.mark.parametrize("kind", EVERY)
def test_words_are_words_however_hostile_or_long(kind: str) -> None:
    chart = EVERY[kind](HOSTILE)
    for svg in filter(None, (chart.wide, chart.narrow)):
        root = etree.fromstring(svg.encode())
        assert not list(root.iter("{*}script"))
    assert HOSTILE in (*chart.columns, *(cell for row in chart.rows for cell in row))


@pytest.mark.parametrize("kind", EVERY)
def test_every_drawing_follows_the_page_and_the_policy(kind: str) -> None:
    chart = EVERY[kind]("Arania")
    for svg in filter(None, (chart.wide, chart.narrow)):
        assert not re.search(r"(?:style|onload|href)=", svg)
        assert not re.search(r'(?:fill|stroke)="#', svg), "a fixed colour would not follow dark mode"
        assert "http" not in svg.replace("http://www.w3.org/2000/svg", "")


@pytest.mark.parametrize(
    "empty",
    [
        lines(),
        lines(series((2000, None))),
        dotted(),
        dotted(charts.Dot("a", None)),
        stripped(("a", {})),
        mapped([]),
    ],
)
def test_nothing_to_draw_is_no_drawing(empty: charts.Chart) -> None:
    assert (empty.rows, empty.wide, empty.narrow) == ((), "", "")


def test_a_gap_stays_a_gap() -> None:
    drawn = lines(series((2000, 0.2), (2001, 0.3), (2003, 0.4), (2004, None), (2005, 0.5), (2006, 0.6)))
    ways = re.findall(r'<path[^>]*d="([^"]+)"[^>]*stroke="var\(--series-1', drawn.wide)
    assert len([way for way in ways if "L" in way]) == 2
    assert [row[0] for row in drawn.rows] == ["2006", "2005", "2003", "2001", "2000"]
    assert [[p.year for p in run] for run in runs(series((2003, 1), (2000, 1), (2001, None)).points)] == [
        [2000], [2003],
    ]  # fmt: skip


def test_one_year_alone_is_a_dot_not_nothing() -> None:
    assert 'fill="var(--series-1' in lines(series((2000, 0.2))).wide


def test_a_table_of_lines_has_each_interval_and_what_is_marked() -> None:
    drawn = lines(
        series((2000, 0.25), (2001, 0.5)),
        spans=[charts.Span(2001, 2002, "Falling", "bad")],
        marks=[charts.Mark(2001, "Coup")],
    )
    assert drawn.columns == ("Year", "Arania", "Marked")
    assert drawn.rows[0] == ("2001", "0.50 (0.10–0.90)", "Falling; Coup")
    assert [one.label for one in drawn.legend] == ["Falling", "Coup (2001)"]


def test_lines_differ_by_more_than_their_colour() -> None:
    drawn = lines(*(series((2000, n / 10), (2001, 0.5), name=f"P{n}") for n in range(5)))
    dashes = re.findall(r'stroke-dasharray="([^"]+)"', "".join(one.drawn for one in drawn.legend))
    assert len(set(dashes)) == 5
    with pytest.raises(ValueError, match="at most 5 lines"):
        lines(*(series((2000, 0.1)) for _ in range(6)))


def test_dots_stand_by_their_figures_within_the_scale() -> None:
    drawn = dotted(
        charts.Dot("a", 0.25, 0.2, 0.3), charts.Dot("b", 0.75), charts.Dot("c", None), scale=(0, 1)
    )
    assert drawn.rows == (("a", "0.25 (0.20–0.30)"), ("b", "0.75"), ("c", "–"))
    words = [e.text for e in etree.fromstring(drawn.wide.encode()).iter("{*}text")]
    assert "no figure" in words


def test_a_strip_tells_runs_by_colour_pattern_and_letter() -> None:
    drawn = stripped(
        ("Arania", {**dict.fromkeys(range(1990, 2000), "up"), **dict.fromkeys(range(2005, 2015), "down")})
    )
    assert drawn.rows == (("Arania", "1990–1999", "Rising"), ("Arania", "2005–2014", "Falling"))
    words = [e.text for e in etree.fromstring(drawn.wide.encode()).iter("{*}text")]
    assert {"R", "F"} <= set(words)
    assert "<pattern" in drawn.wide
    assert [one.label for one in drawn.legend] == ["Rising (R)", "Falling (F)"]


@pytest.mark.parametrize("form", ["wide", "narrow"])
def test_a_strip_parts_a_long_label_and_holds_it_whole_for_those_who_point(form: str) -> None:
    name = "Aucune rupture de l’ordre constitutionnel, aucune érosion grave et persistante"
    drawn = stripped((name, {2000: "up"}), ("Arania", {2000: "down"}))
    root = etree.fromstring(getattr(drawn, form).encode())
    label = next(e for e in root.iter("{*}text") if "Aucune rupture" in "".join(e.itertext()))
    lines = [str(e.text) for e in label.iter("{*}tspan")]
    assert label[0].text == name and len(lines) == {"wide": 3, "narrow": 2}[form]
    longest = 30 if form == "wide" else 44
    assert all(len(line) <= longest for line in lines)
    tops = [float(e.get("y", "0")) for e in root.iter("{*}tspan")]
    high = float(root.get("viewBox", "").split()[3])
    assert tops == sorted(tops) and tops[0] > 0 and tops[-1] < high
    assert drawn.rows[0][0] == name


def test_the_map_holds_the_places_that_are_easily_lost() -> None:
    drawn = mapped(places(*((code, "up") for code in ("NAM", "XKX", "TWN", "PSE", "SGP", "TUV"))))
    for code in ("NAM", "XKX", "TWN", "PSE", "SGP", "TUV"):
        assert f"<title>Name of {code}: 0.5</title>" in drawn.wide
    assert "imply no opinion" in drawn.note
    assert "no shape" not in drawn.note


def test_a_former_state_stands_in_the_table_and_is_told_of() -> None:
    drawn = mapped(places(("SUN", "down"), ("THA", None)))
    assert "1 place has no shape" in drawn.note
    assert [row[:2] for row in drawn.rows] == [("Name of SUN", "Falling"), ("Name of THA", "No figure")]


def test_a_whole_world_is_light() -> None:
    every = [(code, "up" if n % 2 else "down") for n, code in enumerate(world()["shapes"])]
    drawn = mapped(places(*every), link=lambda code: f"/observatory/places/{code}/")
    assert len(drawn.wide) < 70_000
    assert len(gzip.compress(drawn.wide.encode())) < 25_000
    assert 'aria-hidden="true"' in drawn.wide, "its links are for the pointer; the table says the same"
    assert drawn.wide.count('tabindex="-1"') > len(every)


def test_a_part_of_the_world_is_drawn_larger_and_without_the_rest() -> None:
    asia = ("THA", "IDN", "PHL", "MYS", "SGP")
    drawn = mapped(places(*((code, "up") for code in (*asia, "BRA"))), focus=asia)
    assert "Name of BRA" not in drawn.wide
    assert ("Name of BRA", "Rising", "0.5") in drawn.rows
    assert len(drawn.wide) < 20_000


def test_no_shape_runs_around_the_world() -> None:
    for code, shape in world()["shapes"].items():
        for ring in re.findall(r"M(\d+) (\d+)l([^z]+)z", shape["d"]):
            steps = [int(n) for n in re.findall(r"-?\d+", ring[2])]
            assert max(map(abs, steps[::2])) < world()["width"] / 4, code
