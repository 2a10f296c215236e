"""A sheet goes out, is filled in, and comes back: what changes, what is refused, and that nothing is lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.register.models import Document
from tests.register.sheets.bringing import WORDS, brought, numbered, preview, sheet_of, taken
from tests.register.sheets.office import Rows, as_csv, as_xlsx, opened, typed

pytestmark = pytest.mark.django_db


def test_cells_that_are_typed_anew_change_their_provisions_and_one_entry_tells_so(
    office: Client, outcome: Document
) -> None:
    rows = sheet_of(office, outcome)
    typed(
        rows,
        1,
        kind="Commitment",
        addressees="Harbour Council",
        themes="Elections; democracy",
        reason="So it says.",
    )
    typed(rows, 2, deadline_due=date(2033, 1, 15), reason="The year was misread.")
    before = Entry.objects.count()
    seen = preview(office, as_xlsx(rows))
    assert [o.line.key for o in seen["changed"]] == [("outcome-of-harbour", 1), ("outcome-of-harbour", 2)]
    assert numbered(outcome, 1).kind == "recommendation", "nothing changes before it is confirmed"
    intake = taken(office, as_xlsx(rows))
    first, second = numbered(outcome, 1), numbered(outcome, 2)
    assert (first.kind, first.themes, first.revision) == ("commitment", ["elections", "democracy"], 2)
    assert [(a.name, a.party and a.party.key) for a in first.addressees.all()] == [
        ("Harbour Council", "council")
    ]
    assert second.deadline_due == date(2033, 1, 15)
    assert first.revisions.get().reason == "So it says." and first.revisions.get().published
    assert first.text == WORDS[0]
    (entry,) = Entry.objects.filter(number__gt=before)
    assert (entry.verb, entry.visibility, entry.about) == (
        "register.bring_back", "public", "document:outcome-of-harbour",
    )  # fmt: skip
    assert entry.facts["provisions"] == {"outcome-of-harbour": [1, 2]}
    assert entry.facts["documents"] == ["outcome-of-harbour"]
    assert entry.facts["reasons"] == ["So it says.", "The year was misread."]
    assert (intake.changed, intake.unchanged, intake.state) == (2, 1, "done")


def test_the_same_sheet_a_second_time_changes_nothing(office: Client, outcome: Document) -> None:
    data = as_xlsx(typed(sheet_of(office, outcome), 1, strength="Binding", reason="It binds."))
    taken(office, data)
    seen = preview(office, data)
    assert not list(seen["changed"]) and not list(seen["refused"]) and seen["unchanged"] == 3
    response = office.post(brought(office, data))
    assert response.status_code == 422 and numbered(outcome, 1).revision == 2


def serial(day: date) -> str:
    """A day as spreadsheets count them."""
    return str(day.toordinal() - date(1899, 12, 30).toordinal())


def mangled(rows: Rows) -> dict[str, bytes]:
    """The same untouched sheet as various programs save it."""
    keys, headings, *body = rows
    turned = [list(reversed(row)) for row in rows]
    floats = [keys, headings, *([float(v) if isinstance(v, int) else v for v in row] for row in body)]
    figures = [keys, headings, *([1.1 if v == "1.10" else v for v in row] for row in body)]
    spaced = [
        keys,
        headings,
        *(
            [f" {v.replace(' ', chr(13) + chr(10), 1)} " if isinstance(v, str) and v else v for v in row]
            for row in body
        ),
    ]
    gaps = [
        keys,
        headings,
        [""] * len(keys),
        *(x for row in reversed(body) for x in ([*row, "", "note"], [""] * len(keys))),
    ]
    return {
        "plain.xlsx": as_xlsx(rows),
        "reversed columns.xlsx": as_xlsx(turned),
        "without the hidden row.xlsx": as_xlsx(rows[1:]),
        "floats.xlsx": as_xlsx(floats),
        "labels as figures.xlsx": as_xlsx(figures),
        "spaces and line ends.xlsx": as_xlsx(spaced),
        "sorted, gaps, further columns.xlsx": as_xlsx(gaps),
        "utf-8.csv": as_csv(rows),
        "semicolons.csv": as_csv(rows, separator=";", encoding="cp1252", day=lambda d: f"{d:%d/%m/%Y}"),
        "american.csv": as_csv(rows, encoding="cp1252", day=lambda d: f"{d:%m/%d/%Y}"),
        "dots.csv": as_csv(rows, separator=";", day=lambda d: f"{d:%d.%m.%Y}"),
        "serials.csv": as_csv(rows, day=serial),
        "tabs.csv": as_csv(rows, separator="\t", encoding="utf-16"),
    }  # fmt: skip


def test_what_programs_do_to_a_sheet_is_no_change(office: Client, outcome: Document) -> None:
    for name, data in mangled(sheet_of(office, outcome)).items():
        seen = preview(office, data, name)
        found = [*seen["changed"], *seen["refused"], *seen["ignored"]]
        assert not found, (name, found)
        assert seen["unchanged"] == 3, name


def test_the_public_csv_comes_back_too(office: Client, outcome: Document) -> None:
    response = office.get(reverse("register:document-csv", args=[outcome.slug]))
    data = b"".join(response.streaming_content)  # type: ignore[attr-defined]
    assert b"'=2" in data
    seen = preview(office, data, "provisions.csv")
    assert seen["unchanged"] == 3 and not [*seen["changed"], *seen["refused"], *seen["ignored"]]
    seen = preview(office, data.replace(b",finding,", b",principle,"), "provisions.csv")
    assert [p.column for o in seen["refused"] for p in o.problems] == ["reason"]


def test_a_sheet_in_another_language_is_understood(office: Client, outcome: Document) -> None:
    response = office.get(f"/ar{reverse('register:document-xlsx', args=[outcome.slug])}")
    rows = opened(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    seen = preview(office, as_xlsx(rows[1:]))
    assert seen["unchanged"] == 3 and not [*seen["changed"], *seen["refused"]]


def test_the_words_of_the_document_are_closed(office: Client, outcome: Document) -> None:
    rows = typed(
        sheet_of(office, outcome), 1, text="The Council may publish.", kind="principle", reason="So."
    )
    seen = preview(office, as_xlsx(rows))
    ((outcome_of_row,), (ignored,)) = list(seen["changed"]), seen["ignored"]
    assert [c.column for c in outcome_of_row.changes] == ["kind"]
    assert [(c.column, c.after) for c in ignored.ignored] == [("text", ("The Council may publish.",))]
    taken(office, as_xlsx(rows))
    assert numbered(outcome, 1).text == WORDS[0]


@pytest.mark.parametrize(
    ("cells", "column", "words"),
    [
        ({"kind": "order"}, "kind", "Commitment"),
        ({"kind": ""}, "kind", "Recommendation"),
        ({"strength": "strong"}, "strength", "Binding"),
        ({"themes": "democracy; cheese"}, "themes", "cheese"),
        ({"deadline_due": "soon"}, "deadline_due", "2032-12-31"),
        ({"deadline_due": "03/04/2033"}, "deadline_due", "two dates"),
        ({"deadline_from": "2033-01-01", "deadline_due": "2032-01-01"}, "deadline_due", "ends before"),
        ({"label": "x" * 201}, "label", "200"),
        ({"reason": ""}, "reason", "reason"),
        ({"number": 99}, "number", "99"),
        ({"document": "elsewhere"}, "number", "elsewhere"),
        ({"number": ""}, "document", "names no provision"),
        ({"revision": ""}, "revision", "missing"),
    ],
)
def test_a_row_that_cannot_be_taken_says_where_and_how_to_mend_it(
    office: Client, outcome: Document, cells: dict[str, Any], column: str, words: str
) -> None:
    rows = typed(sheet_of(office, outcome), 1, **({"section": "Part One", "reason": "So."} | cells))
    seen = preview(office, as_xlsx(rows))
    (refused,) = seen["refused"]
    problem = next(p for p in refused.problems if p.column == column)
    assert words in problem.said, problem
    assert not list(seen["changed"])


def test_a_provision_in_two_rows_is_not_guessed_at(office: Client, outcome: Document) -> None:
    rows = typed(sheet_of(office, outcome), 1, number=2, label="A", reason="So.")
    seen = preview(office, as_xlsx(rows))
    assert not list(seen["changed"]) and seen["unchanged"] == 1
    assert ["[3, 4]" in o.problems[0].said for o in seen["refused"]] == [True, True]


def test_someone_elses_change_meanwhile_is_shown_beside_ones_own(
    office: Client, ada: Person, outcome: Document
) -> None:
    rows = typed(sheet_of(office, outcome), 1, strength="Binding", reason="It binds.")
    theirs = sheet_of(office, outcome)
    taken(office, as_xlsx(typed(theirs, 1, strength="Optional", label="9", reason="Read again.")))
    seen = preview(office, as_xlsx(rows))
    (refused,) = seen["refused"]
    (cell,) = refused.changes
    assert (cell.before, cell.after, cell.theirs) == (("recommendation",), ("binding",), ("optional",))
    assert [p.column for p in refused.problems] == ["revision"]
    # the rows to mend stand upon what is there now, with what this person wrote, and can be brought back
    address = reverse("register:refused_rows", args=[seen["intake"].pk])
    mending = opened(b"".join(office.get(address).streaming_content))  # type: ignore[attr-defined]
    row = dict(zip(mending[0], mending[2], strict=True))
    assert (row["revision"], row["strength"], row["label"], row["reason"]) == (2, "Binding", "9", "It binds.")
    assert "Optional" in row["problem"]
    taken(office, as_xlsx(mending))
    assert (numbered(outcome, 1).strength, numbered(outcome, 1).label) == ("binding", "9")


def test_an_old_sheet_in_which_nothing_was_typed_undoes_nothing(office: Client, outcome: Document) -> None:
    old = as_xlsx(sheet_of(office, outcome))
    taken(office, as_xlsx(typed(sheet_of(office, outcome), 1, label="9", reason="Read again.")))
    seen = preview(office, old)
    assert seen["unchanged"] == 3 and not [*seen["changed"], *seen["refused"]]


def test_refused_rows_stay_out_while_the_others_go_in_and_nothing_typed_is_lost(
    office: Client, outcome: Document
) -> None:
    rows = typed(sheet_of(office, outcome), 1, kind="order", label="7", reason="So.")
    intake = taken(office, as_xlsx(typed(rows, 2, label="8", reason="Counted.")))
    assert (numbered(outcome, 1).label, numbered(outcome, 2).label) == ("1.10", "8")
    address = reverse("register:refused_rows", args=[intake.pk])
    mending = opened(b"".join(office.get(address).streaming_content))  # type: ignore[attr-defined]
    (row,) = (dict(zip(mending[0], values, strict=True)) for values in mending[2:])
    assert (row["number"], row["kind"], row["label"]) == (1, "order", "7") and "order" in row["problem"]
    taken(office, as_xlsx(typed(mending, 1, kind="principle")))
    assert (numbered(outcome, 1).kind, numbered(outcome, 1).label) == ("principle", "7")
