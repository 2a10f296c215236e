"""Each format in its published layout, and broken files of every sort: one clear sentence each."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from typing import Any

import pytest

from koinon.kernel.directory import Directory, KnownParty
from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.intake import cells, formats
from koinon.register.engine.intake.items import Item, Parsed
from koinon.register.engine.intake.sheet import EXAMPLE
from koinon.register.engine.intake.template import template
from koinon.register.engine.vocabulary import default
from tests.register.intake.files import (
    IMPACT_HEADER,
    UHRI_HEADER,
    UPR_HEADER,
    separated,
    uhri,
    uhri_json,
    upr,
    upr_file,
    workbook,
)  # fmt: skip

KNOWN = Directory.of(
    [
        KnownParty("state-vel", "Velmark", "state", aliases=("Vélmark", "Republic of Velmark")),
        KnownParty("state-sun", "Sundara", "state"),
    ]
)


def parsed(data: bytes, wanted: str = "find-out", name: str = "file.csv") -> Parsed:
    return formats.parsed(wanted, name, data, KNOWN, None)


def one(data: bytes, wanted: str = "find-out") -> Item:
    (item,) = parsed(data, wanted).items
    return item


def refused(data: bytes, wanted: str = "find-out") -> str:
    with pytest.raises(Refused) as refusal:
        parsed(data, wanted)
    return refusal.value.message


# UPR Info


def test_rows_of_one_text_are_one_provision_with_several_recommenders() -> None:
    found = parsed(
        upr_file(upr(), upr("Ratify  the Convention of Harbour ", "Orlund", issue="Justice"), upr("Another"))
    )
    first, second = found.items
    assert (found.format, found.rows, len(found.items), found.faulty) == ("upr-info", 3, 2, ())
    assert first.issuers == ("Sundara", "Orlund")
    assert (first.row, second.row, second.issuers) == (2, 4, ("Sundara",))
    assert first.facts["issues"] == ["International instruments", "Justice"]
    assert {"treaties", "access-to-justice"} <= set(first.themes)
    assert [who["name"] for who in first.facts["from"]] == ["Orlund", "Sundara"]


def test_a_review_is_one_document_of_its_session() -> None:
    rows = [upr(), upr("Another", to="Vélmark"), upr("Third", session=19)]
    found = parsed(upr_file(*rows, encoding="utf-8"))
    assert [p.title for p in found.papers.values()] == [
        "Universal Periodic Review of Velmark, session 18",
        "Universal Periodic Review of Velmark, session 19",
    ]
    paper = found.papers["upr-info:VEL:18"]
    assert (paper.kind, paper.issuers, paper.issued_on) == (
        "review-outcome", ("Human Rights Council",), date(2014, 2, 7),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("row", "kind", "strength"),
    [
        (upr(by="Velmark"), Kind.COMMITMENT, Strength.INTENTION),
        (upr(by="Republic of Velmark"), Kind.COMMITMENT, Strength.INTENTION),
        (upr(by="", response="Voluntary Pledge"), Kind.COMMITMENT, Strength.INTENTION),
        (upr(by="Sundara", action="Voluntary pledge"), Kind.COMMITMENT, Strength.INTENTION),
        (upr(), Kind.RECOMMENDATION, Strength.RECOMMENDATION),
    ],
)
def test_a_state_to_itself_promises(row: list[object], kind: Kind, strength: Strength) -> None:
    item = one(upr_file(row))
    assert (item.kind, item.strength) == (kind, strength)
    assert item.addressees == ("Velmark",)


@pytest.mark.parametrize("end", ["\r", "\n", "\r\n"])
@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["mac_roman", "cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_line_end_and_separator_reads_the_same(
    encoding: str, end: str, separator: str
) -> None:
    data = upr_file(
        upr("Amend the lèse-majesté law; protect the Défenseur, été et forêt"),
        end=end,
        encoding=encoding,
        separator=separator,
    )
    assert one(data).text == "Amend the lèse-majesté law; protect the Défenseur, été et forêt"


def test_the_header_may_stand_lower_and_columns_anywhere() -> None:
    rows = [["An invented export"], [], [*reversed(UPR_HEADER), "Remark"], [*reversed(upr()), "seen"]]
    item = one(separated(rows))
    assert (item.row, item.facts["other"]) == (4, {"Remark": "seen"})


def test_differing_answers_are_all_kept() -> None:
    item = one(upr_file(upr(), upr(by="Orlund", response="Noted")))
    assert item.facts["position"] == "Accepted; Noted"


@pytest.mark.parametrize(
    ("row", "column", "problem"),
    [
        (upr(""), "Text", "empty"),
        (upr("?!"), "Text", "no words"),
        (upr(to=""), "To", "empty"),
        (upr(by=""), "From", "empty"),
        (upr(session=""), "Session", "empty"),
        (upr(session="spring"), "Session", "not the number of a session"),
        ([*upr(), "a stray", "cell"], "Session", "more cells than the header"),
    ],
)
def test_a_faulty_row_is_named_and_left_out(row: list[object], column: str, problem: str) -> None:
    found = parsed(upr_file(upr(), row))
    (fault,) = found.faulty
    assert (fault.row, fault.column, len(found.items)) == (3, column, 1)
    assert problem in fault.problem
    assert fault.mend.endswith(".")


# UHRI


def test_the_index_as_a_spreadsheet() -> None:
    found = parsed(workbook(uhri()))
    (item,) = found.items
    (paper,) = found.papers.values()
    assert (item.key, item.label, item.text) == ("a-1", "124.38", "Protect those who report (Sundara);")
    assert (item.issuers, item.addressees) == (("Sundara", "Orlund"), ("Velmark",))
    assert (item.kind, item.groups[0]) == (Kind.RECOMMENDATION, "women")
    assert item.themes[:2] == ("treaties", "death-penalty")
    assert item.facts["position"] == "Supported"
    assert item.facts["session"] == "18"
    assert item.facts["sdgs"] == ["5 - GENDER EQUALITY", "16 - PEACE, JUSTICE AND STRONG INSTITUTIONS"]
    assert paper.title == "Universal Periodic Review of Velmark, session 18 (A/HRC/26/99)"
    assert (paper.issuers, paper.issued_on) == (("Human Rights Council",), date(2014, 6, 10))


def test_the_index_as_json_with_a_concern_of_a_committee() -> None:
    found = parsed(uhri_json({}))
    (item,) = found.items
    (paper,) = found.papers.values()
    assert (item.kind, item.row) == (Kind.FINDING, 1)
    assert item.issuers == paper.issuers == ("Committee on the Rights of the Child",)
    assert paper.title == "Committee on the Rights of the Child: Velmark (CRC/C/VEL/CO/3)"
    assert item.section == ("Main areas of concern",)
    assert paper.issued_on == date(2014, 7, 2)


def test_both_spellings_of_the_headers_are_known() -> None:
    corrected = [h.replace("Reccomending", "Recommending") for h in UHRI_HEADER]
    assert one(workbook(uhri(), header=corrected)) == one(workbook(uhri()))
    assert parsed(workbook(uhri(), above=3)).items[0].row == 5


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (uhri("a-1"), "OHCHR Annotation Id"),
        (uhri(""), "OHCHR Annotation Id"),
        (uhri("a-2", day="soon"), "Document Publication Date"),
        (uhri("a-2", day="2014-13-40"), "Document Publication Date"),
        (uhri("a-2", session="the first"), "UPR Session"),
        (uhri("a-2", "124.38"), "Text"),
        (uhri("a-2", country=""), "Countries Concerned"),
        (uhri("a-2", symbol=""), "Document Symbol"),
    ],
)
def test_a_faulty_annotation_is_named(row: list[object], column: str) -> None:
    found = parsed(workbook(uhri(), row))
    assert [(f.row, f.column) for f in found.faulty] == [(3, column)]
    assert len(found.items) == 1


def test_a_special_procedure_keeps_its_name() -> None:
    (paper,) = parsed(workbook(uhri(body="- SR torture", session="", states=""))).papers.values()
    assert paper.title == "SR torture: Velmark (A/HRC/26/99)"
    assert paper.issuers == ("SR torture",)


@pytest.mark.parametrize(
    ("values", "cell", "day"),
    [
        ((), "41676", date(2014, 2, 6)),
        ((), "2014-02-06T00:00:00Z", date(2014, 2, 6)),
        ((), "06/02/2014", date(2014, 2, 6)),
        (("25/12/2013",), "06/02/2014", date(2014, 2, 6)),
        (("12/25/2013",), "06/02/2014", date(2014, 6, 2)),
        ((), "6.2.2014", date(2014, 2, 6)),
        ((), "31/02/2014", None),
        ((), "soon", None),
    ],
)
def test_dates_as_their_column_writes_them(values: tuple[str, ...], cell: str, day: date | None) -> None:
    assert cells.day(cell, american=cells.month_first([*values, cell])) == day


# IMPACT OSS


def test_impact_oss_is_one_document_a_framework() -> None:
    header = [*IMPACT_HEADER, "category-short-title", "indicator-reference"]
    row = ["3", "1.4", "Ratify the Convention", "Without delay", "We agree", "1", "Treaties", "I-2"]
    found = parsed(separated([header, row, ["3", "1.4", "Again", "", "", "2", "", ""]]))
    (item,) = found.items
    assert (item.key, item.label, item.text) == ("3:1.4", "1.4", "Ratify the Convention Without delay")
    assert item.facts["position"] == "Supported in part"
    assert item.facts["indicators"] == ["I-2"]
    assert [f.row for f in found.faulty] == [3]


def test_an_unknown_level_of_support_is_a_fault() -> None:
    found = parsed(separated([IMPACT_HEADER, ["3", "1", "Ratify", "", "", "7"]]))
    assert [(f.column, f.value) for f in found.faulty] == [("support_level", "7")]


# a sheet of one's own


def test_the_template_reads_itself_and_passes_over_its_example() -> None:
    assert "no rows below it" in refused(template(default()), "sheet")


def test_a_sheet_with_all_its_columns() -> None:
    header = ["Document", "Number", "Text", "Kind", "By whom", "Asked of", "Due", "Themes", "Document date"]
    rows: list[list[Any]] = [
        [f"{EXAMPLE}: x", "1", "Example", "", "", "", "", "", ""],
        ["Harbour Plan", "4 (b)", "We will publish.", "Commitment", "Velmark; Orlund", "Velmark",
         "31/12/2031", "Treaties; elections", "2031-05-04"],
    ]  # fmt: skip
    found = parsed(workbook(*rows, header=header))
    (item,) = found.items
    assert (found.format, found.skipped) == ("sheet", 1)
    assert (item.kind, item.strength, item.label) == (Kind.COMMITMENT, Strength.INTENTION, "4 (b)")
    assert (item.issuers, item.deadline_due) == (("Velmark", "Orlund"), date(2031, 12, 31))
    assert found.papers[item.origin].issued_on == date(2031, 5, 4)


@pytest.mark.parametrize(
    ("column", "value"),
    [("Kind", "order"), ("Due", "soon"), ("Themes", "flying"), ("Language", "Klingon"), ("Text", "")],
)
def test_a_faulty_cell_of_a_sheet_is_named(column: str, value: str) -> None:
    row = {"Document": "Harbour Plan", "Text": "We will publish.", column: value}
    found = parsed(workbook(list(row.values()), header=list(row)), "sheet")
    assert [(f.row, f.column) for f in found.faulty] == [(2, column)]


# broken files


def bomb() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"0" * 60_000_000)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "wanted", "said"),
    [
        (b"", "find-out", "is empty"),
        (b"  \r\n", "find-out", "is empty"),
        (upr_file(), "find-out", "no rows below it"),
        (upr_file(upr()), "uhri", "It looks like a UPR Info file: choose that"),
        (separated([UPR_HEADER[:4], upr()[:4]]), "upr-info", "the columns From, Session are missing"),
        (b"Once upon a time, there was a text", "find-out", "none of the columns"),
        (b"%PDF-1.7 nothing", "find-out", "holds no table"),
        (b"<html><table><tr><td>To</td></tr></table></html>", "find-out", "holds no table"),
        (bytes(range(256)) * 9, "find-out", "holds no table"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "find-out", "save it as XLSX"),
        (b"PK\x03\x04 and nothing more", "find-out", "cannot be opened as a spreadsheet"),
        (workbook(uhri())[:-400], "uhri", "cannot be opened as a spreadsheet"),
        (bomb(), "find-out", "would unpack to 60 MB"),
        (uhri_json({})[:-9], "uhri", "is not whole JSON"),
        (b'["one", "two"]', "uhri", "no list of annotations"),
        (b"[" * 200_000 + b"]" * 200_000, "uhri", "JSON"),
        (b'To,Text,From,Session\nVelmark,"' + b"never closed " * 30_000, "upr-info", "never closed"),
    ],
)
def test_a_broken_file_is_one_clear_sentence(data: bytes, wanted: str, said: str) -> None:
    message = refused(data, wanted)
    assert said in message
    assert "file.csv" in message
    assert message.endswith(".")
