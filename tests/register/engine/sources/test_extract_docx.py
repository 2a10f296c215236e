"""DOCX: numbering rebuilt, tracked changes accepted, notes and headers set apart, damage named."""

from __future__ import annotations

import pytest

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.extract import extract
from koinon.register.engine.sources.limits import Limits
from tests.register.engine.sources.making import CONTENT_TYPES, W, archive, docx, level, paragraph, run

LEGAL = (
    '<w:abstractNum w:abstractNumId="1">'
    + level(0, "upperRoman", "%1.")
    + level(1, "decimal", "%1.%2", "<w:isLgl/>")
    + level(2, "lowerLetter", "(%3)")
    + level(3, "lowerRoman", "(%4)")
    + '</w:abstractNum><w:abstractNum w:abstractNumId="2">'
    + level(0, "bullet", "\uf0b7")
    + level(1, "bullet", "–")
    + '</w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num>'
    '<w:num w:numId="2"><w:abstractNumId w:val="2"/></w:num>'
    '<w:num w:numId="3"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/>'
    "</w:lvlOverride></w:num>"
)


def read(body: str, **parts: str) -> Extract:
    """The extract of a Word document with this body."""
    return extract("plan.docx", docx(body, **parts))


def marked(found: Extract, role: Role) -> list[tuple[int, str]]:
    """Level and words of every mark of a role."""
    return [(m.level, found.text[m.start : m.end]) for m in found.marks if m.role is role]


def test_numbering_of_every_level_is_written_out() -> None:
    steps = [
        ("Part", 0),
        ("one", 1),
        ("a", 2),
        ("b", 2),
        ("i", 3),
        ("two", 1),
        ("c", 2),
        ("Part", 0),
        ("three", 1),
    ]
    found = read("".join(paragraph(words, number=(1, depth)) for words, depth in steps), numbering=LEGAL)
    lines = [line.strip() for line in found.text.split("\n")]
    assert lines == [
        *("I. Part", "1.1 one", "(a) a", "(b) b", "(i) i", "1.2 two", "(a) c", "II. Part", "2.1 three"),
    ]
    assert marked(found, Role.ITEM)[:4] == [(1, "I. Part"), (2, "1.1 one"), (3, "(a) a"), (3, "(b) b")]


def test_a_list_goes_on_after_an_interruption_and_restarts_where_told() -> None:
    body = paragraph("x", number=(1, 0)) + paragraph("Between.") + paragraph("y", number=(1, 0))
    body += (
        paragraph("z", number=(3, 0)) + paragraph("bullet", number=(2, 0)) + paragraph("dash", number=(2, 1))
    )
    found = read(body, numbering=LEGAL)
    assert found.text == "I. x\n\nBetween.\n\nII. y\nI. z\n• bullet\n  – dash"


def test_list_and_heading_come_from_the_style_and_its_parents() -> None:
    styles = (
        '<w:style w:type="paragraph" w:styleId="H"><w:name w:val="heading 2"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/>'
        '</w:numPr></w:pPr></w:style><w:style w:type="paragraph" w:styleId="Own"><w:name w:val="Own"/>'
        '<w:basedOn w:val="H"/></w:style>'
        '<w:style w:type="paragraph" w:styleId="T"><w:name w:val="Title"/></w:style>'
    )
    found = read(
        paragraph("Plan of Port Audley", style="T")
        + paragraph("Aims", style="Own")
        + paragraph("Means", style="Own"),
        numbering=LEGAL,
        styles=styles,
    )
    assert marked(found, Role.HEADING) == [(1, "Plan of Port Audley"), (2, "I. Aims"), (2, "II. Means")]
    assert found.title == "Plan of Port Audley"


def test_tracked_changes_read_as_accepted() -> None:
    body = paragraph(
        run("The states ")
        + f"<w:del><w:r><w:delText>should</w:delText></w:r></w:del><w:ins>{run('shall')}</w:ins>"
        + run(" report.")
    )
    body += paragraph("First half", more="<w:rPr><w:del/></w:rPr>") + paragraph("and second.")
    body += paragraph("<w:moveFrom>" + run("moved away") + "</w:moveFrom>")
    assert read(body).text == "The states shall report.\n\nFirst half and second."


def test_notes_headers_and_boxes_stand_after_the_flow_or_beside_it() -> None:
    note = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    body = paragraph(run("Decided") + note.format(7) + run(" in 2031") + note.format(3) + run("."))
    box = f"<w:r><w:pict><w:txbxContent>{paragraph('In a box.')}</w:txbxContent></w:pict></w:r>"
    fallback = box.replace("In a box.", "The same again.")
    alternate = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    body += paragraph(
        run("Beside.") + f"<mc:AlternateContent {alternate}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{fallback}</mc:Fallback>"
        "</mc:AlternateContent>"
    )
    found = read(
        body,
        footnotes=f'<w:footnote w:id="3">{paragraph("Third.")}</w:footnote>'
        f'<w:footnote w:id="7">{paragraph("Seventh.")}</w:footnote>',
        header1=paragraph("Council paper 4"),
        footer1=paragraph("Council paper 4"),
    )
    assert found.text == (
        "Decided¹ in 2031².\n\nBeside.\n\nIn a box.\n\n¹ Seventh.\n\n² Third.\n\nCouncil paper 4"
    )
    assert [words for _, words in marked(found, Role.FOOTNOTE)] == ["¹ Seventh.", "² Third."]
    assert [words for _, words in marked(found, Role.APART)] == ["Council paper 4"]


def test_tables_are_rows_unless_their_cells_hold_lists() -> None:
    def table(*rows: list[str]) -> str:
        cells = ("".join(f"<w:tc>{cell}</w:tc>" for cell in row) for row in rows)
        return "<w:tbl>" + "".join(f"<w:tr>{row}</w:tr>" for row in cells) + "</w:tbl>"

    merged = "<w:tcPr><w:vMerge/></w:tcPr>" + paragraph("hidden")
    data = table(
        [paragraph("State"), paragraph("Measure")],
        [paragraph("Norland"), paragraph("Report") + paragraph("yearly")],
        [merged, paragraph("Meet")],
    )
    lists = table([paragraph("Aim"), paragraph("fund", number=(2, 0)) + paragraph("meet", number=(2, 0))])
    found = read(data + lists, numbering=LEGAL)
    assert found.text == "State\tMeasure\nNorland\tReport yearly\n\tMeet\n\nAim\n\n• fund\n• meet"
    assert len(marked(found, Role.TABLE_ROW)) == 3


def test_runs_keep_what_is_seen() -> None:
    found = read(
        paragraph(
            run("Lead-in. ", "<w:b/>")
            + run("Then", '<w:b w:val="0"/>')
            + run("hidden", "<w:vanish/>")
            + "<w:r><w:noBreakHyphen/><w:t>after</w:t><w:softHyphen/><w:t>wards</w:t>"
            "<w:br/><w:t>next</w:t></w:r>"
            + run("2", '<w:vertAlign w:val="superscript"/>')
            + "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        )
    )
    assert found.text == "Lead-in. Then-afterwards\nnext²"
    assert marked(found, Role.BOLD) == [(0, "Lead-in.")]


def test_a_strict_document_is_read_too() -> None:
    strict = W.replace(
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    )
    body = f"<w:document {strict}><w:body>{paragraph('Strictly so.')}</w:body></w:document>"
    found = extract("strict.docx", archive({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": body}))
    assert found.text == "Strictly so."


WHOLE = docx(paragraph("Whole."))
LAUGHS = (
    '<!DOCTYPE w [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    f"<w:document {W}><w:body>{paragraph(run('x'))}</w:body></w:document>"
)


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (WHOLE[: len(WHOLE) // 2], "corrupt_docx", "directory of parts"),
        (archive({"[Content_Types].xml": CONTENT_TYPES}), "corrupt_docx", "word/document.xml is missing"),
        (archive({"word/document.xml": "<w:document"}), "corrupt_docx", "not well-formed"),
        (archive({"word/document.xml": f"<w:document {W}/>"}), "corrupt_docx", "no body"),
        (archive({"word/document.xml": LAUGHS}), "corrupt_docx", "declares XML entities"),
        (docx("<w:p/>"), "no_text", "holds no text"),
        (
            archive({"xl/workbook.xml": "<x/>", "[Content_Types].xml": CONTENT_TYPES}),
            "unread_format",
            "a spreadsheet",
        ),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "password_protected",
            "password",
        ),
    ],
)
def test_damage_is_named(data: bytes, code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        extract("plan.docx", data)
    assert refused.value.code == code
    assert refused.value.message.startswith("plan.docx") and words in refused.value.message


@pytest.mark.parametrize(
    ("parts", "limits"),
    [
        ({"word/media/zeros.bin": bytes(30_000_000)}, Limits()),
        ({f"word/part{n}.xml": "<x/>" for n in range(60)}, Limits(archive_entries=50)),
        ({"word/document.xml": "<a>" + "x" * 3_000_000 + "</a>"}, Limits(unpacked_bytes=2_000_000)),
    ],
)
def test_a_bomb_is_not_unpacked(parts: dict[str, str | bytes], limits: Limits) -> None:
    with pytest.raises(Refused, match="would unpack to") as refused:
        extract("bomb.docx", archive({"[Content_Types].xml": CONTENT_TYPES, **parts}), limits=limits)
    assert refused.value.code == "archive_bomb"


def test_parts_nested_beyond_reason_are_refused() -> None:
    deep = "<w:sdt><w:sdtContent>" * 120 + paragraph("x") + "</w:sdtContent></w:sdt>" * 120
    assert read(deep).text == "x"
    with pytest.raises(Refused) as refused:
        read("<w:sdt><w:sdtContent>" * 4000 + paragraph("x") + "</w:sdtContent></w:sdt>" * 4000)
    assert refused.value.code == "corrupt_docx"
