"""PDF: reading order, paragraphs, headings, notes, running lines, tables, damage — and speed."""

from __future__ import annotations

import io
import itertools
import re
from collections.abc import Iterator

import pytest
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import PageBreak, Paragraph, Table

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.extract import extract
from koinon.register.engine.sources.limits import Limits
from koinon.register.engine.sources.pdf.righttoleft import (
    Glyph,
    brackets_moved,
    brackets_stand,
    in_order,
    leftward,
    mirrored,
)
from koinon.register.engine.sources.pdf.righttoleft import word as word_of
from tests.register.engine.sources.making import BODY, STYLES, drawn, pdf, text

PROMISES = (
    "report every year to their parliaments on what was promised and what was done",
    "name one office that answers for the follow-up and publish its address within six months",
    "fund local newsrooms through a body that no government and no party can command",
    "open the registers of companies and of land to anyone without a fee and without a reason",
    "protect those who speak up in public offices and pay their legal costs when they are sued",
    "train election observers from civil society and admit them to every count in every district",
    "meet the council of mayors twice a year in public session and keep a record of what was said",
)


def item(number: int) -> str:
    """An invented promise that is like no other."""
    return (
        f"{number}. The parties of group {number} shall {PROMISES[number % 7]}, and again in round {number}."
    )


def marked(found: Extract, role: Role) -> list[tuple[int, str]]:
    """Level and words of every mark of a role."""
    return [(m.level, found.text[m.start : m.end]) for m in found.marks if m.role is role]


def unfolded(found: Extract) -> str:
    """The text with every run of white space as one space."""
    return " ".join(found.text.split())


@pytest.fixture(scope="module")
def two_columns() -> Extract:
    """Three pages in two columns with running lines, page numbers, footnotes and a watermark."""

    def edge(canvas: Canvas, page: int) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(72, 812, "Port Audley Council — Outcome document")
        canvas.drawRightString(523, 812, "PA/2031/7")
        canvas.drawCentredString(297, 40, f"Page {page} of 3")
        canvas.setFont("Times-Roman", 7)
        if page == 2:
            canvas.drawString(72, 84, "4 See the first report of the council, chapter 2.")
            canvas.drawString(72, 76, "The states shall disregard this note.")
        canvas.setFont("Helvetica", 70)
        canvas.setFillGray(0.92)
        canvas.translate(200, 300)
        canvas.rotate(45)
        canvas.drawString(0, 0, "DRAFT")

    flow = [Paragraph("Outcome of the second council", STYLES["Heading1"])]
    flow += [text(item(number), alignment=4, spaceAfter=5) for number in range(1, 66)]
    return extract("outcome.pdf", pdf(flow, columns=2, edge=edge))


def test_two_columns_are_read_one_after_the_other(two_columns: Extract) -> None:
    assert len(two_columns.pages) == 3
    whole = unfolded(two_columns)
    positions = [whole.index(item(number)) for number in range(1, 66)]
    assert positions == sorted(positions)
    assert two_columns.title == "Outcome of the second council"


def test_every_paragraph_is_parted_by_a_blank_line_even_over_columns_and_pages(two_columns: Extract) -> None:
    paragraphs = [" ".join(part.split()) for part in two_columns.text.split("\n\n")]
    assert [p for p in paragraphs if re.match(r"\d+\. The", p)] == [item(number) for number in range(1, 66)]


def test_running_lines_numbers_notes_and_watermarks_follow_the_body(two_columns: Extract) -> None:
    body = two_columns.text[
        : min(m.start for m in two_columns.marks if m.role in (Role.FOOTNOTE, Role.APART))
    ]
    for words in ("Port Audley", "PA/2031", "Page", "DRAFT", "disregard"):
        assert words not in body
    notes = [words for _, words in marked(two_columns, Role.FOOTNOTE)]
    assert notes == [
        "4 See the first report of the council, chapter 2.",
        "The states shall disregard this note.",
    ]
    apart = [words for _, words in marked(two_columns, Role.APART)]
    assert [words for words in apart if words.startswith("Page")] == [f"Page {n} of 3" for n in (1, 2, 3)]
    assert apart.count("DRAFT") == 3


def test_pages_begin_where_they_say(two_columns: Extract) -> None:
    assert two_columns.pages[0] == 0
    for start, end in itertools.pairwise(two_columns.pages):
        assert end - start > 1000
        assert two_columns.text[end - 1] == "\n" and two_columns.text[end] != "\n"


def lines(words: str, width: int = 40) -> Iterator[str]:
    """Words broken to lines."""
    line = ""
    for word in words.split():
        if len(line) + len(word) > width:
            yield line
            line = word
        else:
            line = f"{line} {word}".strip()
    yield line


def test_columns_written_line_by_line_across_the_gutter_are_told_apart() -> None:
    left, right = (" ".join(f"{side} {p}" for p in PROMISES) for side in ("the mayors", "the judges"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Times-Bold", 16)
        canvas.drawCentredString(297, 800, "One title above both columns")
        canvas.setFont("Times-Roman", 10)
        for number, (one, two) in enumerate(zip(lines(left), lines(right), strict=False)):
            canvas.drawString(72, 770 - 12 * number, one)
            canvas.drawString(310, 770 - 12 * number, two)

    found = unfolded(extract("x.pdf", drawn(draw)))
    end = min(len(list(lines(left))), len(list(lines(right))))
    read = " ".join([*list(lines(left))[:end], *list(lines(right))[:end]])
    assert found == f"One title above both columns {read}"


def test_lines_in_disorder_are_read_from_the_top() -> None:
    def draw(canvas: Canvas) -> None:
        for number in (5, 2, 7, 1, 4, 6, 3):
            canvas.drawString(72, 800 - 14 * number, f"Line {number} of the page")

    assert unfolded(extract("x.pdf", drawn(draw))) == " ".join(f"Line {n} of the page" for n in range(1, 8))


def test_headings_run_in_headings_and_hyphens() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setFont("Helvetica-Bold", 16)
        canvas.drawString(72, 790, "Charter of the")
        canvas.drawString(72, 772, "free newsrooms")
        canvas.setFont("Helvetica-Bold", 11)
        canvas.drawString(72, 740, "Part one: money")
        canvas.drawString(72, 712, "Funding.")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(128, 712, "The cities shall give exam-")
        canvas.drawString(72, 698, "ples of their support.")
        canvas.setFont("Helvetica", 7)
        canvas.drawString(72 + canvas.stringWidth("ples of their support.", "Helvetica", 11), 702, "12")
        canvas.setFont("Helvetica", 11)
        canvas.drawString(90, 684, "They shall also report.")

    found = extract("x.pdf", drawn(draw))
    assert found.text == (
        "Charter of the\nfree newsrooms\n\nPart one: money\n\n"
        "Funding. The cities shall give exam-\nples of their support.¹²\n\nThey shall also report."
    )
    assert marked(found, Role.HEADING) == [(1, "Charter of the\nfree newsrooms"), (2, "Part one: money")]
    assert (0, "Funding.") in marked(found, Role.BOLD)
    assert found.title == "Charter of the free newsrooms"


def test_numbered_headings_at_the_top_of_every_page_are_no_running_lines() -> None:
    flow = []
    for number in range(1, 6):
        flow += [Paragraph(f"Section {number}", STYLES["Heading1"]), text(item(number)), PageBreak()]
    found = extract("x.pdf", pdf(flow))
    assert [words for _, words in marked(found, Role.HEADING)] == [f"Section {n}" for n in range(1, 6)]


def test_tables_are_rows_with_wrapped_cells_joined() -> None:
    rows = [["No.", "Measure", "State", "Position"]]
    rows += [
        [
            f"14.{n}",
            Paragraph(PROMISES[n].capitalize(), BODY),
            Paragraph("Invented Republic of Norland", BODY),
            "Noted",
        ]
        for n in range(6)
    ]
    flow = [text(item(1)), Table(rows, colWidths=[45, 220, 110, 70]), text(item(2))]
    found = extract("x.pdf", pdf(flow))
    cells = [words for _, words in marked(found, Role.TABLE_ROW)]
    assert cells[0] == "No.\tMeasure\tState\tPosition"
    assert [" ".join(cell.split()) for cell in cells[1:]] == [
        f"14.{n} {PROMISES[n].capitalize()} Invented Republic of Norland Noted" for n in range(6)
    ]
    assert unfolded(found).endswith(item(2))


def test_a_table_with_centred_heads_in_type_scaled_by_its_matrix() -> None:
    rows = [
        ("Open the meetings to anyone and record", "City councils and", "2032"),
        ("every vote by name", "their committees", ""),
        ("Name an office for follow-up", "Each mayor", "2033"),
        ("Train observers", "The secretariat", "2034"),
    ]

    def draw(canvas: Canvas) -> None:
        canvas.scale(10, 10)  # as converters do: type of size 1 on an enlarged page
        canvas.setFont("Helvetica", 1)
        canvas.drawString(6, 80, "The cities have agreed on these measures, on who takes them and on when:")
        for left, head in ((15, "Measure"), (32, "Who"), (45, "By when")):
            canvas.drawCentredString(left, 77, head)
        y = 75.0
        for number, cells in enumerate(rows):
            y -= 0 if number == 1 else 0.8
            for left, cell in zip((6, 28, 43), cells, strict=True):
                canvas.drawString(left, y, cell)
            y -= 1.15
        canvas.drawString(
            6,
            y - 3,
            "They will meet again in Port Audley to see what has become of them.",
        )

    found = extract("x.pdf", drawn(draw))
    assert [words for _, words in marked(found, Role.TABLE_ROW)] == [
        "Measure\tWho\tBy when",
        "Open the meetings to anyone and record every vote by name\tCity councils and their committees\t2032",
        "Name an office for follow-up\tEach mayor\t2033",
        "Train observers\tThe secretariat\t2034",
    ]


def test_ligatures_become_letters_and_soft_hyphens_nothing() -> None:
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))

    def draw(canvas: Canvas) -> None:
        canvas.setFont("Vera", 10)
        canvas.drawString(72, 700, "The council shall \ufb01le its reports in")
        canvas.drawString(72, 686, "one \ufb02ow, in ef\xadfect.")

    found = extract("x.pdf", drawn(draw))
    assert found.text == "The council shall file its reports in\none flow, in effect."


def test_a_list_with_far_enumerators_is_no_table() -> None:
    def draw(canvas: Canvas) -> None:
        for number in range(1, 6):
            canvas.drawString(72, 800 - 14 * number, f"({number})")
            canvas.drawString(120, 800 - 14 * number, f"report on round {number} to every parliament.")

    found = extract("x.pdf", drawn(draw))
    assert found.text.split("\n")[2] == "(3) report on round 3 to every parliament."
    assert not marked(found, Role.TABLE_ROW)


def test_lines_of_arabic_are_put_in_order_whatever_the_order_of_the_glyphs() -> None:
    words = "\u062a\u0646\u0634\u0631 \u0643\u0644 \u0645\u062f\u064a\u0646\u0629 \u062e\u0637\u0629"
    line = f"{words} (14) 2032."
    order = in_order([(word, -float(at)) for at, word in enumerate(line.split())])
    assert order == list(range(len(line.split())))
    assert leftward(line) and not leftward("Article 3 (\u0627)")
    glyphs = [Glyph(c, -float(at), 1 - float(at)) for at, c in enumerate("\u062e\u0637\u0629")]
    assert word_of(glyphs) == word_of(glyphs[::-1]) == "\u062e\u0637\u0629"
    figures = [Glyph(c, float(at), at + 1.0) for at, c in enumerate("2,032.5%")]
    assert word_of(figures) == "2,032.5%"
    assert not brackets_stand(")\u0627(") and mirrored(")\u0627(") == "(\u0627)"
    assert brackets_moved("\u0627(", "\u0628") == ("\u0627", "(\u0628")


def test_a_page_shown_sideways_is_read_upright() -> None:
    def draw(canvas: Canvas) -> None:
        canvas.setPageRotation(90)
        canvas.translate(A4[0], 0)
        canvas.rotate(90)
        for number in range(8):
            canvas.drawString(72, 500 - 14 * number, f"Line {number} runs along the longer side.")

    found = extract("x.pdf", drawn(draw))
    assert unfolded(found) == " ".join(f"Line {n} runs along the longer side." for n in range(8))
    assert not marked(found, Role.APART)


def image_only() -> bytes:
    """A page that is a picture."""
    from PIL import Image

    picture = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(picture, "PNG")
    return drawn(lambda canvas: canvas.drawImage(ImageReader(picture), 0, 0, *A4))


WHOLE = pdf([text(item(1))])


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (image_only(), "no_text_layer", "ocrmypdf paper.pdf paper-ocr.pdf"),
        (drawn(lambda canvas: canvas.rect(10, 10, 10, 10)), "no_text_layer", "has no text layer"),
        (pdf([text(item(1))], password="secret"), "password_protected", "remove the password"),
        (b"%PDF-1.7\n" + b"broken" * 50, "corrupt_pdf", "fetch it again"),
        (WHOLE[:400], "corrupt_pdf", "fetch it again"),
    ],
)
def test_a_pdf_that_cannot_be_read_says_why(data: bytes, code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        extract("paper.pdf", data)
    assert refused.value.code == code
    assert refused.value.message.startswith("paper.pdf") and words in refused.value.message


def test_limits_on_pages_and_characters() -> None:
    with pytest.raises(Refused, match="has 1 pages and at most 0"):
        extract("paper.pdf", WHOLE, limits=Limits(pages=0))
    with pytest.raises(Refused) as refused:
        extract("paper.pdf", WHOLE, limits=Limits(characters=20))
    assert refused.value.code == "text_too_long"
