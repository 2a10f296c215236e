"""The vocabulary, days as exact as they are known, and sheets that come back as they went out."""

from __future__ import annotations

import csv
import io
import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from koinon.kernel import workbooks
from koinon.kernel.refusals import Refused
from koinon.observatory.engine.incidents import days, kinds, outside, sheet
from koinon.observatory.engine.incidents.tables import Table, opened
from koinon.observatory.engine.incidents.told import (
    Source,
    Told,
    checked,
    is_address,
    source_line,
    source_of,
)
from koinon.ui.files import cell

TODAY = date(2031, 6, 1)
KEYS = [kind.key for kind in kinds.kinds()]
EXACT = st.sampled_from(list(days.Exact))
DAYS = st.dates(date(1900, 1, 1), TODAY)
LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("C", "Zl", "Zp", "Zs"), exclude_characters="|"),
    min_size=1, max_size=30,
)  # fmt: skip


def place(words: str) -> str | None:
    return {"ken": "KEN", "kenya": "KEN", "na": "NAM"}.get(words.casefold())


# ── The vocabulary ──


def test_every_group_has_kinds_and_every_kind_says_what_counts_and_what_does_not() -> None:
    assert {kind.group for kind in kinds.kinds()} == set(kinds.Group)
    for kind in kinds.kinds():
        assert kind.title() and kind.definition() and kind.counts() and kind.excludes() and kind.source
        assert kinds.named(kind.title()) == kind == kinds.named(kind.key.upper().replace("-", "_"))


@pytest.mark.parametrize("language", ["en", "fr", "es", "ar", "id"])
def test_every_text_of_a_kind_is_in_every_language(language: str) -> None:
    for kind in kinds.kinds():
        for texts in (kind.titles, kind.definitions, kind.counted, kind.excluded):
            assert texts[language].strip() == texts[language] != "", kind.key
            assert language == "en" or texts[language] != texts["en"], kind.key
        assert kinds.named(kind.title(language).upper()) == kind


WANTED = (
    "coup-successful coup-attempted coup-conspiracy self-coup parliament-suspended term-limit-breach "
    "election-annulled emergency-beyond-law foreign-funding-law foreign-agent-law "
    "public-participation-lawsuit lese-majeste red-tagging assembly-ban internet-shutdown spyware "
    "mass-surveillance encryption-limit arrest-defender arrest-journalist killing-defender "
    "killing-journalist transnational-repression pushback release restriction-lifted information-law "
    "court-ruling power-transferred"
)


@pytest.mark.parametrize("key", WANTED.split())
def test_what_the_founding_papers_name_has_a_kind(key: str) -> None:
    assert kinds.kind(key).key == key


def test_a_code_means_one_kind_only() -> None:
    one = (
        'title.en = "a"\ndefinition.en = "b"\ncounts.en = "c"\nexcludes.en = "d"\nsource = "e"\n'
        'group = "reform"\n[kind.codes]\nacled = ["x"]\n'
    )
    with pytest.raises(Refused, match="“x” stands twice under acled"):
        kinds.parsed(f'[[kind]]\nkey = "one"\n{one}\n[[kind]]\nkey = "two"\n{one}')
    with pytest.raises(Refused, match="“one” stands twice"):
        kinds.parsed(f'[[kind]]\nkey = "one"\n{one}\n[[kind]]\nkey = "one"\n{one}'.replace('"x"', '"y"'))


# ── Days ──


@given(DAYS, EXACT)
def test_a_day_is_read_as_it_is_written(on: date, exact: days.Exact) -> None:
    read = days.dated(days.written(on, exact))
    assert read is not None
    assert read == (days.first(on, exact), exact)


def possible(on: date, exact: str) -> set[date]:
    """The days on which it may have been, one by one: the slow and obvious way."""
    year = [date(on.year, 1, 1) + timedelta(days=n) for n in range(366)]
    return {
        day
        for day in year
        if day.year == on.year
        and (exact == "year" or day.month == on.month)
        and (exact != "day" or day == on)
    }


@given(st.dates(date(2019, 12, 1), date(2021, 1, 31)), EXACT, st.integers(-400, 400), EXACT)
def test_two_are_near_when_any_of_their_days_are(one: date, how: str, off: int, other_how: str) -> None:
    other = one + timedelta(days=off)
    slow = any(abs((a - b).days) <= 7 for a in possible(one, how) for b in possible(other, other_how))
    assert days.near((one, how), (other, other_how)) is slow


@pytest.mark.parametrize("words", ["", "31", "2031-13", "2031-02-30", "4 May 2031", "2031-5-4-3", "0000"])
def test_what_is_no_date_is_none(words: str) -> None:
    assert days.dated(words) is None


def test_days_at_the_ends_of_the_calendar_do_not_break() -> None:
    assert not days.near((date.min, "day"), (date.max, "year"))
    assert days.near((date.max, "year"), (date.max, "day"))


# ── What is told ──


@pytest.mark.parametrize(
    ("rest", "field"),
    [
        ({"kind": "kidnapping"}, "kind"), ({"on": TODAY + timedelta(days=1)}, "on"),
        ({"ends": date(2030, 1, 1)}, "ends"), ({"ends": TODAY + timedelta(days=1)}, "ends"),
        ({"title": " \u202e "}, "title"), ({"title": "x" * 301}, "title"),
        ({"account": "x" * 20_001}, "account"), ({"sources": ()}, "sources"),
        ({"sources": (Source("a", "javascript:alert(1)"),)}, "sources"),
        ({"sources": (Source(" "),)}, "sources"), ({"sources": (Source("a"),) * 21}, "sources"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_field(rest: dict[str, Any], field: str) -> None:
    good = {
        "place": "KEN", "kind": "spyware", "on": date(2031, 5, 4), "title": "Found",
        "sources": (Source("Lab"),),
    }  # fmt: skip
    assert checked(Told(**good), today=TODAY).title == "Found"
    with pytest.raises(Refused) as refusal:
        checked(Told(**(good | rest)), today=TODAY)
    assert refusal.value.data["field"] == field


@pytest.mark.parametrize(
    "address",
    ["javascript:alert(1)", "//evil.example", "http://", "http:// a", "https://a b", "data:x", "http://a\nb",
     "https://user@evil.example", "ftp://a.example", "HTTP", "http://a|b", "https://a\u202eb.example/"],
)  # fmt: skip
def test_what_is_no_web_address_is_none(address: str) -> None:
    assert not is_address(address)


@given(LINES, st.sampled_from(["", "https://a.example/x?y=1#z"]), st.none() | DAYS)
def test_a_source_comes_back_as_it_was_written(name: str, address: str, day: date | None) -> None:
    if name.startswith(("http://", "https://")):
        return
    source = Source(name, address, day)
    assert source_of(source_line(source.record())) == source


# ── Sheets ──


def told_rows() -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "key": st.just("k"), "place": st.sampled_from(["KEN", "NAM"]), "kind": st.sampled_from(KEYS),
            "on": DAYS, "exact": EXACT, "ends": st.none(), "title": LINES, "account": LINES | st.just(""),
            "language": st.sampled_from(["", "fr"]),
            "sources": st.lists(
                st.builds(lambda n, d: Source("s" + n, "", d).record(), LINES, st.none() | DAYS),
                min_size=1, max_size=3,
            ),
        }
    )  # fmt: skip


def written_out(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    rest = dict.fromkeys(sheet.WRITTEN, "")
    return [sheet.flat({**rest, **row}) for row in rows]


def as_csv(rows: list[dict[str, Any]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(sheet.WRITTEN)
    writer.writerows([cell(row[name]) for name in sheet.WRITTEN] for row in rows)
    return ("\ufeff" + file.getvalue()).encode()


def as_xlsx(rows: list[dict[str, Any]]) -> bytes:
    file = io.BytesIO()
    columns = [workbooks.Column(name) for name in sheet.WRITTEN]
    with tempfile.TemporaryDirectory() as folder:
        cells = ([row[name] for name in sheet.WRITTEN] for row in rows)
        workbooks.write(
            file, [workbooks.Sheet("incidents", columns, cells)], folder=Path(folder),
            at=datetime(2031, 1, 1, tzinfo=UTC),
        )  # fmt: skip
    return file.getvalue()


def codes(words: str) -> str | None:
    return words if words in ("KEN", "NAM") else None


@given(st.lists(told_rows(), min_size=1, max_size=4, unique_by=lambda r: (r["place"], r["kind"], r["title"])))
def test_what_goes_out_comes_back(rows: list[dict[str, Any]]) -> None:
    out = written_out(rows)
    for data in (as_csv(out), as_xlsx(out)):
        back = sheet.parsed(opened("incidents", data), codes, today=TODAY)
        assert back.faults == ()
        assert [told.title for _n, told in back.told] == [row["title"].strip() for row in rows]
        for (_n, told), row in zip(back.told, rows, strict=True):
            assert (told.place, told.kind, told.exact) == (row["place"], row["kind"], row["exact"])
            assert told.on == days.first(row["on"], row["exact"])
            assert [source.record() for source in told.sources] == row["sources"]


def table(
    *rows: tuple[str, ...], header: tuple[str, ...] = ("Place", "KIND", "on", "title", "sources")
) -> Table:
    return Table(header, tuple(enumerate(rows, start=2)))


GOOD = ("Kenya", "spyware", "2031-05", "A device was entered", "Lab | https://lab.example/1")


@pytest.mark.parametrize(
    ("at", "value", "column", "why"),
    [
        (0, "Atlantis", "place", "its name or its three letters"), (0, "", "place", "No country"),
        (1, "kidnapping", "kind", "list of kinds"), (2, "May 2031", "on", "2031-05-04"),
        (2, "2031-07", "on", "lies ahead"), (3, " ", "title", "one line"), (4, "", "sources", "one source"),
        (4, "Lab | https://a b", "sources", "no web address"),
    ],
)  # fmt: skip
def test_a_wrong_cell_is_named_by_row_and_column_with_how_to_mend_it(
    at: int, value: str, column: str, why: str
) -> None:
    wrong = tuple(value if n == at else cell for n, cell in enumerate(GOOD))
    found = sheet.parsed(table(GOOD, wrong), place, today=TODAY)
    (fault,) = found.faults
    assert (fault.row, fault.column) == (3, column) and why in fault.why


def test_a_row_that_stands_twice_is_a_fault_and_other_words_can_be_mapped() -> None:
    (fault,) = sheet.parsed(table(GOOD, GOOD), place, today=TODAY).faults
    assert (fault.row, fault.column) == (3, "title") and "row 2" in fault.why
    crackdown = ("na", "Crack_down", "2031", "Assemblies broken up", "Lab")
    found = sheet.parsed(
        table(crackdown), place, today=TODAY, kind_map={"crack down": "force-against-protest"}
    )
    assert found.told[0][1].kind == "force-against-protest" and found.told[0][1].place == "NAM"
    with pytest.raises(Refused, match="nothing-of-ours"):
        sheet.parsed(table(GOOD), place, today=TODAY, kind_map={"x": "nothing-of-ours"})


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "is empty"), (b"place;kind\n1", "columns on, title, sources: it must"),
        (b"\xe9\xe8,a\n", "not in UTF-8"),
        (b"PK\x03\x04rubbish", "cannot be opened"), (b"%PDF-1.4\x00", "holds no table"),
        (b'place,kind,on,title\n"' + b"x" * 200_001, "never closed"), (b"x" * (10 * 2**20 + 1), "larger"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_sheet_is_refused(data: bytes, why: str) -> None:
    with pytest.raises(Refused, match=why):
        sheet.parsed(opened("events.csv", data), place, today=TODAY)


# ── Datasets ──


def events(dataset: str, **row: Any) -> list[Any]:
    return [event and (event.told.kind, event.told.on, event.told.exact, event.told.row)
            for event in outside.events(dataset, iter([{"place": "KEN"} | row]))]  # fmt: skip


CLINE = {"coup_id": "7", "year": 1963, "month": 3, "day": 10, "auto": 0, "event_type": "coup"}


@pytest.mark.parametrize(
    ("dataset", "row", "found"),
    [
        ("coups-cline", CLINE, [("coup-successful", date(1963, 3, 10), "day", "7")]),
        ("coups-cline", CLINE | {"auto": 1}, [("self-coup", date(1963, 3, 10), "day", "7")]),
        ("coups-cline", CLINE | {"event_type": "attempted", "auto": 1},
         [("coup-attempted", date(1963, 3, 10), "day", "7")]),
        ("coups-cline", CLINE | {"event_type": "conspiracy"},
         [("coup-conspiracy", date(1963, 3, 10), "day", "7")]),
        ("coups-cline", CLINE | {"month": 0, "day": 0}, [("coup-successful", date(1963, 1, 1), "year", "7")]),
        ("coups-cline", CLINE | {"day": 0}, [("coup-successful", date(1963, 3, 1), "month", "7")]),
        ("coups-cline", CLINE | {"event_type": "unknown"}, [None]),
        ("coups-cline", CLINE | {"place": None}, [None]),
        ("coups-powell-thyne", {"unit": "501", "year": 1982, "pt_coup_num": 0, "pt_failed_num": 2},
         [("coup-attempted", date(1982, 1, 1), "year", "501-1982-pt_failed_num-1"),
          ("coup-attempted", date(1982, 1, 1), "year", "501-1982-pt_failed_num-2")]),
        ("coups-powell-thyne", {"unit": "501", "year": 1983, "pt_coup_num": 0, "pt_failed_num": 0}, [None]),
        ("acled", {"event_id_cnty": "KEN1", "event_date": "2021-05-04",
                   "sub_event_type": "Excessive force against protesters"},
         [("force-against-protest", date(2021, 5, 4), "day", "KEN1")]),
        ("acled", {"event_id_cnty": "KEN2", "event_date": date(2021, 5, 4), "sub_event_type": "Looting"},
         [None]),
    ],
)  # fmt: skip
def test_an_event_of_a_dataset_is_read_by_its_codes(
    dataset: str, row: dict[str, Any], found: list[Any]
) -> None:
    assert events(dataset, **row) == found
