"""ODT: list styles, notes, tracked changes, passwords, damage."""

from __future__ import annotations

import pytest

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.extract import extract
from tests.register.engine.sources.making import ODF, archive, odt

LISTS = (
    '<text:list-style style:name="L1">'
    '<text:list-level-style-number text:level="1" style:num-format="1" style:num-suffix="."/>'
    '<text:list-level-style-number text:level="2" style:num-format="a"'
    ' style:num-prefix="(" style:num-suffix=")"/>'
    '<text:list-level-style-number text:level="3" style:num-format="i" text:display-levels="3"/>'
    "</text:list-style>"
    '<text:list-style style:name="B"><text:list-level-style-bullet text:level="1" text:bullet-char="\u2022"/>'
    '<text:list-level-style-bullet text:level="2" text:bullet-char="\uf0a7"/></text:list-style>'
    '<style:style style:name="Strong" style:family="text">'
    '<style:text-properties fo:font-weight="bold"/></style:style>'
)


def listing(*items: str, style: str = "L1", more: str = "") -> str:
    """A list of items."""
    entries = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f'<text:list text:style-name="{style}" {more}>{entries}</text:list>'


def p(words: str) -> str:
    """A paragraph."""
    return f"<text:p>{words}</text:p>"


def read(body: str, **parts: str) -> Extract:
    """The extract of a document with this body."""
    return extract("plan.odt", odt(body, LISTS, **parts))


def marked(found: Extract, role: Role) -> list[tuple[int, str]]:
    """Level and words of every mark of a role."""
    return [(m.level, found.text[m.start : m.end]) for m in found.marks if m.role is role]


def test_lists_are_numbered_as_their_styles_say() -> None:
    inner = "<text:list>{}</text:list>"
    deep = inner.format("<text:list-item>" + p("deep") + "</text:list-item>")
    nested = inner.format(
        "<text:list-item>"
        + p("a")
        + deep
        + "</text:list-item><text:list-item>"
        + p("b")
        + "</text:list-item>"
    )
    found = read(
        listing(p("one") + nested, p("two") + p("goes on"))
        + p("Between.")
        + listing(p("three"), more='text:continue-numbering="true"')
        + listing(p("anew"))
        + listing(p("dot") + inner.format("<text:list-item>" + p("square") + "</text:list-item>"), style="B")
    )
    assert [line.strip() for line in found.text.split("\n") if line] == [
        *("1. one", "(a) a", "1.a.i deep", "(b) b", "2. two", "goes on"),
        *("Between.", "3. three", "1. anew", "• dot", "◦ square"),
    ]
    assert (3, "1.a.i deep") in marked(found, Role.ITEM)


def test_headings_bold_notes_and_running_lines() -> None:
    note = (
        "<text:note><text:note-citation>1</text:note-citation><text:note-body>"
        + p("See the annex.")
        + "</text:note-body></text:note>"
    )
    outline = (
        '<office:styles><text:outline-style><text:outline-level-style text:level="1" style:num-format="I" '
        'style:num-suffix="."/></text:outline-style></office:styles><office:master-styles><style:master-page>'
        "<style:header><text:p>Council paper</text:p></style:header></style:master-page>"
        "</office:master-styles>"
    )
    found = read(
        "<text:tracked-changes><text:p>deleted words</text:p></text:tracked-changes>"
        '<text:h text:outline-level="1">Aims</text:h>'
        + p(f'<text:span text:style-name="Strong">Reports.</text:span> Every<text:s/>year{note}.'),
        styles=outline,
        meta="<office:meta><dc:title>Plan of Port Audley</dc:title>"
        "<dc:language>fr-FR</dc:language></office:meta>",
    )
    assert found.text == "I. Aims\n\nReports. Every year¹.\n\n¹ See the annex.\n\nCouncil paper"
    assert marked(found, Role.HEADING) == [(1, "I. Aims")]
    assert marked(found, Role.BOLD) == [(0, "Reports.")]
    assert marked(found, Role.FOOTNOTE) == [(0, "¹ See the annex.")]
    assert marked(found, Role.APART) == [(0, "Council paper")]
    assert (found.title, found.language) == ("Plan of Port Audley", "fr-FR")


def test_tables_are_rows() -> None:
    row = f"<table:table-row>{'<table:table-cell>{}</table:table-cell>' * 2}</table:table-row>"
    found = read(
        "<table:table>"
        + row.format(p("State"), p("Measure"))
        + row.format(p("Norland"), p("Meet"))
        + "</table:table>"
    )
    assert found.text == "State\tMeasure\nNorland\tMeet"
    assert len(marked(found, Role.TABLE_ROW)) == 2


WHOLE = odt(p("Whole."))
ENCRYPTED = {
    "mimetype": "application/vnd.oasis.opendocument.text",
    "META-INF/manifest.xml": f"<manifest:manifest {ODF}><manifest:file-entry><manifest:encryption-data/>"
    "</manifest:file-entry></manifest:manifest>",
    "content.xml": b"\x00\x01garbage",
}


@pytest.mark.parametrize(
    ("data", "code", "words"),
    [
        (WHOLE[:-30], "corrupt_odt", "directory of parts"),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.text"}),
            "corrupt_odt",
            "content.xml is missing",
        ),
        (archive({"content.xml": "<a"}), "corrupt_odt", "not well-formed"),
        (archive(dict(ENCRYPTED)), "password_protected", "remove the password"),
        (
            archive({"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}),
            "unread_format",
            "not a text document",
        ),
        (odt(""), "no_text", "holds no text"),
    ],
)
def test_damage_is_named(data: bytes, code: str, words: str) -> None:
    with pytest.raises(Refused) as refused:
        extract("plan.odt", data)
    assert refused.value.code == code
    assert words in refused.value.message
