"""HTML: blocks, lists, tables, and what stands around the document."""

from __future__ import annotations

import pytest

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Extract, Role
from koinon.register.engine.sources.extract import extract


def page(body: str, head: str = "") -> Extract:
    """The extract of a page with this body."""
    return extract(
        "page.html", f"<!DOCTYPE html><html lang=en><head>{head}</head><body>{body}</body></html>".encode()
    )


def marked(found: Extract, role: Role) -> list[tuple[int, str]]:
    """Level and words of every mark of a role."""
    return [(m.level, found.text[m.start : m.end]) for m in found.marks if m.role is role]


def test_blocks_stand_on_lines_and_white_space_folds() -> None:
    found = page(
        "<p>One\n   <b>bold</b> and&nbsp;more&shy;over.</p><div>Two<br>three</div><script>no()</script>"
    )
    assert found.text == "One bold and\xa0moreover.\n\nTwo\nthree"
    assert marked(found, Role.BOLD) == [(0, "bold")]


def test_lists_get_their_enumerators() -> None:
    found = page(
        "<p>We:</p><ol type=a start=3><li>agree<ul><li>fully<li>partly</ul></li><li value=9>act</li></ol>"
        "<ol reversed><li>x</li><li>y</li></ol><ol type=I><li>one</li><li><p>two</p><p>more</p></li></ol>"
    )
    assert found.text == (
        "We:\n\nc. agree\n  ◦ fully\n  ◦ partly\ni. act\n\n2. x\n1. y\n\nI. one\nII. two\n  more"
    )
    items = marked(found, Role.ITEM)
    assert items[:3] == [(1, "c. agree"), (2, "◦ fully"), (2, "◦ partly")]


def test_tables_become_rows_and_spanning_cells_keep_their_column() -> None:
    found = page(
        "<table><tr><th>State<th>Measure</tr><tr><td rowspan=2>Norland<td>Report<br>yearly</tr>"
        "<tr><td><p>Fund</p><p>local news</p></tr></table>"
    )
    assert found.text == "State\tMeasure\nNorland\tReport yearly\n\tFund local news"
    assert [words for _, words in marked(found, Role.TABLE_ROW)] == found.text.split("\n")


def test_a_table_for_layout_is_no_table() -> None:
    found = page("<table><tr><td><h2>Part</h2><ul><li>a<li>b</ul></td><td>Side</td></tr></table>")
    assert found.text == "Part\n\n• a\n• b\n\nSide"
    assert marked(found, Role.HEADING) == [(2, "Part")]


def test_surroundings_are_kept_and_marked_apart() -> None:
    found = page(
        "<header><nav><ul><li><a href=#>Home</a></ul></nav></header>"
        "<div class='cookie-consent'>We use cookies.</div>"
        "<main><header><h1>Charter of Port Audley</h1></header><p>The cities shall report on local news.</p>"
        "<div id='comments'><p>I agree, said a reader.</p></div></main>"
        "<div>Other posts</div><footer>Imprint</footer>",
        head="<title>Charter of Port Audley | The Site</title>",
    )
    apart = [words for _, words in marked(found, Role.APART)]
    assert apart == ["• Home", "We use cookies.", "I agree, said a reader.", "Other posts", "Imprint"]
    assert "Charter of Port Audley" in found.text
    assert found.title == "Charter of Port Audley"
    assert found.language == "en"


def test_a_class_on_the_whole_page_marks_nothing_apart() -> None:
    found = page(
        "<div class='page with-sidebar sidebar'><p>The council shall meet.</p><p>It shall report.</p></div>"
    )
    assert marked(found, Role.APART) == []


def test_a_list_of_links_is_a_menu_but_a_list_of_promises_is_not() -> None:
    menu = "<ul><li><a href=a>One</a><li><a href=b>Two</a><li><a href=c>Three</a></ul>"
    promises = "<ul><li>Fund <a href=a>news</a>.<li>Report yearly.<li>Meet twice a year.</ul>"
    found = page(f"<h1>Plan</h1>{menu}{promises}")
    assert [words for _, words in marked(found, Role.APART)] == ["• One", "• Two", "• Three"]


def test_what_nobody_sees_is_dropped() -> None:
    found = page(
        "<p>Seen<sup>4</sup> <del>struck</del><ins>kept</ins></p><p hidden>no</p>"
        "<p style='display:none'>no</p>"
    )
    assert found.text == "Seen⁴ kept"


@pytest.mark.parametrize(
    ("declaration", "encoding"),
    [
        ("<meta charset=iso-8859-2>", "iso8859_2"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>", "cp1251"),
        ("<meta charset='shift_jis'>", "cp932"),
        ("<meta charset='utf-8'>", "cp1252"),
        ("", "utf-16"),
    ],
)
def test_the_declared_charset_is_heeded_unless_it_is_wrong(declaration: str, encoding: str) -> None:
    words = {"iso8859_2": "Źródło: państwa", "cp1251": "Совет", "cp932": "評議会"}.get(
        encoding, "Déclaration des États"
    )
    data = f"<html><head>{declaration}</head><body><p>{words}</p></body></html>".encode(encoding)
    assert extract("page.html", data).text == words


@pytest.mark.parametrize("body", ["", "<script>only()</script>", "<p hidden>x</p>"])
def test_a_page_without_text_says_so(body: str) -> None:
    with pytest.raises(Refused, match=r"page\.html holds no text outside its scripts") as refused:
        page(body)
    assert refused.value.code == "no_text"


def test_deep_nesting_and_entities_do_no_harm() -> None:
    assert page("<div>" * 1500 + "Deep" + "</div>" * 1500).text == "Deep"
    bomb = "<!DOCTYPE html [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;'>]><html><body><p>x &b; y</p></body></html>"
    assert len(extract("bomb.html", bomb.encode()).text) < 100
