"""Words that are code, in what a report and a review print: in every file they stay words."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from unittest import mock

import pypdf
import pypdfium2
import pytest
from django.test import Client
from lxml import html

from koinon.ledger import guard
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party
from koinon.register.actions import recommending, reports, reviews
from koinon.register.engine.following.words import Side
from koinon.register.engine.reporting.sections import Key, Section
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.models import Claim, Report, Review
from tests.factories import following
from tests.factories.people import party, person
from tests.factories.register import DAY, document, provision
from tests.register.hostile import BIDI, EVIL, FORMULA, MARKUP, TEMPLATES
from tests.register.report.worlds import AS_OF, LATER
from tests.register.reviews import cycles
from tests.register.test_hostile_words import is_package, is_page, looked_at

pytestmark = pytest.mark.django_db
LONG = "w" * 2_000  # one word
ARABIC = "نطلب من الأعضاء أن ينشروا كل تصويت. "
PRINTED = ("/etc/passwd", "alert(1)", "evil.example", "{{7*7}}", "=cmd|")
LETTERS = ("passwd", "alert", "onerror", "cmd")  # where signs stand the other way round


@pytest.fixture(autouse=True)
def later() -> Iterator[None]:
    with mock.patch("django.utils.timezone.now", lambda: LATER):
        yield


def hostile_report() -> Report:
    """An edition of a report in which every word that someone may write means harm."""
    officer = person(MARKUP, role="secretariat")
    texts = [f"We ask {EVIL} to act.", f"We ask that {LONG} be read.", f"{ARABIC}{BIDI}{MARKUP}{FORMULA}"]
    paper = document("outcome-of-evil", *texts, title=f"{EVIL} {LONG}"[:490])
    asked = [party("evil", f"{EVIL}"[:190]), party("long", LONG[:190]), party("arabic", ARABIC + BIDI)]
    for n, text in enumerate(texts, 1):
        item = provision(paper, text, label=f"{n}{MARKUP}"[:190], addressees=asked)
        for one in asked:
            thread = following.follow_up(item, one, answer_by=date(2031, 7, 1), due=date(2031, 8, 1))
            disputed(thread.pk, n, asked)
    made = reports.make(
        by=officer,
        covers=reports.Covers(f"{EVIL}{BIDI}"[:290], AS_OF, EVIL[:290], parties=[p.key for p in asked]),
        now=LATER,
    )
    prose = f"{EVIL}\n\n- {MARKUP}\n- {LONG}\n1. {TEMPLATES}\n\n**{MARKUP}** *{TEMPLATES}*\n\n{ARABIC}{BIDI}"
    written = [Section(key, f"{MARKUP} {BIDI}"[:190], prose) for key in Key]
    made = reports.write(by=officer, report=made, revision=made.revision, written=written, now=LATER)
    found = reports.count(report=made, now=LATER)
    examples = [(one.place.follow_up, prose) for one in found.now.examples][:2]
    made = reports.choose_examples(
        by=officer, report=made, revision=made.revision, examples=examples, now=LATER
    )
    reports.publish(by=officer, report=made, revision=made.revision, now=LATER)
    return Report.objects.get(pk=made.pk)


def disputed(thread: int, number: int, asked: list[Party]) -> None:
    """Claims that contradict each other, but for the last provision: that is a good example."""
    with guard.writing("factory"):
        for n, (side, level) in enumerate(
            ((Side.ADDRESSEE, "complete"), (Side.CIVIL_SOCIETY, "not-started")), 1
        ):
            if n == 1 or number < 3:
                Claim.objects.create(
                    follow_up_id=thread, number=n, side=side, party=asked[n - 1], level=level,
                    as_of=date(2031, 6, 1), text=EVIL, published_at=DAY + timedelta(days=30),
                )  # fmt: skip


def hostile_review() -> Review:
    """A review in which every word that someone may write means harm."""
    cycle = cycles.drawn()
    with guard.writing("factory"):
        for n, one in enumerate(Party.objects.filter(key__in=cycles.STATES)):
            one.name = (f"{n} {EVIL}" if n % 2 else f"{n} {ARABIC}{LONG}")[:190]
            one.save()
        cycle.title = f"{EVIL}{BIDI}"[:190]
        cycle.save()
    review = cycles.first(cycle)
    begins = review.begins
    assert begins
    for kind in (Paper.SELF_REPORT, Paper.COMPILATION):
        reviews.hand_in(
            by=PLATFORM, review=review, kind=kind, title=f"{EVIL}{BIDI}"[:290], language="en",
            text=f"{EVIL} {LONG}", now=begins - timedelta(days=100),
        )  # fmt: skip
    at = begins - timedelta(days=28)
    question = reviews.ask(
        by=PLATFORM, review=review, party=cycles.other(review), text=f"{EVIL} {LONG}"[:1900], language="ar",
        now=at, today=at.date(),
    )  # fmt: skip
    reviews.reply(by=PLATFORM, question=question, text=f"{MARKUP}{TEMPLATES}{BIDI}", now=at)
    cycles.listing(review)
    cycles.listed(review, cycles.other(review), cycles.third(review))
    cycles.ordered(review)
    for text in (EVIL, f"{ARABIC}{BIDI}{MARKUP}", f"{FORMULA} {LONG} {TEMPLATES}"):
        cycles.recommended(review, text)
    recommending.adopt_outcome(
        by=PLATFORM, review=review, title=f"{EVIL}{BIDI}"[:290], issued_on=begins.date(), place=EVIL[:190],
        now=begins + timedelta(days=3),
    )  # fmt: skip
    reviews.finish_stage(
        by=PLATFORM, review=review, kind=Stage.ADOPTION, note=f"{EVIL} {LONG}", now=begins + timedelta(days=4)
    )
    return review


def is_printed(data: bytes, where: str, wanted: Sequence[str] = PRINTED) -> None:
    """PDF: the words stand there as words, nothing runs, nothing was read, all of it is on the page."""
    paper = pypdfium2.PdfDocument(data)
    told = ""
    for number, page in enumerate(paper, 1):
        text = page.get_textpage()
        told += text.get_text_range()
        width, height = page.get_size()
        for n in range(text.count_chars()):
            left, bottom, right, top = text.get_charbox(n)
            inside = left > -1 and right < width + 1 and bottom > -1 and top < height + 1
            assert inside, f"{where}: page {number}: {text.get_text_range(n, 1)!r} runs off the page"
    assert "root:" not in told, where
    plain = re.sub(r"[\s\u00ad\u200b\ufffe-]+", "", told)  # lines are broken anywhere
    assert [words for words in wanted if words not in plain] == [], where
    reader = pypdf.PdfReader(io.BytesIO(data))
    for name in ("/Names", "/OpenAction", "/AA", "/AcroForm"):
        found = reader.trailer["/Root"].get(name)
        assert found is None or "/JavaScript" not in str(found), f"{where}: {name}"
    targets = [
        str(note.get_object()["/A"].get("/URI", ""))
        for page in reader.pages
        for note in page.get("/Annots", ())
        if "/A" in note.get_object()
    ]
    assert not [t for t in targets if t and not t.startswith("http://testserver/")], f"{where}: {targets}"


def is_file(data: bytes, where: str) -> None:
    """HTML that is saved: its own style, and of others nothing but words."""
    root = html.document_fromstring(data)
    (style,) = root.xpath("//style")
    assert "evil" not in (style.text or "")
    style.drop_tree()
    is_page(html.tostring(root), where)
    assert root.get("dir") and "alert(1)" in root.text_content()


@pytest.fixture
def edition() -> Report:
    return hostile_report()


@pytest.mark.parametrize("language", ["", "/ar"])
def test_what_a_report_prints_stays_words(edition: Report, language: str) -> None:
    browser = Client()
    base = f"{language}/reports/{edition.slug}/"
    assert looked_at(browser, base) == "text/html"
    assert looked_at(browser, f"{base}1/tables/1/") == "text/html"
    for page in range(1, 6):
        looked_at(browser, f"{base}1/?page={page}")
    data = {form: browser.get(f"{base}1/report.{form}").content for form in ("html", "docx", "pdf")}
    is_file(data["html"], "report.html")
    is_package(data["docx"], "report.docx")
    is_printed(data["pdf"], "report.pdf")


def test_what_the_desk_previews_stays_words(edition: Report) -> None:
    browser = Client()
    browser.force_login(person("Ada", role="secretariat"))
    for path in ("", "preview/", "examples/", "covers/"):
        assert looked_at(browser, f"/desk/reports/{edition.pk}/{path}") == "text/html"
    is_printed(browser.get(f"/desk/reports/{edition.pk}/preview.pdf").content, "preview.pdf")
    is_package(browser.get(f"/desk/reports/{edition.pk}/preview.docx").content, "preview.docx")


@pytest.mark.parametrize("language", ["", "/ar"])
def test_what_a_review_prints_stays_words(language: str) -> None:
    review, browser = hostile_review(), Client()
    base = f"{language}/reviews/{review.cycle.key}/{review.party.key}/"
    assert looked_at(browser, base) == "text/html"
    for path in ("feed.atom", "recommendations.csv", "recommendations.xlsx", "recommendations.uhri.xlsx"):
        assert looked_at(browser, base + path), path
    is_package(browser.get(f"{base}review.docx").content, "review.docx")
    is_printed(browser.get(f"{base}review.pdf").content, "review.pdf", LETTERS if language else PRINTED)


def test_bidi_marks_of_one_line_turn_no_other() -> None:
    """On the page every text that may hold them is a box of its own."""
    review, browser = hostile_review(), Client()
    edition = hostile_report()
    turning = re.compile("[\u202a-\u202e\u2066-\u2069]")
    for address in (f"/reviews/{review.cycle.key}/{review.party.key}/", f"/reports/{edition.slug}/"):
        page = html.document_fromstring(browser.get(address).content)
        for element in page.iter("*"):
            if isinstance(element.tag, str) and turning.search("".join(element.xpath("text()"))):
                own = "self::bdi or self::p or self::title or self::li or self::dd or self::th or self::td"
                more = "self::h1 or self::h2 or self::h3 or self::blockquote or contains(@class, 'chip')"
                apart = f"ancestor-or-self::*[(@dir and not(self::html)) or {own} or {more}]"
                assert element.xpath(apart), html.tostring(element)[:300]
