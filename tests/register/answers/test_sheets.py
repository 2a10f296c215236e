"""Answers by spreadsheet: out, filled in, back; what is refused says where and how to mend."""

from __future__ import annotations

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from koinon.kernel.directory import folded
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.people.models import Person
from koinon.register.models import Answer, FollowUp, Intake
from koinon.register.queries import answer_sheets as queries
from tests.factories import following
from tests.factories import register as make
from tests.register.answers.office import NOW, Office, office
from tests.register.sheets.office import Rows, as_csv, as_xlsx, opened

pytestmark = pytest.mark.django_db
OUT, BRING = "/desk/asked/answers", "/desk/asked/sheets/"


@pytest.fixture
def world() -> Office:
    return office()


def browser(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def sheet_of(client: Client, query: str = "") -> Rows:
    response = client.get(f"{OUT}.xlsx{query}")
    assert response.status_code == 200
    return opened(b"".join(response.streaming_content))  # type: ignore[attr-defined]


def typed(rows: Rows, follow_up: FollowUp, **cells: Any) -> Rows:
    """The rows with some cells of one follow-up typed anew."""
    keys = rows[0]
    for row in rows[1:]:
        if row[keys.index("follow_up")] == follow_up.pk:
            for column, value in cells.items():
                row[keys.index(column)] = value
    return rows


def brought(client: Client, data: bytes, name: str = "answers.xlsx") -> Any:
    response = client.post(BRING, {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.content.decode()
    return client.get(response["Location"])


def taken(client: Client, data: bytes, do: str = "submit", name: str = "answers.xlsx") -> Intake:
    preview = brought(client, data, name)
    address = f"{BRING}{preview.context['intake'].pk}/"
    assert client.post(address, {"do": do}).status_code == 302
    return Intake.objects.latest("pk")


def told(preview: Any) -> list[tuple[str, str]]:
    return [(p.column, str(p.said)) for o in preview.context["refused"] for p in o.problems]


def test_filled_in_offline_and_handed_in_at_once(world: Office) -> None:
    client = browser(world.ida)
    rows = sheet_of(client)
    assert [row[rows[0].index("text")] for row in rows[2:]] == [f.provision.text for f in world.asked]
    typed(rows, world.asked[0], position="accepted")
    typed(rows, world.asked[1], position="noted", reasons="Law 7.\nAnd law 8.")
    preview = brought(client, as_xlsx(rows))
    assert len(preview.context["changed"]) == 2 and preview.context["unchanged"] == 1
    assert not Answer.objects.exists(), "nothing is written before it is confirmed"
    row = taken(client, as_xlsx(rows))
    assert (row.changed, row.unchanged, row.state) == (2, 1, "done")
    assert {(a.follow_up_id, a.position, a.reasons, a.state) for a in Answer.objects.all()} == {
        (world.asked[0].pk, "accepted", "", "submitted"),
        (world.asked[1].pk, "noted", "Law 7.\nAnd law 8.", "submitted"),
    }
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.visibility) == ("register.bring_back_answers", "restricted")


@pytest.mark.parametrize("how", ["csv", "semicolon", "bare"])
def test_as_csv_and_by_programs_that_forget_the_look(world: Office, how: str) -> None:
    client = browser(world.ida)
    response = client.get(f"{OUT}.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert text.splitlines()[0].startswith("follow_up,version,document,number")
    rows = typed(sheet_of(client), world.asked[0], position="declined", reasons="=1+1 is no reason")
    data = {
        "csv": as_csv(rows),
        "semicolon": as_csv(rows, separator=";", encoding="cp1252"),
        "bare": as_csv([rows[0], *rows[2:]]),
    }[how]
    taken(client, data, "save", "answers.csv")
    (draft,) = Answer.objects.all()
    assert (draft.position, draft.reasons, draft.state) == ("declined", "=1+1 is no reason", "draft")


def test_positions_are_understood_in_every_language(world: Office) -> None:
    client = browser(world.ida)
    meant = queries.words().meant
    for language in ("en", "fr", "es", "ar", "id"):
        with override(language):
            for code, word in queries.words().called.items():
                assert meant[folded(word)] == code
    rows = typed(sheet_of(client), world.asked[0], position=" ACCEPTED  IN PART ", part="The first.")
    taken(client, as_xlsx(rows), "save")
    assert Answer.objects.get().position == "accepted-in-part"


@pytest.mark.parametrize(
    ("cell", "kept"),
    [("ar", "ar"), (" AR ", "ar"), ("العربية", "ar"), ("", "en"), ("Bahasa Indonesia", "id")],
)
def test_words_are_of_the_language_that_the_sheet_names(world: Office, cell: str, kept: str) -> None:
    client = browser(world.ida)
    rows = sheet_of(client)
    assert {row[rows[0].index("language")] for row in rows[2:]} == {"en"}, "that of the interface"
    typed(rows, world.asked[0], position="accepted in part", part="الجزء الأول", language=cell)
    taken(client, as_xlsx(rows))
    made = Answer.objects.get()
    assert (made.part, made.language) == ("الجزء الأول", kept)
    again = sheet_of(client)
    assert kept in {row[again[0].index("language")] for row in again[2:]}


def test_a_language_that_there_is_none_of_is_told_in_its_cell(world: Office) -> None:
    client = browser(world.ida)
    rows = typed(sheet_of(client), world.asked[0], position="accepted", language="xx-nope")
    ((column, words),) = told(brought(client, as_xlsx(rows)))
    assert column == "language" and "“xx-nope” is not possible here: choose among en, fr" in words
    assert not Answer.objects.exists()


def test_a_language_alone_answers_nothing(world: Office) -> None:
    client = browser(world.ida)
    preview = brought(client, as_xlsx(typed(sheet_of(client), world.asked[0], language="ar")))
    assert preview.context["unchanged"] == 3 and not preview.context["refused"].object_list


def test_a_sheet_made_before_it_had_languages_is_still_taken(world: Office) -> None:
    client = browser(world.ida)
    world.drafted(world.asked[1], language="fr", reasons="Voir la loi.")
    rows = sheet_of(client)
    typed(rows, world.asked[0], position="noted", reasons="Law 7.")
    typed(rows, world.asked[1], reasons="Voir la loi 7.")
    at = rows[0].index("language")
    taken(client, as_xlsx([[*row[:at], *row[at + 1 :]] for row in rows]), "save")
    assert dict(Answer.objects.values_list("reasons", "language")) == {"Law 7.": "en", "Voir la loi 7.": "fr"}


def test_the_same_sheet_again_changes_nothing(world: Office) -> None:
    client = browser(world.ida)
    taken(client, as_xlsx(typed(sheet_of(client), world.asked[0], position="accepted")), "save")
    preview = brought(client, as_xlsx(sheet_of(client)))
    assert not preview.context["changed"].object_list and not preview.context["refused"].object_list
    assert preview.context["unchanged"] == 3
    response = client.post(f"{BRING}{preview.context['intake'].pk}/", {"do": "save"})
    assert response.status_code == 422 and "No row of this sheet" in response.content.decode()


def test_each_faulty_cell_is_named_with_its_mend_and_the_rows_come_back(world: Office) -> None:
    client = browser(world.ida)
    rows = sheet_of(client)
    typed(rows, world.asked[0], position="perhaps")
    typed(rows, world.asked[1], position="noted")
    typed(rows, world.asked[2], position="accepted")
    preview = brought(client, as_xlsx(rows))
    assert [column for column, _ in told(preview)] == ["position", "reasons"]
    assert "write one of" in told(preview)[0][1]
    assert "Give the reasons" in told(preview)[1][1]
    assert len(preview.context["changed"]) == 1, "the sound row is not held up"
    response = client.get(f"{BRING}{preview.context['intake'].pk}/rows-to-mend.xlsx")
    mend = opened(b"".join(response.streaming_content))  # type: ignore[attr-defined]
    assert mend[0][0] == "problem" and len(mend) == 4
    mend = typed(typed(mend, world.asked[0], position="accepted"), world.asked[1], reasons="Law 7.")
    taken(client, as_xlsx(mend))
    assert Answer.objects.count() == 2


def test_a_sheet_sorted_in_part_is_refused_row_by_row(world: Office) -> None:
    client = browser(world.ida)
    rows = sheet_of(client)
    for follow_up in world.asked:
        typed(rows, follow_up, position="accepted")
    at = rows[0].index("text")
    rows[2][at], rows[3][at] = rows[3][at], rows[2][at]
    preview = brought(client, as_xlsx(rows))
    assert [column for column, _ in told(preview)] == ["text", "text"]
    assert len(preview.context["changed"]) == 1


def test_whole_rows_may_be_sorted_and_left_out_and_columns_moved(world: Office) -> None:
    client = browser(world.ida)
    rows = typed(sheet_of(client), world.asked[2], position="accepted")
    rows = [list(reversed(row)) for row in [rows[0], rows[1], rows[4], rows[2]]]
    taken(client, as_xlsx(rows), "save")
    assert Answer.objects.get().follow_up_id == world.asked[2].pk


def test_what_changed_since_the_sheet_was_made_is_not_overwritten(world: Office) -> None:
    client = browser(world.ida)
    rows = typed(sheet_of(client), world.asked[0], position="declined", reasons="Mine.")
    world.drafted(world.asked[0], reasons="Theirs.")
    assert [column for column, _ in told(brought(client, as_xlsx(rows)))] == ["version"]
    assert Answer.objects.get().reasons == "Theirs."


def test_between_the_preview_and_the_confirmation_someone_is_faster(world: Office) -> None:
    client = browser(world.ida)
    rows = typed(sheet_of(client), world.asked[0], position="declined", reasons="Mine.")
    preview = brought(client, as_xlsx(rows))
    world.drafted(world.asked[0], reasons="Theirs.")
    answer = client.post(f"{BRING}{preview.context['intake'].pk}/", {"do": "submit"})
    assert answer.status_code == 422 and Answer.objects.get().reasons == "Theirs."


def test_others_rows_ended_ones_and_those_with_the_validator_are_refused(world: Office) -> None:
    ida, nils = browser(world.ida), browser(world.nils)
    world.drafted(world.asked[1], submit=True)
    mine, theirs = sheet_of(ida), sheet_of(nils)
    rows = [*typed(mine, world.asked[0], position="accepted"), *theirs[2:]]
    typed(rows, world.elsewhere, position="accepted")
    typed(rows, world.asked[1], position="noted", reasons="Quickly.")
    with guard.writing("ended"):
        FollowUp.objects.filter(pk=world.asked[0].pk).update(ended_at=NOW, ended_because="left")
    said = " ".join(words for _, words in told(brought(ida, as_xlsx(rows))))
    for words in ("left the group", "with the validator", "not asked of a party that you answer for"):
        assert words in said
    assert Answer.objects.count() == 1


def test_one_thing_in_two_rows_is_refused(world: Office) -> None:
    client = browser(world.ida)
    rows = typed(sheet_of(client), world.asked[0], position="accepted")
    preview = brought(client, as_xlsx([*rows, list(rows[2])]))
    assert {words for _, words in told(preview)} == {
        "This stands in several rows ([3, 6]): leave the one that you mean."
    }


def test_a_validator_downloads_and_does_not_bring_back(world: Office) -> None:
    client = browser(world.bo)
    assert len(sheet_of(client)) == 5
    assert client.get(BRING).status_code == 403
    assert Client().get(f"{OUT}.xlsx").status_code == 302
    from tests.factories.people import person

    stranger = browser(person("Stranger"))
    assert stranger.get(f"{OUT}.xlsx").status_code == 403


def test_only_whoever_brought_a_sheet_sees_it(world: Office) -> None:
    from tests.factories.people import person

    client = browser(world.ida)
    preview = brought(client, as_xlsx(typed(sheet_of(client), world.asked[0], position="accepted")))
    other = browser(person("Other", role="focal-point", party=world.velmark))
    address = f"{BRING}{preview.context['intake'].pk}/"
    assert other.get(address).status_code == 404 and other.post(address, {"do": "save"}).status_code == 404
    assert client.post(f"{address}drop/").status_code == 302 and not Intake.objects.exists()


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b"\0" * 300_000_000)
    return file.getvalue()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b"%PDF-1.7", "holds no table"),
        (b"PK\x03\x04 broken", "cannot be opened"),
        (b"a,b\n1,2\n", "none of the columns of the sheet of answers"),
        (b"a,b\n1,2\n", "begins with: a, b. Download the sheet of what is asked of you, fill that in"),
        (b"follow_up,position\n1,accepted\n", "lacks the columns version"),
    ],
)
def test_hostile_and_broken_files_get_a_sentence(world: Office, data: bytes, words: str) -> None:
    response = browser(world.ida).post(BRING, {"file": SimpleUploadedFile("a.xlsx", data)})
    assert response.status_code == 422 and words in response.content.decode()
    assert not Intake.objects.exists()


def test_a_sheet_that_gives_way_is_told_of(world: Office) -> None:
    client = browser(world.ida)
    rows = typed(sheet_of(client), world.asked[0], position="noted", reasons="Not now.")
    first = client.post(BRING, {"file": SimpleUploadedFile("monday.xlsx", as_xlsx(rows))})
    assert "gave way" not in client.get(first["Location"]).content.decode()
    second = client.post(BRING, {"file": SimpleUploadedFile("tuesday.xlsx", as_xlsx(rows))})
    page = client.get(second["Location"]).content.decode()
    assert "“monday.xlsx”, which waited for you, gave way to this sheet" in page
    gone = client.get(first["Location"])
    assert gone.status_code == 404 and "gives way to the next that you bring" in gone.content.decode()
    client.post(second["Location"], {"do": "save"})
    third = client.post(BRING, {"file": SimpleUploadedFile("friday.xlsx", as_xlsx(rows))})
    assert "tuesday.xlsx”, which" not in client.get(third["Location"]).content.decode()


def test_a_file_that_unpacks_without_end_is_not_unpacked(world: Office) -> None:
    response = browser(world.ida).post(BRING, {"file": SimpleUploadedFile("a.xlsx", bomb())})
    assert response.status_code == 422 and "would unpack" in response.content.decode()


def test_markup_and_formulas_in_cells_stay_text(world: Office) -> None:
    client = browser(world.ida)
    evil = '<script>alert(1)</script> =HYPERLINK("x")'
    rows = typed(sheet_of(client), world.asked[0], position="noted", reasons=evil)
    preview = brought(client, as_xlsx(rows))
    page = preview.content.decode()
    assert "<script>alert" not in page and "&lt;script&gt;" in page
    taken(client, as_xlsx(rows), "save")
    assert Answer.objects.get().reasons == evil
    assert evil in [cell for row in sheet_of(client) for cell in row]


def test_the_download_narrows_as_the_list_does(world: Office) -> None:
    assert len(sheet_of(browser(world.ida), "?words=journalists")) == 3


def test_a_download_costs_as_many_queries_for_three_as_for_one(world: Office) -> None:
    def cost(n: int) -> int:
        document = make.document(f"of-{n}", *(f"Line {i} of {n}." for i in range(n)))
        for i in range(n):
            following.follow_up(make.provision(document, f"Line {i} of {n}."), world.velmark)
        client = browser(world.ida)
        with CaptureQueriesContext(connection) as found:
            assert len(sheet_of(client, f"?document={document.slug}")) == n + 2
        return len(found)

    assert cost(1) == cost(3)
