"""The pages of an import, without scripts and in a browser: choose, look, take in, done."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from koinon.people.models import Person
from koinon.register.actions import taking
from koinon.register.models import Intake, Provision
from koinon.register.tasks import preview_rows, take_rows_in
from tests.factories.people import person
from tests.register.intake.files import upr, upr_file

FILE = upr_file(upr(), upr("Another", response="Noted", by="Orlund"), upr("Third", session="spring"))


def brought(client: Client, data: bytes = FILE, wanted: str = "find-out") -> Intake:
    file = SimpleUploadedFile("upr.csv", data)
    client.post(reverse("register:intakes"), {"file": file, "wanted": wanted})
    return Intake.objects.latest("pk")


def page_of(client: Client, row: Intake) -> str:
    return client.get(reverse("register:intake", args=[row.pk])).content.decode()


@pytest.fixture
def ada(db: None) -> Person:
    return person("Ada", role="secretariat")


@pytest.fixture
def desk(ada: Person) -> Client:
    client = Client()
    client.force_login(ada)
    return client


def test_a_file_goes_from_the_desk_into_the_register(desk: Client, ada: Person) -> None:
    assert reverse("register:intakes") in desk.get(reverse("register:desk")).content.decode()
    row = brought(desk)
    assert "The preview is being made" in page_of(desk, row)
    preview_rows(intake=row.pk)
    page = page_of(desk, row)
    for words in ("provisions would be new", "Row 4", "This is not the number of a session.", "spring"):
        assert words in page
    desk.post(reverse("register:confirm_rows", args=[row.pk]))
    taking.tell(row, "writing", 1, 2)
    assert 'max="2" value="1"' in page_of(desk, row)
    take_rows_in(intake=row.pk, person=str(ada.pk))
    page = page_of(desk, row)
    assert "This file is taken in." in page
    assert Provision.objects.first().document.get_absolute_url() in page
    shown = Client().get(Provision.objects.get(number=2).get_absolute_url()).content.decode()
    for words in ("From the data set", "Noted", "5: specific action", "Orlund (EEG, LLH)"):
        assert words in shown


def test_the_faulty_rows_are_downloaded(desk: Client) -> None:
    row = brought(desk)
    preview_rows(intake=row.pk)
    answer = desk.get(reverse("register:intake_faulty", args=[row.pk]))
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()
    assert lines[0] == "row,column,value,problem,mend"
    assert lines[1].startswith("4,Session,spring,")


def test_while_it_works_scripts_get_a_fragment_and_then_the_whole_page(desk: Client) -> None:
    row = brought(desk)
    address, scripts = reverse("register:intake", args=[row.pk]), {"HX-Request": "true"}
    assert "<html" not in desk.get(address, headers=scripts).content.decode()
    preview_rows(intake=row.pk)
    assert desk.get(address, headers=scripts)["HX-Refresh"] == "true"


def test_a_preview_is_thrown_away(desk: Client) -> None:
    row = brought(desk)
    preview_rows(intake=row.pk)
    answer = desk.post(reverse("register:drop_rows", args=[row.pk]), follow=True)
    assert "nothing of it was taken in" in answer.content.decode()
    assert not Intake.objects.exists()


def test_a_missing_or_empty_file_is_told_at_its_field(desk: Client) -> None:
    empty = SimpleUploadedFile("empty.csv", b"")
    answer = desk.post(reverse("register:intakes"), {"file": empty, "wanted": "find-out"})
    assert answer.status_code == 422
    assert "empty.csv is empty" in answer.content.decode()


def test_the_template_is_downloaded(desk: Client) -> None:
    answer = desk.get(reverse("register:intake_template"))
    assert answer.content.startswith(b"PK")
    assert "koinon-template.xlsx" in answer["Content-Disposition"]


def test_who_may_not_take_in_is_told_why(db: None) -> None:
    client = Client()
    client.force_login(person("Stranger"))
    assert client.get(reverse("register:intakes")).status_code == 403
    assert "Import rows" not in client.get(reverse("register:desk")).content.decode()


@pytest.mark.django_db(transaction=True)
def test_an_import_in_a_browser_is_accessible(
    page: Page, client: Client, live_server: object, assert_accessible: Callable[[Page], None]
) -> None:
    ada = person("Ada", role="secretariat")
    client.force_login(ada)
    page.context.add_cookies(
        [{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": str(live_server)}]
    )
    page.goto("/desk/imports/")
    assert_accessible(page)
    page.get_by_label("File").set_input_files({"name": "upr.csv", "mimeType": "text/csv", "buffer": FILE})
    page.get_by_role("button", name="Preview it").click()
    expect(page.get_by_role("heading", name="The preview is being made")).to_be_visible()
    assert_accessible(page)
    preview_rows(intake=Intake.objects.get().pk)
    expect(page.get_by_role("button", name="Take it in")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Take it in").click()
    expect(page.get_by_role("heading", name="The file is being taken in")).to_be_visible()
    take_rows_in(intake=Intake.objects.get().pk, person=str(ada.pk))
    expect(page.get_by_text("This file is taken in.")).to_be_visible()
    assert_accessible(page)
