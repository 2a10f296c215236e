"""Every list as files: whole, typed, harmless, and a sheet to fill in only for those who may."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from koinon.kernel import workbooks
from koinon.kernel.workbooks import Column, Sheet
from tests.factories import register as make
from tests.factories.people import party, person
from tests.register.sheets.office import opened

AT = datetime(2031, 5, 5, tzinfo=UTC)


def fetched(client: Client, name: str, *args: object, query: str = "") -> bytes:
    response = client.get(reverse(name, args=args) + query)
    assert response.status_code == 200
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.django_db
def test_a_list_is_the_same_in_every_format(client: Client) -> None:
    council = party("council", "Harbour Council", "organ")
    made = make.document("outcome", "=HYPERLINK(1) is asked.", "We note it.", issuers=[council])
    make.provision(
        made, "=HYPERLINK(1) is asked.", addressees=[council], due=date(2032, 1, 2), themes=["democracy"],
        strength="binding",
    )  # fmt: skip
    make.provision(made, "We note it.", addressees=[council], themes=["democracy"])
    make.indexed()
    lists = [("document", ["outcome"]), ("party", ["council"]), ("theme", ["democracy"]), ("search", [])]
    for name, args in lists:
        records = json.loads(fetched(client, f"register:{name}-json", *args))
        assert {r["text"] for r in records} == {"=HYPERLINK(1) is asked.", "We note it."}
        header, *rows = opened(fetched(client, f"register:{name}-xlsx", *args))
        table = [dict(zip(header, row, strict=True)) for row in rows]
        assert [r["text"] for r in table] == [r["text"] for r in records]
        assert {r["deadline_due"] for r in table} == {date(2032, 1, 2), ""}
        assert b"'=HYPERLINK" in fetched(client, f"register:{name}-csv", *args)
    (one,) = json.loads(fetched(client, "register:party-json", "council", query="?strength=binding"))
    assert one["strength"] == "binding", "a file holds what its page shows"
    for name, column in (("documents", "slug"), ("parties", "key"), ("themes", "key")):
        records = json.loads(fetched(client, f"register:{name}-json"))
        header, *rows = opened(fetched(client, f"register:{name}-xlsx"))
        assert [row[header.index(column)] for row in rows] == [r[column] for r in records] != []


@pytest.mark.django_db
def test_a_workbook_leaves_no_draft_and_holds_no_formula_or_link(client: Client) -> None:
    made = make.document("outcome", "=1+1 see https://example.org")
    make.provision(made, "=1+1 see https://example.org")
    data = fetched(client, "register:document-xlsx", "outcome")
    assert not list((Path(settings.DATA_DIR) / "drafts").iterdir())
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml")
    assert b"<f>" not in page and b"hyperlink" not in page and b"=1+1" in page


@pytest.mark.django_db
def test_a_sheet_to_fill_in_is_for_those_who_may_correct(client: Client) -> None:
    made = make.document("outcome", "We note it.")
    make.provision(made, "We note it.")
    assert opened(fetched(client, "register:document-xlsx", "outcome"))[0][0] == "document"
    client.force_login(person("Vera", role="observer"))
    assert "reason" not in opened(fetched(client, "register:document-xlsx", "outcome"))[0]
    client.force_login(person("Ada", role="secretariat"))
    data = fetched(client, "register:document-xlsx", "outcome")
    assert opened(data)[0][-1] == "reason" and opened(data)[1][-1] == "✎ Reason of the correction"
    assert "Democracy" in {row[0] for row in opened(data, 1)}
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        page = parts.read("xl/worksheets/sheet1.xml")
    assert b"<sheetProtection" in page and b"<dataValidation" in page and b'state="frozen"' in page
    assert b'hidden="1"' in page and b"password" not in page


def test_what_is_too_long_for_a_sheet_goes_on_in_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 4)
    file = io.BytesIO()
    sheet = Sheet("All", [Column("N"), Column("Text")], ([n, "x" * n * 9_000] for n in range(7)))
    assert workbooks.write(file, [sheet], folder=tmp_path, at=AT) == 7
    first, second, third = (opened(file.getvalue(), n) for n in range(3))
    assert [row[0] for row in (*first[1:], *second[1:], *third[1:])] == list(range(7))
    assert len(second[2][1]) == workbooks.LONGEST and second[2][1].endswith("…")
    assert not list(tmp_path.iterdir())


@pytest.mark.django_db
def test_entries_of_the_ledger_keep_restricted_facts_inside(client: Client) -> None:
    make.entry("register.publish", "document:outcome", document="outcome")
    header, row = opened(fetched(client, "ledger:entries-xlsx"))
    found = dict(zip(header, row, strict=True))
    assert (found["verb"], json.loads(found["facts"])) == ("register.publish", {"document": "outcome"})
    assert json.loads(fetched(client, "ledger:entries-json", query="?verb=none.such")) == []
