"""A report on thousands of documents: its pages stay light, its files hold everything as it was kept."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from unittest import mock

import pytest
from django.test import Client
from lxml import html as parsed

from koinon.ledger import guard
from koinon.register.actions import reports as actions
from koinon.register.engine.following.words import Position
from koinon.register.engine.reporting import html, screen
from koinon.register.engine.reporting.facts import Claimed, Counts, Late, OfDocument, OfParty, Place, Said
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.models import Edition, EditionFile, Report
from koinon.register.queries import reports
from tests.register.report.worlds import AS_OF, LATER, Harbour, harbour, report

pytestmark = pytest.mark.django_db
DOCUMENTS, PARTIES, LISTED = 3_000, 1_200, 300
LIGHT = 100_000  # bytes of a page
ARABIC = "نطلب من الأعضاء أن ينشروا كل تصويت خلال شهر. "


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", lambda: LATER):
        yield


def place(n: int) -> Place:
    return Place(
        n, f"party-{n}", f"Party {n}", f"document-{n}", f"Outcome of the conference of {1700 + n} & others",
        "ar" if n % 2 else "en", n, f"{n}.", ARABIC * 8 if n % 2 else "Publish each vote in a month. " * 8,
    )  # fmt: skip


def many(made: Report) -> reports.Counted:
    """What is counted for a report, as if thousands of documents stood in the register."""
    found = reports.count(made)
    counts = Counts(3, 9, {p.value: 1 for p in Position}, 1, 1, 1, 1, 1)
    said = tuple(Said("civil-society", f"Network {n}", "limited", AS_OF, False, False) for n in range(6))
    return replace(
        found,
        now=replace(
            found.now,
            by_document=tuple(
                OfDocument(
                    f"document-{n}", f"Outcome of the conference numbered {n}, <b>", "en", AS_OF, counts
                )
                for n in range(DOCUMENTS)
            ),
            by_party=tuple(OfParty(f"party-{n}", f"Party {n}", counts) for n in range(PARTIES)),
            silences=tuple(Late(place(n), "answer", date(2031, 7, 1), n) for n in range(LISTED)),
            overdue=tuple(Late(place(n), "due", date(2031, 7, 1), n) for n in range(LISTED)),
            disputes=tuple(Claimed(place(n), said) for n in range(LISTED)),
        ),
    )


def kept(here: Harbour, made: Report) -> bytes:
    """An edition of it, kept as publishing does; its HTML file."""
    found = many(made)
    data = html.page(reports.paper(made, found))
    digest = hashlib.sha256(data).hexdigest()
    with guard.writing("factory"):
        edition = Edition.objects.create(
            report=made, number=1, published_at=LATER, digests={"html": digest, "pdf": "", "docx": ""},
            facts={"title": made.title, "language": made.language, **reports.as_kept(found)},
        )  # fmt: skip
        edition.files.add(EditionFile.objects.create(digest=digest, format="html", data=data))
    return data


def body(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    assert len(answer.content) < LIGHT, f"{address}: {len(answer.content)} bytes"
    return answer.content.decode()


def rows_in(page: str, caption: str) -> list[str]:
    """The first cells of the table with that caption."""
    tables = parsed.document_fromstring(page).xpath("//table[caption]")
    return [
        cell.text_content()
        for table in tables
        if table.xpath("string(caption)") == caption
        for cell in table.xpath("./tbody/tr/th")
    ]


def test_every_page_is_light_and_all_of_a_table_is_reached() -> None:
    here = harbour()
    made = report(here)
    data = kept(here, made)
    assert len(data) > 10 * LIGHT
    client = Client()
    page = body(client, f"/reports/{made.slug}/")
    count = 1 + max((int(n) for n in re.findall(r"\?page=(\d+)", page)), default=1)
    pages = [body(client, f"/reports/{made.slug}/1/?page={n}") for n in range(1, count)] or [page]
    cut = re.search(r"The first (\d+) of 3000 rows\.", "".join(pages))
    caption = "Every document that the report covers, by title"
    assert cut and sum(len(rows_in(one, caption)) for one in pages) == int(cut[1]) <= 20
    table = re.search(r'href="(/reports/[^"]+/tables/\d+/)', pages[-1])
    addresses = set(re.findall(r'href="(/reports/[^"]+/tables/\d+/)', "".join(pages)))
    assert table and len(addresses) == 5, "documents, parties, silences, late dates, disputes"
    told = {address: list(all_rows(client, address)) for address in addresses}
    assert sorted(map(len, told.values())) == [LISTED, LISTED, LISTED, PARTIES, DOCUMENTS]
    assert max(told.values(), key=len) == [
        f"Outcome of the conference numbered {n}, <b>" for n in range(DOCUMENTS)
    ]
    assert client.get(f"/reports/{made.slug}/1/report.html").content == data, "byte for byte as it was kept"
    assert client.get(f"/reports/{made.slug}/1/tables/99/").status_code == 404


def all_rows(client: Client, address: str) -> Iterator[str]:
    number = 1
    while True:
        page = body(client, f"{address}?page={number}")
        (caption,) = parsed.document_fromstring(page).xpath("//table/caption/text()")
        yield from rows_in(page, unescape(caption))
        number += 1
        if f"?page={number}" not in page:
            return


def test_each_section_is_found_from_every_page() -> None:
    here = harbour()
    made = report(here)
    written = [Section(key, "", f"{ARABIC * 300}\n\n{key.value}") for key in Key]
    made = actions.write(by=here.officer, report=made, revision=made.revision, written=written, now=LATER)
    kept(here, made)
    client = Client()
    first = body(client, f"/reports/{made.slug}/")
    last = max(int(n) for n in re.findall(r"\?page=(\d+)", first))
    assert last > 1
    pages = {n: body(client, f"/reports/{made.slug}/1/?page={n}") for n in range(1, last + 1)}
    roots = {f"?page={n}": parsed.document_fromstring(page) for n, page in pages.items()}
    for here_at, root in roots.items():
        assert len(root.xpath("//h1")) == 1
        listed = root.xpath("//nav[@class='contents']//a/@href")
        assert len(listed) == len(Key)
        for target in listed:
            elsewhere, _, key = target.partition("#")
            assert roots[elsewhere or here_at].xpath(f"//h2[@id='{key}']"), target
        blocks = root.xpath("//div[contains(@class, 'report')]/*[self::h2 or self::p or self::div]")
        assert blocks[-1].tag != "h2", "no heading stands alone at the end"


def test_nothing_of_a_kept_page_is_lost_between_its_pages() -> None:
    here = harbour()
    made = report(here)
    part = html.within(kept(here, made))
    shown = screen.screen(part)
    pieces = [piece for page in shown.pages for piece in page]
    whole = [
        screen.rows(part, piece.table).html(1) if piece.table and not piece.cut else piece.html
        for piece in pieces
    ]  # fmt: skip
    tables = {piece.table: piece for piece in pieces if piece.table}
    for piece, block in zip(pieces, whole, strict=True):
        assert piece.cut or block in part
    assert sorted(tables) == list(range(1, len(tables) + 1))
    for number, piece in tables.items():
        found = screen.rows(part, number)
        assert found and found.count == piece.rows == sum(map(len, found.pages))
        assert (
            found.before + "</tr>\n<tr>".join(r for page in found.pages for r in page) + found.after in part
        )
    rest = part
    for block in (shown.title, shown.listed, *(p.html for p in pieces if not p.cut)):
        rest = rest.replace(block, "", 1)
    for number, piece in tables.items():
        if piece.cut:
            found = screen.rows(part, number)
            assert found
            rows = "</tr>\n<tr>".join(r for page in found.pages for r in page)
            rest = rest.replace(found.before + rows + found.after, "", 1)
    assert re.fullmatch(r"\s*<dl[^>]*>.*</dl>\s*", rest, re.DOTALL), rest[:300]


def test_a_short_report_stands_on_one_page_as_it_was_kept() -> None:
    here = harbour()
    made = report(here)
    actions.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    client = Client()
    page = body(client, f"/reports/{made.slug}/")
    assert "?page=" not in page and "/tables/" not in page
    data = client.get(f"/reports/{made.slug}/1/report.html").content
    for block in re.findall(
        r"<h2.*?</h2>|<table.*?</table>|<figure.*?</figure>", html.within(data), re.DOTALL
    ):
        assert block in page


def test_a_scope_of_hundreds_is_told_in_part() -> None:
    names = "; ".join(f"Document {n} & more" for n in range(400))
    about = f"<dl><div><dt>Documents</dt><dd>{names.replace('&', '&amp;')}</dd></div></dl>"
    shown = screen.screen(f"<header><h1>x</h1></header>\n{about}\n<nav></nav>\n<p>y</p>").about
    (told,) = parsed.fragment_fromstring(shown).xpath(".//dd/text()")
    assert told.endswith("& more …") and names.startswith(told.removesuffix(" …")) and len(told) < 620


def test_its_desk_is_light_too() -> None:
    here = harbour()
    made = report(here)
    found = many(made)
    with guard.writing("factory"):
        made.counted, made.counted_for = reports.as_kept(found), reports.wanted(made, LATER)
        made.save()
    client = Client()
    client.force_login(here.officer)
    address = f"/desk/reports/{made.pk}/"
    shown = [body(client, f"{address}preview/?page={n}") for n in (1, 2)]
    assert "of 3000 rows. The files hold all of them." in "".join(shown)
    assert rows_in(body(client, address), "Every addressee, by name")
