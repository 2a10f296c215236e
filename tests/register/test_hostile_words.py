"""Words that are code: wherever they are shown or given out, they stay words."""

from __future__ import annotations

import csv
import io
import json
import re
import zipfile
from email.message import Message
from typing import Any

import pypdfium2
import pytest
from django.test import Client
from lxml import etree, html

from tests.house.routes import routes
from tests.register.hostile import Hostile

pytestmark = pytest.mark.django_db
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
LINKS = ("href", "src", "action", "formaction", "data", "poster", "srcdoc", "xlink:href", "hx-get", "hx-post")
QUERIES = (
    "?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cimg+src=x+onerror=alert(1)%3E",
    "?q=outcome&addressee=%22%3E%3Cscript%3E&theme=%27%3Cscript%3E&kind=%3Cscript%3E&text=%3Cscript%3E",
    "?q=%7B%7B7*7%7D%7D+%7Bx%7D+%25s&page=%3Cscript%3E&part=%3Cscript%3E&at=%3Cscript%3E",
)


@pytest.fixture
def world(db: None) -> Hostile:
    return Hostile()


def body_of(answer: Any) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def is_page(body: bytes, where: str) -> None:
    """HTML with no script, handler, style or link that the platform itself did not write."""
    root = html.document_fromstring(body)
    for element in root.iter(etree.Element):
        if element.tag == "script" and element.get("type") == "application/json":
            assert isinstance(json.loads(element.text or ""), dict | list), where  # read, never run
        elif element.tag == "script":
            assert (element.get("src") or "").startswith("/static/"), where
            assert not (element.text or "").strip(), where
        assert element.tag not in ("iframe", "object", "embed", "base", "style"), where
        assert element.tag != "img" or (element.get("src") or "").startswith(
            ("/static/", "data:image/", "/observatory/")
        ), where
        for name, value in element.attrib.items():
            assert not str(name).startswith(("on", "hx-on")), f"{where}: {name}"
            assert name != "style" or element.xpath("ancestor-or-self::*[local-name()='svg']"), (
                f"{where}: style"
            )
            if name in LINKS:
                assert not re.match(r"\s*(javascript|vbscript|data:text)", str(value), re.I), (
                    f"{where}: {value}"
                )
                assert "evil.example" not in str(value).partition("?")[0], f"{where}: {value}"


def is_xml(body: bytes, where: str) -> None:
    root = etree.fromstring(body)
    for element in root.iter(etree.Element):
        assert etree.QName(element).localname not in ("script", "img"), where
        if element.get("type") in ("html", "text/html", "xhtml"):
            shown = html.fragment_fromstring(element.text or " ", create_parent=True)
            assert not shown.xpath(".//script | .//img | .//*[@onerror or @onmouseover]"), where
        assert not (element.get("href") or "").startswith("javascript:"), where


def is_csv(body: bytes, where: str) -> None:
    for row in csv.reader(io.StringIO(body.decode("utf-8-sig"), newline="")):
        assert not [cell for cell in row if cell.startswith(FORMULA) and not re.fullmatch(r"-?\d+", cell)], (
            where
        )


def is_calendar(body: bytes, where: str) -> None:
    lines = body.decode().replace("\r\n ", "").split("\r\n")
    assert not [line for line in lines if line.startswith("ATTACH") or "\n" in line or "\r" in line], where
    assert lines.count("BEGIN:VEVENT") == lines.count("END:VEVENT"), where


def is_package(body: bytes, where: str) -> None:
    """XLSX or DOCX: whole XML, nothing computed, nothing fetched, nothing run."""
    with zipfile.ZipFile(io.BytesIO(body)) as packed:
        for name in packed.namelist():
            assert "vba" not in name.lower()
            if name.endswith((".xml", ".rels")):
                root = etree.fromstring(packed.read(name))
                names = {etree.QName(e).localname for e in root.iter(etree.Element)}
                assert not names & {"f", "fldSimple", "instrText", "script", "altChunk"}, f"{where}: {name}"
                targets = [e.get("Target", "") for e in root.iter("{*}Relationship") if e.get("TargetMode")]
                assert not [t for t in targets if not t.startswith("http://testserver/")], (
                    f"{where}: {targets}"
                )


def is_pdf(body: bytes, where: str) -> None:
    paper = pypdfium2.PdfDocument(body)
    told = "".join(page.get_textpage().get_text_range() for page in paper)
    assert "root:" not in told, where
    # A review prints what was said in it and a report what it covers, not these provisions: theirs are
    # written and looked at in test_hostile_papers.py.
    of_the_words = not any(part in where for part in ("/reviews/", "/reports/"))
    assert not of_the_words or "Provisions 0\r" in told or "/etc/passwd" in told, (
        f"{where}: what looks like a command is printed"
    )


LOOKS = {
    "text/html": is_page,
    "application/atom+xml": is_xml,
    "application/akn+xml": is_xml,
    "application/xml": is_xml,
    "text/csv": is_csv,
    "text/calendar": is_calendar,
    "application/pdf": is_pdf,
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": is_package,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": is_package,
    "application/json": lambda body, _: json.loads(body),
}


def looked_at(browser: Client, address: str) -> str:
    """The sort of the answer, once it is seen to hold no code of others."""
    answer = browser.get(address)
    where = f"{address}: {answer.status_code}"
    assert answer.status_code < 500 or address == "/health/ready", where
    sort = answer.headers.get("Content-Type", "").partition(";")[0]
    body = body_of(answer)
    assert answer.headers["X-Content-Type-Options"] == "nosniff", where
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy, where
    assert "unsafe" not in policy, where
    assert not answer.cookies.keys() - {"csrftoken", "sessionid", "messages"}, where
    disposition = answer.headers.get("Content-Disposition", "")
    assert re.fullmatch(r"[\x20-\x7e]*", disposition), where
    if disposition:
        told = Message()
        told["Content-Disposition"] = disposition
        name = str(told.get_filename() or "")
        assert not re.search(r"[/\\\x00-\x1f\u202a-\u202e\u2066-\u2069]", name), f"{where}: {name!r}"
        assert "evil.exe" not in disposition.split(";")[1:2], where
    if answer.status_code == 200 and body and sort in LOOKS:
        LOOKS[sort](body, where)
    return sort if answer.status_code == 200 else ""


def test_words_stay_words_on_every_page_and_in_every_file(world: Hostile) -> None:
    browser = Client()
    browser.force_login(world.visitor)
    seen: dict[str, int] = {}
    for name, pattern in routes():
        if name.startswith("account_logout"):
            continue
        sort = looked_at(browser, world.address(pattern))
        seen[sort] = seen.get(sort, 0) + 1
    assert seen.keys() >= LOOKS.keys() - {"application/akn+xml", "application/xml"}, seen
    assert seen["text/html"] > 50


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_words_stay_words_in_another_language(world: Hostile, language: str) -> None:
    browser = Client()
    browser.force_login(world.visitor)
    document = world.document
    for path in (
        "", "documents/", f"documents/{document.slug}/", f"documents/{document.slug}/?text=fr",
        f"documents/{document.slug}/1/?text=fr", f"documents/{document.slug}/1/",
        f"parties/{world.party.key}/",
        "ledger/", "desk/", "account/", "account/tokens/", "desk/searches/", f"desk/sheets/{world.sheet.pk}/",
        f"desk/documents/{world.open.pk}/review/", f"desk/documents/{document.pk}/translations/fr/",
        "deadlines.ics", "feed.atom", "translations.atom", f"documents/{document.slug}/provisions.xlsx",
    ):  # fmt: skip
        assert looked_at(browser, f"/{language}/{path}"), path


@pytest.mark.parametrize("query", QUERIES)
def test_words_asked_for_stay_words(world: Hostile, query: str) -> None:
    browser = Client()
    for path in (
        "/search/", "/search.atom", "/documents/", f"/documents/{world.document.slug}/", "/parties/",
        "/ledger/", "/account/login/", "/nowhere/", "/deadlines.ics",
    ):  # fmt: skip
        looked_at(browser, path + query)


def test_titles_and_names_turn_no_word_around(world: Hostile) -> None:
    turning = re.compile("[\u202a-\u202e\u2066-\u2069]")
    names = (world.document.title, world.document.source.name, world.party.name, world.translation.title)
    assert not [name for name in names if turning.search(name)]
    assert turning.search(world.provision.text), "words of a document are kept as they are"
    page = html.document_fromstring(Client().get(world.provision.get_absolute_url()).content)
    for element in page.iter(etree.Element):
        if turning.search("".join(element.xpath("text()"))):
            own = "self::bdi or self::p or self::title or contains(@class, 'chip')"  # each a box of its own
            apart = f"ancestor-or-self::*[(@dir and not(self::html)) or {own}]"
            assert element.xpath(apart), html.tostring(element)[:300]


def test_a_file_comes_back_as_a_file_whatever_it_is(world: Hostile) -> None:
    answer = Client().get(f"/documents/{world.document.slug}/source")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "Set-Cookie" not in answer.headers
    assert not answer.headers["Content-Type"].startswith(("text/html", "image/svg"))


def test_the_api_gives_words_as_json_alone(world: Hostile) -> None:
    document = f"documents/{world.document.slug}"
    for path in ("documents", document, f"{document}/provisions", f"{document}/translations/fr", "parties"):
        answer = Client().get(f"/api/v1/{path}")
        assert (answer.status_code, answer.headers["Content-Type"].partition(";")[0]) == (
            200,
            "application/json",
        )
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
