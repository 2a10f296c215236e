"""Reading tables of country-years: what is wrong is named by row and column, with the way to mend it."""

from __future__ import annotations

import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.episodes.finding import episodes
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.reading import NEEDED, table
from koinon.observatory.engine.episodes.writing import COLUMNS, lines

ROW = dict.fromkeys(NEEDED, "") | {
    "country_id": "7",
    "country_text_id": "NAM",
    "country_name": "Harbour, “new”",
    "v2x_polyarchy": "0.5",
    "v2x_regime": "2",
    "codingend": "2024",
    "v2eltype_0": "0",
    "v2eltype_4": "0",
    "v2eltype_6": "0",
}


def file(*rows: dict[str, str], head: tuple[str, ...] = NEEDED) -> list[str]:
    """The lines of a file with those rows, each over an ordinary one."""
    told = [ROW | {"year": str(1990 + n)} | row for n, row in enumerate(rows)]
    quoted = [
        ",".join('"' + row[column].replace('"', '""') + '"' for column in head) + "\r\n" for row in told
    ]
    return [",".join(head) + "\r\n", *quoted]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        (({}, {"year": "199x"}), "Row 3 of t.csv: year is “199x”, and must be a whole number."),
        (({}, {"year": ""}), "Row 3 of t.csv: year is “”"),
        (({"v2x_polyarchy": "1.4"},), "Row 2 of t.csv: v2x_polyarchy is 1.4; it lies between 0 and 1."),
        (
            ({"v2x_polyarchy": "nan"},),
            "v2x_polyarchy is “nan”, and must be a number, or empty where there is",
        ),
        (({"v2x_polyarchy": "inf"},), "v2x_polyarchy is “inf”, and must be a number"),
        (({"v2x_polyarchy": "0.1_2"},), "v2x_polyarchy is “0.1_2”, and must be a number"),
        (
            ({"v2x_regime": "1.5"},),
            "Row 2 of t.csv: v2x_regime is “1.5”, and must be a whole number, or empty",
        ),
        (({"v2x_regime": "nan"},), "v2x_regime is “nan”, and must be a whole number"),
        (({"year": "1_990"},), "year is “1_990”, and must be a whole number."),
        (({}, {"country_text_id": ""}), "Row 3 of t.csv: country_text_id is empty"),
        (
            ({}, {"country_text_id": "XKX"}, {"codingend": "2020"}),
            "codingend of NAM is “2024” on row 2 and “2020” on row 4",
        ),
        (({"gapstart2": "1950"}, {}), "gapstart2 of NAM is “1950” on row 2 and “” on row 3"),
        (({"v2x_regime": "4"},), "v2x_regime is 4; it lies between 0 and 3"),
        (({"codingend": "NA"},), "codingend is “NA”"),
        (({"year": "1990"}, {"year": "1990"}), "holds NAM 1990 twice, on rows 2 and 3"),
        (({"year": "1850"},), "no year from 1900 on"),
    ],
)
def test_what_is_wrong_is_named(rows: tuple[dict[str, str], ...], words: str) -> None:
    with pytest.raises(Refused) as refused:
        table(file(*rows), "t.csv")
    assert words in str(refused.value)


def test_missing_columns_are_named() -> None:
    head = tuple(column for column in NEEDED if column not in ("gapstart1", "v2x_regime"))
    with pytest.raises(Refused, match="lacks the columns v2x_regime, gapstart1"):
        table(file({}, head=head), "t.csv")


def test_a_damaged_row_is_named() -> None:
    damaged = file({}, {})
    damaged[2] = "1,2,3\n"
    with pytest.raises(Refused, match="has 3 cells"):
        table(damaged, "t.csv")


@pytest.mark.parametrize(
    ("lines_", "words"),
    [
        ([], "t.csv is empty"),
        (["\r\n"], "t.csv is empty"),
        (
            [line.replace(",", ";") for line in file({})],
            "separated by semicolons: save it as CSV with commas",
        ),
        ([line.replace(",", "\t") for line in file({})], "separated by tabs"),
        (['"' + '";"'.join(NEEDED) + '"\n'], "separated by semicolons"),
        (file(), "has a header and no row"),
        (["a;b\n", "1;2\n"], "lacks the columns country_id"),
    ],
)
def test_what_is_no_table_of_commas_is_told_so(lines_: list[str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        table(lines_, "t.csv")


def test_the_same_number_written_in_two_ways_is_one_number() -> None:
    written = file({"codingend": "2024"}, {"codingend": "2024.0", "gapend3": "NA"})
    assert table(written, "t.csv").panel.coding_end.tolist() == [2024]


def test_words_survive_and_numbers_of_other_programs_are_read() -> None:
    written = [
        {"country_text_id": "NA", "v2x_regime": "2.0", "v2x_polyarchy": "NA", "codingend": "2024.0"},
        {"country_text_id": "NA"},
    ]
    found = table(["\ufeff" + file()[0], *file(*written)[1:]], "t.csv")
    spells, dem, aut = episodes(found.panel, Parameters())
    head, *rows = lines(found, spells, dem, aut)
    assert head.count(",") == len(COLUMNS) - 1 and found.panel.names == ("NA",)
    assert rows[0].startswith('7,"NA","Harbour, “new”",1990,2.0,,')
