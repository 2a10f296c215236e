"""Files that are not what they should be: each is refused in one sentence, with its place and its mend."""

from __future__ import annotations

import zipfile
from datetime import timedelta
from pathlib import Path

import polars as pl
import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.actions import preparing
from koinon.observatory.engine.adapters.layouts import Kind
from koinon.observatory.engine.adapters.sources import ADAPTERS
from tests.factories.observatory import NOW
from tests.observatory.datasets import invented, published
from tests.observatory.datasets.published import ERT, GOOD, ert, fiw, vdem, votes

ROW = ("NAM", "Namibia", 2024, "0.61", "0.56", "0.67")
OK = ert(ROW)

pytestmark = pytest.mark.django_db


def prepared(folder: Path, source: str, *files: Path, version: str = "") -> preparing.Prepared:
    into = folder / "into"
    into.mkdir(exist_ok=True)
    looked = preparing.looked_at(source, [(path, path.name) for path in files])
    return preparing.prepare(source, looked, version, into, today=NOW.date())


BROKEN = [
    ("ert", "", "is empty"),
    ("ert", b"", "is empty"),
    ("ert", ERT + "\n", "has a header and no row"),
    ("ert", b"%PDF-1.7 invented", "no table of text (PDF)"),
    ("ert", fiw(("Namibia", 2024, 2, 2, "F")), "not laid out as ert but as fiw: load it as fiw"),
    ("ert", "name,age\nAda,36\n", "not laid out as ert is published: it lacks country_text_id"),
    ("fiw", "fh_country,year,pr,status\nNamibia,2024,2,F\n", "has no column cl, which fiw is published with"),
    ("ert", ert(ROW, ROW), "has NAM 2024 twice, in the rows 2 and 3"),
    ("ert", ert((*ROW[:3], "1.61", *ROW[4:])), "row 2: v2x_polyarchy is 1.61, which lies outside"),
    ("ert", ert((*ROW[:3], "0.6", "0.7", "0.5")), "row 2: the interval begins at"),
    ("ert", ert(ROW, ("NAM", "Namibia", 20244, "0.6", "0.5", "0.7")), "row 3: year is 20244"),
    ("ert", ert((*ROW[:3], "high", *ROW[4:])), "row 2: v2x_polyarchy is “high”, which is no number"),
    ("ert", ert(("", *ROW[1:])), "row 2: country_text_id is empty"),
    ("fiw", fiw(("Namibia", 2024, 8, 2, "F")), "row 2: pr is 8, which lies outside 1 to 7"),
    ("fiw", fiw(("Namibia", 2024, 2, 2, "OK")), "row 2: status is “OK”, which is none of the words"),
    ("fiw", "fh_country,year,pr,cl,status\nNamibia,2024.5,2,2,F\n", "which is no whole number"),
    ("ert", OK.replace("country_id", "year", 1), "has the column year twice"),
    ("ert", OK.rstrip("\n").rpartition(",")[0].rpartition(",")[0].replace('"', ""), "it was cut off"),
    ("fiw", fiw(("Namibia", 2024, 2, 2, "F")) + "Nepal,2024,3,3,PF,6,7,8\n", "more cells than the header"),
    ("unga-raw", votes((3, 1, 1, 2, 1946), (3, 1, 2, 2, 1946)), "has 3 2 twice"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "said"), BROKEN)
def test_a_broken_file_is_refused_in_a_sentence(
    tmp_path: Path, source: str, text: str | bytes, said: str
) -> None:
    path = published.file(tmp_path, "broken.csv", text)
    with pytest.raises(Refused) as refused:
        prepared(tmp_path, source, path)
    assert said in refused.value.message
    assert "broken.csv" in refused.value.message
    assert refused.value.message.endswith(".")
    assert not list((tmp_path / "into").glob("*.parquet"))


def test_a_compressed_file_that_breaks_off_is_refused(tmp_path: Path) -> None:
    whole = published.file(tmp_path, "whole.csv.gz", GOOD * 200).read_bytes()
    broken = tmp_path / "broken.csv.gz"
    broken.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Refused, match="breaks off or is damaged"):
        prepared(tmp_path, "ert", broken)


def test_a_workbook_is_refused_with_the_way_out(tmp_path: Path) -> None:
    path = tmp_path / "ratings.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
    with pytest.raises(Refused, match="is a workbook: save the sheet"):
        prepared(tmp_path, "fiw", path)


STATED = vdem(("NAM", 2010, 1990, 2024), ("DDR", 1990, 1949, 1990))  # an extract of v15, by its own word
SUBSCORES = published.subscores(("Namibia", 2012), ("Namibia", 2011))
FIW = fiw(("Namibia", 2024, 2, 2, "F"))
CONTRADICTED = [
    ("ert", GOOD, "v14", "goes to the year 2024, which makes it v15 and not v14"),
    ("ert", GOOD, "v16", "goes to the year 2024, which makes it v15 and not v16"),
    ("vdem", STATED, "v14", "goes to the year 2024, which makes it v15 and not v14"),
    ("fiw-subscores", SUBSCORES, "2012", "goes to the year 2012, which makes it 2013 and not 2012"),
    ("ert", GOOD, "v 15", "is no version"),
    ("fiw", FIW, "2024", "goes to the year 2024, which makes it 2025 and not 2024"),
    ("fiw", FIW, "2026", "goes to the year 2024, which makes it 2025 and not 2026"),
    ("rsf", published.rsf(("Namibia", 2021)), "2022", "makes it 2021 and not 2022"),
    ("wgi", published.wgi(("NAM", 2023)), "2023", "goes to the year 2023, which makes it 2024 and not 2023"),
    ("vdem", vdem(("NAM", 2023, 1990, None)), "v13", "tells of the year 2023, which v13 cannot"),
    ("unga-raw", votes((3, 1, 1, 2, 1946)), "1945", "tells of the year 1946, which 1945 cannot"),
    ("gsod", invented.file("gsod"), "2023", "tells of the year 2024, which 2023 cannot"),
    ("acled", invented.file("acled"), "2030", "tells of the year 2031, which 2030 cannot"),
]


@pytest.mark.parametrize(("source", "text", "version", "said"), CONTRADICTED)
def test_a_version_that_contradicts_what_the_file_states_is_refused(
    tmp_path: Path, source: str, text: str, version: str, said: str
) -> None:
    path = published.file(tmp_path, "broken.csv", text)
    with pytest.raises(Refused, match=said):
        prepared(tmp_path, source, path, version=version)


NAMED = [
    ("fiw", FIW, "", "2025"),
    ("fiw", FIW, "2025", "2025"),
    ("fiw", FIW, "ours", "ours"),
    ("rsf", published.rsf(("Namibia", 2021)), "2021", "2021"),
    ("wgi", published.wgi(("NAM", 2023)), "", "2024"),
    ("gsod", invented.file("gsod"), "v8", "v8"),
    ("acled", invented.file("acled"), "2031", "2031"),
    ("unga-raw", votes((3, 1, 1, 2, 1946)), "0.3.0", "0.3.0"),
    ("vdem", STATED, "", "v15"),
    ("vdem", STATED, "v15", "v15"),
    ("vdem", vdem(("NAM", 2023, 1990, None)), "v15", "v15"),  # does not tell, and may be an extract
    ("fiw-subscores", SUBSCORES, "", "2013"),
]


@pytest.mark.parametrize(("source", "text", "version", "stands"), NAMED)
def test_a_version_that_nothing_in_the_file_contradicts_is_taken_as_it_is_named(
    tmp_path: Path, source: str, text: str, version: str, stands: str
) -> None:
    path = published.file(tmp_path, "file.csv", text)
    assert prepared(tmp_path, source, path, version=version).version == stands


NEXT, TOMORROW = NOW.year + 1, str(NOW.date() + timedelta(days=1))
AHEAD = [
    ("fiw", fiw(("Namibia", 2024, 2, 2, "F"), ("Nepal", NEXT, 3, 3, "PF")), f"row 3: year is “{NEXT}”"),
    ("ert", ert(ROW, ("NAM", "Namibia", NEXT, "0.6", "0.5", "0.7")), f"row 3: year is “{NEXT}”"),
    ("vdem", vdem(("NAM", 2023, 1990, NEXT)), f"row 2: codingend is “{NEXT}”"),
    ("fiw-subscores", published.subscores(("Namibia", NOW.year)), f"row 2: edition is “{NEXT}”"),
    ("rsf", published.rsf(("Namibia", NEXT)), f"row 2: year is “{NEXT}”"),
    ("wgi", published.wgi(("NAM", NEXT)), f"row 2: year is “{NEXT}”"),
    ("unga-raw", votes((3, 1, 1, 2, NEXT)), f"row 2: date is “4/3/{NEXT}”"),
    ("gsod", invented.file("gsod", (3, "ID_year", str(NEXT))), f"row 3: ID_year is “{NEXT}”"),
    ("civicus", invented.file("civicus", (5, "year", str(NEXT))), f"row 5: year is “{NEXT}”"),
    ("acled", invented.file("acled", (4, "year", str(NEXT))), f"row 4: year is “{NEXT}”"),
    ("acled", invented.file("acled", (4, "event_date", TOMORROW)), f"row 4: event_date is “{TOMORROW}”"),
]  # fmt: skip


@pytest.mark.parametrize(("source", "text", "said"), AHEAD)
def test_what_has_not_been_yet_is_refused_with_its_place(
    tmp_path: Path, source: str, text: str, said: str
) -> None:
    path = published.file(tmp_path, "ahead.csv", text)
    with pytest.raises(Refused) as refused:
        prepared(tmp_path, source, path, version="ours")
    assert f"ahead.csv, {said}, which is in the future" in refused.value.message


def test_this_year_and_this_day_are_not_ahead(tmp_path: Path) -> None:
    text = invented.file("acled", (4, "event_date", NOW.date().isoformat()))
    made = prepared(tmp_path, "acled", published.file(tmp_path, "now.csv", text), version="ours")
    assert made.last == NOW.year


def test_every_source_refuses_years_to_come() -> None:
    """Each has a column of years or of days, and these are checked in every adapter alike."""
    for adapter in ADAPTERS.values():
        columns = [column for layout in adapter.files.values() for column in layout.columns]
        assert any(one.past or one.kind is Kind.DAY for one in columns), adapter.key
        years = {one.name for one in columns if one.name.endswith("year") and one.high != 1}
        assert years <= {one.name for one in columns if one.past}


@pytest.mark.parametrize(
    ("version", "stands"), [("", "v15"), ("v15", "v15"), ("v15.1", "v15.1"), ("ours", "ours")]
)
def test_a_version_that_fits_is_taken(tmp_path: Path, version: str, stands: str) -> None:
    path = published.file(tmp_path, "ert.csv", GOOD)
    assert prepared(tmp_path, "ert", path, version=version).version == stands


def test_a_file_that_does_not_tell_its_version_needs_one(tmp_path: Path) -> None:
    rows = [{"country": "Namibia", "year": 2024, "score": 60, "rating": "Narrowed"}]
    path = published.file(tmp_path, "monitor.csv", published.table(rows))
    with pytest.raises(Refused, match="say which it is with --version"):
        prepared(tmp_path, "civicus", path)


@pytest.mark.parametrize(
    "dressed",
    [
        lambda text: b"\xef\xbb\xbf" + text.encode(),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace(",", ";").encode(),
        lambda text: text.replace(",", "\t").encode(),
        lambda text: text.encode("latin-1"),
        lambda text: text.rstrip("\n").encode(),
    ],
    ids=["mark", "crlf", "cr", "semicolons", "tabs", "latin-1", "no last line end"],
)
def test_a_file_is_read_however_it_was_saved(tmp_path: Path, dressed: object) -> None:
    text = fiw(("Namibia", 2024, 2, 2, "F"), ("São Tomé and Príncipe", 2024, 2, 2, "F"))
    path = published.file(tmp_path, "fiw.csv", dressed(text))  # type: ignore[operator]
    made = prepared(tmp_path, "fiw", path)
    rows = pl.read_parquet(tmp_path / "into" / "rows.parquet")
    assert rows["place"].to_list() == ["NAM", "STP"]
    assert made.lost == ()


def test_na_is_missing_in_figures_and_a_code_where_units_are_named(tmp_path: Path) -> None:
    votes_ = published.file(tmp_path, "votes.csv", "rcid,country,country_code,vote\n3,Namibia,NA,yes\n")
    calls = published.file(
        tmp_path, "calls.csv",
        "rcid,session,importantvote,date,unres,amend,para,short,descr\n3,45,NA,1990-10-01,R/45/1,NA,0,NA,Words\n",
    )  # fmt: skip
    issues = published.file(tmp_path, "issues.csv", "rcid,short_name,issue\n3,hr,Human rights\n")
    prepared(tmp_path, "unvotes", votes_, issues, calls)
    vote = pl.read_parquet(tmp_path / "into" / "votes.parquet").row(0, named=True)
    call = pl.read_parquet(tmp_path / "into" / "roll_calls.parquet").row(0, named=True)
    assert (vote["unit"], vote["place"], vote["vote"]) == ("NA", "NAM", 1)
    assert (call["importantvote"], call["issues"], call["title"]) == (None, ["hr"], None)


def test_a_dataset_of_three_files_wants_all_three(tmp_path: Path) -> None:
    path = published.file(tmp_path, "votes.csv", "rcid,country,country_code,vote\n3,Namibia,NA,yes\n")
    with pytest.raises(Refused, match="consists of 3 files, and roll calls, issues is missing"):
        prepared(tmp_path, "unvotes", path)
    with pytest.raises(Refused, match="Two of these files hold the votes"):
        prepared(tmp_path, "unvotes", path, path, *(
            published.file(tmp_path, name, text) for name, text in (
                ("calls.csv", "rcid,session,importantvote,date,unres,short,descr\n3,45,0,1990-10-01,R,S,D\n"),
                ("issues.csv", "rcid,short_name,issue\n3,hr,Human rights\n"),
            )
        ))  # fmt: skip


def test_a_quotation_mark_that_went_astray_in_the_published_votes_is_mended(tmp_path: Path) -> None:
    text = votes((1429, 28, 3, 2, 1973), ec='"0\\"""')
    prepared(tmp_path, "unga-raw", published.file(tmp_path, "raw.csv", text))
    assert pl.read_parquet(tmp_path / "into" / "roll_calls.parquet")["issues"].to_list() == [["hr"]]
