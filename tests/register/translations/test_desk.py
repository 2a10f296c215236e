"""The desk of translations as people use it: a file, a sheet, one's own words."""

from __future__ import annotations

import io
import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from koinon.ledger.models import Entry
from koinon.register.models import Document, Translation, Wording
from tests.factories.people import person
from tests.register import examples

pytestmark = pytest.mark.django_db


@pytest.fixture
def document(client: Client) -> Document:
    ada, document, _ = examples.published()
    client.force_login(ada)
    return document


def base(document: Document) -> str:
    return f"/desk/documents/{document.pk}/translations/"


def brought(client: Client, document: Document, file: bytes | None = None, **more: str) -> Translation:
    said = {
        "language": "fr",
        "title": "",
        "standing": "human",
        "made_by": "Jo Quill",
        "made_on": "2031-06-01",
    }
    uploaded = {"file": SimpleUploadedFile("fr.txt", file)} if file else {}
    answer = client.post(base(document), {**said, **more, **uploaded})
    assert answer.status_code == 302, answer.text
    return Translation.objects.get(language=more.get("language", "fr"))


def french(document: Document) -> bytes:
    """A file of as many French paragraphs as there are provisions."""
    every = range(1, document.provisions.count() + 1)
    words = "Les États prennent pour les journalistes des mesures qui sont publiées dans le pays, cas"
    return "\n\n".join(f"{n}. {words} {n}." for n in every).encode()


def sheet(*rows: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("fr.csv", "\n".join(["Number,Wording", *rows]).encode())


def test_a_file_is_proposed_and_accepted_with_one_click(client: Client, document: Document) -> None:
    made = brought(client, document, french(document))
    page = client.get(f"{base(document)}fr/").text
    assert "Proposed by the machine" in page
    assert not Wording.objects.exists(), "what a machine proposes is nobody's wording yet"
    sure = re.findall(r'name="number" value="(\d+)"', page.partition("</form>")[0] + page)
    answer = client.post(f"{base(document)}fr/accept/", {"number": sorted(set(sure))})
    assert answer.status_code == 302
    assert made.wordings.count() == 2
    assert Entry.objects.latest("number").verb == "register.confirm_wordings"
    assert "Les États prennent" in client.get(f"{document.get_absolute_url()}?text=fr").text


def test_a_file_that_cannot_be_read_leaves_nothing_behind(client: Client, document: Document) -> None:
    said = {"language": "fr", "standing": "human", "file": SimpleUploadedFile("fr.pdf", b"%PDF-1.7 broken")}
    answer = client.post(base(document), said)
    assert answer.status_code == 422
    assert "fr.pdf" in answer.text
    assert not Translation.objects.exists()


def test_a_file_in_another_language_is_refused(client: Client, document: Document) -> None:
    said = {"language": "es", "standing": "human", "file": SimpleUploadedFile("fr.txt", french(document))}
    answer = client.post(base(document), said)
    assert answer.status_code == 422
    assert "seems to be in the language “fr”" in answer.text
    assert not Translation.objects.exists()


def test_one_wording_is_written_corrected_and_cleared(client: Client, document: Document) -> None:
    brought(client, document)
    address = f"{base(document)}fr/1/"
    assert "provision-quote" in client.get(address).text
    said = {"text": "Les États  agissent.", "standing": "human", "made_by": "", "before": "", "revision": "1"}
    assert client.post(address, said).status_code == 302
    assert Wording.objects.get().text == "Les États agissent."
    late = client.post(address, {**said, "text": "Autre."})
    assert late.status_code == 422
    assert "Someone else changed the wording of provision 1" in late.text
    assert (
        client.post(address, {**said, "text": "Autre.", "before": "Les États agissent."}).status_code == 302
    )
    assert client.post(f"{address}clear/").status_code == 302
    assert not Wording.objects.exists()


def test_the_sheet_holds_every_provision_and_comes_back(client: Client, document: Document) -> None:
    brought(client, document)
    workbook = b"".join(client.get(f"{base(document)}fr/sheet.xlsx").streaming_content)  # type: ignore[attr-defined]
    rows = CalamineWorkbook.from_filelike(io.BytesIO(workbook)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["Number", "Label", "Original", "Wording", "Standing"]
    assert [row[0] for row in rows[1:]] == [1, 2]
    preview = client.post(
        f"{base(document)}fr/sheet/", {"file": sheet("1,'=Somme des États", "2,", "9,Rien")}
    )
    assert "The document has no provision 9." in preview.text
    assert not Wording.objects.exists(), "a preview changes nothing"
    kept = json.dumps([[1, "=Somme des États", 1, ""]])
    assert client.post(f"{base(document)}fr/sheet/", {"rows": kept}).status_code == 302
    assert Wording.objects.get().text == "=Somme des États"
    downloaded = b"".join(client.get(f"{base(document)}fr/sheet.csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert "'=Somme des États" in downloaded, "no spreadsheet program takes it for a formula"
    again = client.post(
        f"{base(document)}fr/sheet/", {"file": SimpleUploadedFile("a.csv", downloaded.encode())}
    )
    assert "The sheet changes nothing." in again.text


@pytest.mark.parametrize("rows", ["", "no", "[1]", '[["x", "y", 1, ""]]', "{}"])
def test_a_preview_that_comes_back_broken_is_refused(client: Client, document: Document, rows: str) -> None:
    brought(client, document)
    answer = client.post(f"{base(document)}fr/sheet/", {"rows": rows})
    assert answer.status_code == 422
    assert not Wording.objects.exists()


def test_a_translation_is_dropped(client: Client, document: Document) -> None:
    brought(client, document)
    assert client.post(f"{base(document)}fr/drop/").status_code == 302
    assert not Translation.objects.exists()


def test_who_may_not_translate_learns_only_that(client: Client, document: Document) -> None:
    brought(client, document)
    client.force_login(person("Omar", role="observer"))
    for address in ("", "fr/", "fr/1/", "fr/sheet.csv"):
        assert client.get(base(document) + address).status_code == 403
    for address in ("fr/accept/", "fr/drop/", "fr/1/clear/", "fr/sheet/"):
        assert client.post(base(document) + address).status_code == 403
