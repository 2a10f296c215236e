"""Roll calls from files: as published, with their quirks; and what is refused, with its place."""

from __future__ import annotations

import gzip
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from koinon.kernel.refusals import Refused
from koinon.observatory.engine.cohesion import agreement, indices, reading
from koinon.observatory.engine.cohesion.votes import OPENED
from tests.observatory.cohesion.voting import RAW, SHARED

real = pytest.mark.skipif(not RAW.exists(), reason="../shared/data/un is not there")
RAW_HEAD = "rcid,session,vote,ccode"
HEAD = "rcid,session,vote,ccode,member,importantvote,date,unres,me,nu,di,hr,co,ec,year"


def raw(tmp_path: Path, *rows: str, head: str = HEAD) -> Path:
    file = tmp_path / "votes.csv"
    file.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return file


def test_a_raw_table_is_read_with_its_quirks(tmp_path: Path) -> None:
    file = raw(
        tmp_path,
        '9,2,1,31,1,0,12/6/1947,R/2/9,0,0,0,1,0,"0\\""",1947',
        '9,2,8,2,1,0,12/6/1947,R/2/9,0,0,0,1,0,"0\\""",1947',
        "3,1,9,31,,0,1/2/1946,R/1/66,,,,,,,1946",
        "3,1,3,2,1,0,1/2/1946,R/1/66,,,,,,,1946",
    )
    found = reading.read([file])
    assert found.rolls.units == ("2", "31")
    assert found.rolls.roll_calls.tolist() == [3, 9]
    assert found.rolls.codes.tolist() == [[3, 9], [8, 1]]
    assert found.calls["issues"].to_list() == [[], ["hr"]]
    assert [str(day) for day in found.calls["date"]] == ["1946-01-02", "1947-12-06"]


def test_the_tables_of_unvotes_are_read_in_any_order(tmp_path: Path) -> None:
    votes, calls, issues = (tmp_path / name for name in ("v.csv", "c.csv", "i.csv"))
    votes.write_text(
        "rcid,country,country_code,vote\n7,Namibia,NA,yes\n7,Zanzibar,,abstain\n"
        "7,Yemen Arab Republic,,no\n7,Yemen,YE,yes\n"
    )
    calls.write_text("rcid,session,date,short\n7,46,1991-12-06,A TITLE\n8,46,1991-12-06,NOBODY VOTED\n")
    issues.write_text("rcid,short_name,issue\n7,hr,Human rights\n")
    found = reading.read([issues, calls, votes])
    assert found.rolls.units == ("NA", "YE", "Yemen Arab Republic", "Zanzibar")
    assert found.rolls.codes.tolist() == [[1, 1, 3, 2]]
    assert found.calls.select("description", "issues").row(0) == ("A TITLE", ["hr"])


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        (["3,1,4,2"], "roll call 3, 2: the vote is 4"),
        (["3,1,1,2", "3,1,3,2"], "holds the vote of 2 at roll call 3 twice"),
        (["3,1,1,2", "3,2,1,20"], "roll call 3 stands in two sessions"),
        (["3,1,1,2", "3,1,x,20"], "Line 3 of votes.csv: vote is “x”"),
        (["3,1,1,2", "3,,1,20"], "Line 3 of votes.csv: session is “”"),
    ],
)
def test_a_wrong_cell_is_told_with_its_place(tmp_path: Path, rows: list[str], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        reading.read([raw(tmp_path, *rows, head="rcid,session,vote,ccode")])


def test_other_files_are_told_what_is_wanted(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="give one table with rcid, session, vote, ccode"):
        reading.read([raw(tmp_path, "1,2", head="a,b")])
    with pytest.raises(Refused, match="There is no file"):
        reading.read([tmp_path / "nowhere.csv"])
    with pytest.raises(Refused, match="lacks the columns rcid"):
        reading.read([raw(tmp_path, "1,2,3", head="session,vote,ccode")])


def test_damaged_files_are_told_apart(tmp_path: Path) -> None:
    packed = gzip.compress(raw(tmp_path, *(f"{n},1,1,2" for n in range(900)), head=RAW_HEAD).read_bytes())
    half = len(packed) // 2
    for name, data, sentence in (
        ("cut.csv.gz", packed[:-30], "cut.csv.gz breaks off before its end"),
        (
            "bad.csv.gz",
            packed[:half] + b"\xff" * 40 + packed[half + 40 :],
            "bad.csv.gz is packed with gzip and",
        ),
        ("head.csv", RAW_HEAD.encode(), "head.csv has a header and no row"),
        (
            "latin.csv",
            f"{RAW_HEAD},name\n1,1,1,2,\xe9\n".encode("latin-1"),
            "latin.csv is not written in UTF-8",
        ),
        ("empty.csv", b"\n", "empty.csv is empty"),
        ("more.csv", f"{RAW_HEAD}\n1,1,1,2,3\n".encode(), "more.csv is no CSV file"),
        ("sheet.csv", b"PK\x03\x04" + bytes(50), "sheet.csv is no table of text"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Refused, match=sentence):
            reading.read([tmp_path / name])
    with pytest.raises(Refused, match="is a folder"):
        reading.read([tmp_path])


def test_a_roll_call_without_a_number_is_told_and_nothing_breaks(tmp_path: Path) -> None:
    votes, calls = tmp_path / "v.csv", tmp_path / "c.csv"
    votes.write_text("rcid,country,country_code,vote\n7,Namibia,NA,yes\n")
    calls.write_text("rcid,session\n7,46\nx,46\n")
    assert reading.read([votes, calls]).rolls.codes.tolist() == [[1]]
    calls.write_text("rcid,session\n")
    with pytest.raises(Refused, match=r"c\.csv has a header and no row"):
        reading.read([votes, calls])


@pytest.fixture(scope="module")
def published() -> reading.Read:
    return reading.read([RAW])


@real
def test_every_vote_of_the_raw_file_stands_in_the_matrix(published: reading.Read) -> None:
    assert published.rolls.votes == 1_066_613
    assert published.rolls.codes.shape == (5_429, 200)
    assert published.calls["roll_call"].to_list() == published.rolls.roll_calls.tolist()


@real
@pytest.mark.parametrize(("year", "figures"), [(2005, (0.641, 0.666, 0.823)), (2014, (0.536, 0.641, 0.705))])
def test_freedom_house_groups_on_human_rights(
    published: reading.Read, year: int, figures: tuple[float, float, float]
) -> None:
    """The raw file's own mark of human rights; the status of the year in which the session opened, by COW
    code; abstentions are a position, absences are left out; every roll call weighs the same."""
    ratings = pl.read_csv(SHARED / "ratings" / "freedom_house_fiw_1972_2024.csv", infer_schema=False).filter(
        pl.col("year") == str(year)
    )
    marked = pl.Series(["hr" in issues for issues in published.calls["issues"]]).to_numpy()
    kept = published.rolls.within(marked & (published.rolls.sessions == year - OPENED))
    for status, figure in zip(("F", "PF", "NF"), figures, strict=True):
        group = set(ratings.filter(pl.col("status") == status)["cown"])
        members = np.array([unit in group for unit in kept.units])
        told = indices.summary(indices.tally(kept.codes, members))
        assert told.agreement is not None
        assert round(told.agreement, 3) == figure


@real
def test_the_published_agreement_with_the_united_states_counts_an_abstention_as_none(
    published: reading.Read,
) -> None:
    table = pl.read_csv(
        SHARED / "un" / "unga_idealpoints_1946_2015.csv.gz", infer_schema_length=None, null_values="NaN"
    ).drop_nulls(["session", "ccode", "PctAgreeUS"])
    away: dict[float, list[float]] = {0.0: [], 0.5: []}
    pairs = dict(agreement.by_session(published.rolls))
    place = {unit: n for n, unit in enumerate(published.rolls.units)}
    for weight, gaps in away.items():
        shares = {session: agreement.coincidence(one, weight) for session, one in pairs.items()}
        for session, unit, told in table.select("session", "ccode", "PctAgreeUS").iter_rows():
            at = place.get(str(int(unit)))
            if at is not None and not np.isnan(ours := shares[int(session)][place["2"], at]):
                gaps.append(abs(ours - told))
    assert np.median(away[0.0]) < 1e-6 < 0.05 < np.median(away[0.5])
