"""Reports say what they tell of, are made for screen readers too, and take every text as text."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document as Word
from docx.oxml.ns import qn
from hypothesis import given, settings
from pypdf import PdfReader

from koinon.ledger import guard
from koinon.register.engine.edition import Span, edition
from koinon.register.engine.exports.docx import docx
from koinon.register.engine.exports.papers import Paper
from koinon.register.engine.exports.reports import MOST, Entry, Fact, Report, Row, Words, paragraphs
from koinon.register.models import Provision
from koinon.register.queries import printing
from tests.factories import register as make
from tests.factories.people import party
from tests.register.exports.papers import of_lines, papers

SYNTAX = (
    '#panic("no") #read("/etc/passwd") #import "@preview/x:0.1.0" $x^2$ *b* _i_ `raw` @ref <label> // c '
    '/* c */ \\ \\u{41} = head - item [a](b) #sys.version "quoted" \\"'
)
ARABIC = "على الدول أن تحمي الصحفيين قبل 2030."
UNSHOWN = "{n} characters have no font: {characters}"


def report(paper: Paper, language: str = "en") -> Report:
    """A report over a paper as the pages lay it out, in few words."""
    said = [(item, Words(item.text, paper.language)) for item in paper.items]
    spans = [Span(item.number, item.start, item.end) for item in paper.items]
    return Report(
        title=Words(paper.title, paper.language),
        language=language,
        overline="Declaration",
        facts=(
            Fact("Issued by", Words("Harbour Council"), "https://register.example/parties/harbour-council/"),
        ),
        notes=("Invented.",),
        overview="At a glance",
        columns=("No.", "Label", "Asked of"),
        rows=tuple(Row(i.number, (Words(i.label), Words("Council"))) for i, _ in said),
        listed="The provisions",
        entries=tuple(Entry(i.number, Words(i.label), w, (Fact("Kind", Words(i.kind)),)) for i, w in said),
        text_title="The text",
        text_language=paper.language,
        text=paragraphs(edition(paper.text, paper.headings, spans)),
        footer="Halcyon",
        author="Halcyon Partnership",
        at=datetime(2031, 5, 5, 9, 30, tzinfo=UTC),
    )


def pdf(made: Report) -> bytes:
    return printing.pdf(made, without_font=UNSHOWN)


def words_of(data: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(io.BytesIO(data)).pages).split())


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_pdf_is_tagged_titled_in_its_language_and_carries_its_fonts() -> None:
    data = pdf(report(of_lines("Part One", "The Council should act.", marked=("The Council should act.",))))
    read = PdfReader(io.BytesIO(data))
    root = read.trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"] and "/StructTreeRoot" in root
    assert root["/Lang"] == "en"
    assert read.metadata and read.metadata.title == "Outcome of Harbour"
    assert b"pdfuaid" in root["/Metadata"].get_data(), "it says that it keeps PDF/UA-1"
    fonts = [font.get_object() for page in read.pages for font in page["/Resources"]["/Font"].values()]
    for font in fonts:
        inner = font["/DescendantFonts"][0].get_object()
        assert {"/FontFile2", "/FontFile3"} & set(inner["/FontDescriptor"].get_object())
    tags = str(tagged(root["/StructTreeRoot"]))
    for tag in ("/H1", "/H2", "/TH", "/TD", "/Link", "/P"):
        assert tag in tags


def tagged(node: object) -> set[str]:
    """Every structure type in the tree."""
    found: set[str] = set()
    stack = [node]
    while stack:
        item = stack.pop()
        item = item.get_object() if hasattr(item, "get_object") else item
        if isinstance(item, list):
            stack.extend(item)
        elif isinstance(item, dict):
            if "/S" in item and "/K" in item:
                found.add(str(item["/S"]))
            stack.append(item.get("/K", []))
    return found


def test_the_same_report_is_the_same_bytes() -> None:
    made = report(of_lines("One.", "Two.", marked=("One.", "Two.")))
    assert pdf(made) == pdf(made)
    assert docx(made) == docx(made)
    assert pdf(made) != pdf(replace(made, at=datetime(2031, 5, 6, tzinfo=UTC)))


def test_text_is_text_whatever_typst_would_make_of_it() -> None:
    made = report(of_lines(SYNTAX, marked=(SYNTAX,), title=SYNTAX))
    made = replace(made, overline=SYNTAX, footer=SYNTAX, author=SYNTAX, facts=(Fact(SYNTAX, Words(SYNTAX)),))
    told = squeezed(words_of(pdf(made)))
    assert told.count(squeezed(SYNTAX)) >= 6
    assert "root:" not in told


def test_arabic_runs_from_right_to_left_in_both_forms() -> None:
    made = report(of_lines(ARABIC, marked=(ARABIC,), language="ar", title="إعلان المرفأ"), language="ar")
    data = pdf(made)
    assert PdfReader(io.BytesIO(data)).trailer["/Root"]["/Lang"] == "ar"
    assert UNSHOWN.partition("}")[2][:12] not in words_of(data)
    word = Word(io.BytesIO(docx(made)))
    title = next(p for p in word.paragraphs if p.style and p.style.name == "Title")
    assert title._p.pPr is not None and title._p.pPr.find(qn("w:bidi")) is not None
    assert word.tables[0]._tbl.tblPr.find(qn("w:bidiVisual")) is not None
    run = title.runs[0]._r.rPr
    assert run is not None and run.find(qn("w:lang")).get(qn("w:bidi")) == "ar"


def test_scripts_without_a_font_are_told_of_and_others_are_not() -> None:
    assert "have no font" not in words_of(
        pdf(report(of_lines("ไทย ខ្មែរ ລາວ မြန်မာ Ελλάδα Україна żółć Việt")))
    )
    assert "2 characters have no font: U+4E2D U+6587" in words_of(pdf(report(of_lines("中文"))))


def test_a_docx_has_headings_a_repeated_header_row_and_links() -> None:
    made = report(of_lines("Part One", "Act.", marked=("Act.",), headings=((0, 8, 1),)))
    word = Word(io.BytesIO(docx(made)))
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 1"] == [
        "At a glance", "The provisions", "The text",
    ]  # fmt: skip
    assert [p.text for p in word.paragraphs if p.style and p.style.name == "Heading 2"] == [
        "1 · 1",
        "Part One",
    ]
    header = word.tables[0].rows[0]
    assert header._tr.trPr is not None and header._tr.trPr.find(qn("w:tblHeader")) is not None
    assert [cell.text for cell in header.cells] == ["No.", "Label", "Asked of"]
    targets = {rel.target_ref for rel in word.part.rels.values() if rel.is_external}
    assert targets == {"https://register.example/parties/harbour-council/"}
    anchors = {a.get(qn("w:anchor")) for a in word.element.iter(qn("w:hyperlink"))}
    marks = {m.get(qn("w:name")) for m in word.element.iter(qn("w:bookmarkStart"))}
    assert anchors - {None} == marks == {"entry_1"}
    assert word.core_properties.language == "en" and word.core_properties.title == "Outcome of Harbour"


@given(papers())
def test_any_paper_becomes_a_docx_that_can_be_read(paper: Paper) -> None:
    word = Word(io.BytesIO(docx(report(paper))))
    assert len(word.tables) == (1 if paper.items else 0)


@settings(max_examples=15)
@given(papers())
def test_any_paper_becomes_a_pdf(paper: Paper) -> None:
    assert pdf(report(paper)).startswith(b"%PDF-")


def world() -> None:
    council = party("council", "Harbour Council", "organ")
    paper = make.document("paper", "The Council should publish minutes.", "States should act.", "Aside.")
    make.provision(paper, "The Council should publish minutes.", addressees=[council], label="7.1",
                   themes=["surveillance"], deadline="by 2031", due=date(2031, 12, 31))  # fmt: skip
    make.provision(paper, "States should act.", addressees=["states"])
    make.indexed()


@pytest.mark.django_db
def test_each_list_can_be_printed_and_its_head_says_what_it_is(client: Client) -> None:
    world()
    told = {
        f"{reverse('register:search-pdf')}?q=minutes&kind=recommendation": (
            "Search: minutes", "Searched for minutes", "Kind Recommendation", "Provisions 1 ", "As of",
        ),
        reverse("register:document-pdf", args=["paper"]): (
            "Paper", "7.1", "The Council should publish minutes.", "Asked of Harbour Council", "Aside.",
            "by 2031 (31 December 2031)", "SHA-256", "http://testserver/documents/paper/1/",
        ),
        reverse("register:party-pdf", args=["council"]): ("Harbour Council", "What it is asked", "7.1"),
        reverse("register:theme-pdf", args=["surveillance"]): ("Provisions 1 ", "7.1"),
    }  # fmt: skip
    for address, expected in told.items():
        answer = client.get(address)
        assert answer.status_code == 200 and answer["Content-Type"] == "application/pdf"
        words = words_of(answer.content)
        assert [part for part in expected if part not in words] == [], words
        assert Word(io.BytesIO(client.get(address.replace(".pdf", ".docx")).content)).paragraphs
    assert "States" not in words_of(client.get(next(iter(told))).content)


@pytest.mark.django_db
def test_a_list_too_long_to_print_is_refused_with_what_to_take_instead(client: Client) -> None:
    world()
    one = Provision.objects.earliest("pk")
    with guard.writing("factory"):
        Provision.objects.bulk_create(
            Provision(document=one.document, number=n, kind=one.kind, strength=one.strength, text=one.text,
                      start=one.start, end=one.end, themes=["surveillance"])
            for n in range(10, MOST + 10)
        )  # fmt: skip
    for name, argument in (("document", "paper"), ("theme", "surveillance")):
        answer = client.get(reverse(f"register:{name}-pdf", args=[argument]))
        assert answer.status_code == 422
        assert "holds 2000 provisions at most" in answer.content.decode().replace(",", "")
        assert "XLSX or CSV" in answer.content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["review", "withdrawn"])
def test_what_is_not_published_is_not_printed(client: Client, state: str) -> None:
    make.document("hidden", "Secret.", state=state)
    for form in ("pdf", "docx"):
        assert client.get(reverse(f"register:document-{form}", args=["hidden"])).status_code == 404
