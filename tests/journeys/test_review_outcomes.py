"""Outcomes of reviews come in as a file, are found, taken along, corrected in a spreadsheet, brought back."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser, Page, expect

from koinon.ledger import followers
from koinon.people.actions import catalogue
from koinon.people.models import Person
from koinon.register.commands.register import register
from koinon.register.models import Addressee, Document, Intake, Issuer, Provision, Revision
from koinon.register.queries import index, search
from koinon.register.tasks import preview_rows, take_rows_in
from tests.factories.people import party, person
from tests.register.intake.files import upr, upr_file
from tests.register.sheets.bringing import taken
from tests.register.sheets.office import as_xlsx, opened, typed

REAL = Path(__file__).resolve().parents[3] / "shared" / "data" / "upr"
OUTCOME = "/documents/universal-periodic-review-of-velmark-session-18/"
TORTURE = "Prevent torture in the prisons of the Guaraní islands"

ROWS = (
    upr(TORTURE, "Sundara", response="Noted", issue="Torture and other CID treatment"),
    upr(TORTURE, "Orlund", response="Noted", issue="Torture and other CID treatment"),
    upr("Protect journalists from attacks", "Orlund", issue="Freedom of the press"),
    upr("Publish a yearly report on prisons", "Velmark", action="3", response="Voluntary Pledge"),
    upr("Abolish the death penalty", "Sundara", to="Orlund", session=19, issue="Death penalty"),
    upr("Hold a dialogue", "Sundara", session="spring"),
)
FILE = upr_file(*ROWS)
OTHER_WORDS = upr_file(
    *(upr(TORTURE, by, response="Accepted", issue="Torture and other CID treatment,Women's rights")
      for by in ("Sundara", "Orlund")),
    *ROWS[2:],
)  # fmt: skip


@pytest.fixture
def ada() -> Person:
    catalogue.keep_current()
    for key, name in (("velmark", "Velmark"), ("sundara", "Sundara"), ("orlund", "Orlund")):
        party(key, name)
    return person("Ada", role="secretariat")


def sign_in(page: Page, who: Person) -> None:
    page.goto("/account/login/")
    page.get_by_label("Email").fill(who.email)
    page.get_by_label("Password", exact=True).fill(f"{who.name}-long-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url("**/desk/")


def follow() -> None:
    followers.discover()
    followers.catch_up("index")


def preview(page: Page, name: str, data: bytes) -> None:
    """Choose a file of rows on the desk and wait for its preview, which the worker makes."""
    page.goto("/desk/imports/")
    page.get_by_label("File").set_input_files({"name": name, "mimeType": "text/csv", "buffer": data})
    page.get_by_role("button", name="Preview it").click()
    expect(page.get_by_role("heading", name="The preview is being made")).to_be_visible()
    preview_rows(intake=Intake.objects.latest("pk").pk)
    expect(page.get_by_role("button", name="Remove this file")).to_be_visible()


def figures(page: Page) -> dict[str, str]:
    """The figures of an import by what they count."""
    terms, values = page.locator("dl.figures dt").all_inner_texts(), page.locator("dl.figures dd")
    return dict(zip(terms, values.all_inner_texts(), strict=True))


@pytest.mark.django_db(transaction=True)
def test_from_a_data_set_to_a_corrected_register_and_back(
    page: Page, ada: Person, browser: Browser, live_server: Any, assert_accessible: Callable[[Page], None]
) -> None:
    sign_in(page, ada)
    the_secretariat_takes_the_file_in(page, ada, assert_accessible)
    with browser.new_context(base_url=live_server.url, viewport={"width": 390, "height": 800}) as elsewhere:
        stranger = elsewhere.new_page()
        a_stranger_finds_it_in_arabic(stranger, assert_accessible)
        a_stranger_takes_it_along(stranger, assert_accessible)
        the_office_corrects_it_in_a_spreadsheet(page, assert_accessible)
        the_correction_is_public(stranger, assert_accessible)
    the_file_again_changes_nothing(page, ada, assert_accessible)


def the_secretariat_takes_the_file_in(page: Page, ada: Person, check: Callable[[Page], None]) -> None:
    preview(page, "outcomes.csv", FILE)
    check(page)
    assert list(figures(page).values()) == ["4", "0", "0", "1"]
    expect(page.get_by_text("This is not the number of a session.")).to_be_visible()
    expect(page.get_by_text(TORTURE)).to_be_visible()  # the old Macintosh's letters are understood
    assert not Provision.objects.exists()
    page.get_by_role("button", name="Take it in").click()
    take_rows_in(intake=Intake.objects.get().pk, person=str(ada.pk))
    expect(page.get_by_text("This file is taken in.")).to_be_visible()
    check(page)
    follow()


def a_stranger_finds_it_in_arabic(page: Page, check: Callable[[Page], None]) -> None:
    page.goto("/ar/search/?q=tortrue+prisons")  # typed in haste
    assert page.locator("html").get_attribute("dir") == "rtl"
    found = page.get_by_role("article")
    expect(found.first).to_contain_text(TORTURE)
    assert found.first.locator(".provision-text").get_attribute("dir") == "ltr"
    expect(found.first).to_contain_text("Noted")
    check(page)
    page.goto("/ar/search/?q=prisons")
    expect(found).to_have_count(2)
    page.locator("details.fold > summary").click()
    page.locator('input[name="issuer"][value="sundara"]').check()
    expect(found).to_have_count(1)
    expect(found).to_contain_text("Orlund")  # of the two who recommend it, the other is shown as well
    assert "issuer=sundara" in page.url
    page.locator("details.fold > summary").click()
    expect(page.locator('input[name="position"][value="Noted"]')).to_be_visible()
    page.goto("/ar/search/?q=prisons&position=Noted")
    expect(found).to_have_count(1)
    found.locator(".source-line a").click()
    note = page.locator(".note", has_text="Noted")
    expect(note).to_contain_text("Sundara; Orlund")
    check(page)


def a_stranger_takes_it_along(page: Page, check: Callable[[Page], None]) -> None:
    page.goto(OUTCOME)
    links = page.locator(".downloads a[href]")
    files = {a.inner_text().strip(): str(a.get_attribute("href")) for a in links.all()}
    assert {"XLSX", "CSV", "JSON", "UHRI (XLSX)", "DOCX", "PDF", "iCalendar"} <= set(files)
    for name, address in files.items():
        answer = page.request.get(address)
        assert answer.ok, (name, answer.status)
        assert len(answer.body()) > 100, name
    assert TORTURE in page.request.get(files["CSV"]).text()
    assert page.request.get(files["PDF"]).body().startswith(b"%PDF")
    assert TORTURE in page.request.get("/search.atom?q=torture").text()
    page.goto("/parties/velmark/")
    expect(page.get_by_role("article")).to_have_count(2)
    page.get_by_role("link", name="What it has promised").click()
    expect(page.get_by_role("article")).to_contain_text("Publish a yearly report on prisons")
    check(page)


def the_office_corrects_it_in_a_spreadsheet(page: Page, check: Callable[[Page], None]) -> None:
    sheet = page.request.get(f"{OUTCOME}provisions.xlsx")
    rows = opened(sheet.body())
    why = "The report of the working group says so."
    typed(rows, 1, themes=_one_theme_more(rows), addressees="Velmark; Orlund", reason=why)
    typed(rows, 1, text="Other words than the document's", deadline_due="2032-12-31")
    typed(rows, 2, strength="Very strong", reason=why)
    typed(rows, 3, strength="Optional")
    page.goto("/desk/sheets/")
    check(page)
    page.get_by_label("File").set_input_files(
        {"name": "mended.xlsx", "mimeType": "application/octet-stream", "buffer": as_xlsx(rows)}
    )
    page.get_by_role("button", name="See what would change").click()
    expect(page.get_by_text("“Very strong” cannot stand here")).to_be_visible()
    expect(page.get_by_text("Say in the column “reason” why")).to_be_visible()
    expect(page.get_by_text("Written into closed columns, and not taken")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Change 1 provision").click()
    expect(page.get_by_text("1 provision was changed.").first).to_be_visible()
    check(page)
    follow()


def _one_theme_more(rows: list[list[Any]]) -> str:
    """What stands among the themes of the first provision, and one more."""
    here = next(row for row in rows[1:] if row[rows[0].index("number")] == 1)
    return f"{here[rows[0].index('themes')]}; Digital rights and internet freedom"


def the_correction_is_public(page: Page, check: Callable[[Page], None]) -> None:
    page.goto("/search/?q=torture&theme=digital-rights")
    expect(page.get_by_role("article")).to_have_count(1)
    page.goto("/search/?q=torture&addressee=orlund")
    page.get_by_role("article").locator(".provision-label a").click()
    main = page.get_by_role("main")
    for words in ("The report of the working group says so.", "31 December 2032", TORTURE):
        expect(main).to_contain_text(words)
    expect(main).to_contain_text("Changed after publication")
    check(page)
    page.goto("/ledger/?verb=register.bring_back")
    expect(page.locator("tbody tr")).to_have_count(1)


def the_file_again_changes_nothing(page: Page, ada: Person, check: Callable[[Page], None]) -> None:
    before = list(Provision.objects.order_by("pk").values_list("themes", "deadline_due", "revision"))
    preview(page, "again.csv", FILE)
    assert list(figures(page).values()) == ["0", "0", "4", "1"]
    expect(page.get_by_role("button", name="Take it in")).to_have_count(0)
    preview(page, "other-words.csv", OTHER_WORDS)
    assert list(figures(page).values()) == ["0", "1", "3", "1"]
    expect(page.get_by_role("heading", name="Kept as corrected by hand")).to_be_visible()
    check(page)
    page.get_by_role("button", name="Take it in").click()
    take_rows_in(intake=Intake.objects.latest("pk").pk, person=str(ada.pk))
    expect(page.get_by_text("This file is taken in.")).to_be_visible()
    check(page)
    after = list(Provision.objects.order_by("pk").values_list("themes", "deadline_due", "revision"))
    assert [row[:2] for row in before] == [row[:2] for row in after]


@pytest.mark.heavy
@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(not REAL.is_dir(), reason="the real files lie in ../shared, which is not here")
def test_every_real_outcome_is_in_and_comes_back_from_a_spreadsheet() -> None:
    catalogue.keep_current()
    index.rebuild()  # what another test left in it stands in no table any more
    ada = person("Ada", role="secretariat")
    files = sorted(REAL.glob("upr_info_sessions_*.csv"))
    first, again = imported(files), imported(files)
    assert [(told["rows"]["read"], told["new"], told["faulty"]) for told in first] == [
        (9047, 8892, []),
        (7984, 7794, []),
    ]
    assert [(told["new"], told["changed"], told["unchanged"]) for told in again] == [
        (0, 0, 8892),
        (0, 0, 7794),
    ]
    assert Provision.objects.count() == 16_686
    assert Document.objects.filter(kind="review-outcome").count() == 106
    for named in (Addressee, Issuer):  # every State of the files is a party that is known here
        assert set(named.objects.filter(party=None).values_list("name", flat=True)) == set()
    follow()
    the_index_holds_what_the_database_holds()
    one_cell_goes_out_and_comes_back(ada)
    the_index_holds_what_the_database_holds()


def imported(files: list[Path]) -> Any:
    outcome = CliRunner().invoke(
        register, ["import", "upr-info", *map(str, files), "--json"], obj=nullcontext
    )
    return json.loads(outcome.stdout)


def the_index_holds_what_the_database_holds() -> None:
    everything = search.found(search.Search(""), offset=0, limit=1)
    assert everything.total == Provision.objects.filter(withdrawn=False).count()
    positions = dict(everything.facets["position"])
    assert set(positions) == {"Accepted", "Noted"}
    for position, n in positions.items():
        assert n == Provision.objects.filter(row__facts__position__contains=position).count()
    for facet, model in (("addressee", Addressee), ("issuer", Issuer)):
        wanted = search.Search("", {facet: ("state-idn",)})
        named = model.objects.filter(party__key="state-idn").values("provision").distinct()
        assert search.found(wanted, offset=0, limit=1).total == named.count() > 100
    counted = dict(everything.facets["year"])
    for year, n in counted.items():
        assert n == Provision.objects.filter(document__issued_on__year=year).count()
    assert sum(counted.values()) == everything.total


def one_cell_goes_out_and_comes_back(ada: Person) -> None:
    office = Client()
    office.force_login(ada)
    review = Document.objects.get(slug="universal-periodic-review-of-indonesia-session-13")
    answer = office.get(reverse("register:document-xlsx", args=[review.slug]))
    rows = opened(b"".join(answer.streaming_content))  # type: ignore[attr-defined]
    assert len(rows) - 2 == review.provisions.count() == 178
    typed(rows, 7, strength="Binding", reason="It was agreed to be binding.")
    assert taken(office, as_xlsx(rows)).changed == 1
    follow()
    changed = Provision.objects.get(document=review, strength="binding")
    assert changed.number == 7
    assert Revision.objects.get(provision=changed).before["strength"] == "recommendation"
    wanted = search.Search("", {"strength": ("binding",), "addressee": ("state-idn",)})
    assert [hit.provision.pk for hit in search.found(wanted, offset=0, limit=5).hits] == [changed.pk]
