"""The prose of a report: what is understood, and that nothing else is."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html as lxml_html

from koinon.register.engine.reporting import html
from koinon.register.engine.reporting.prose import Items, Text, prose

CASES = [
    ("", ""),
    ("One.", "<p>One.</p>"),
    ("One\nline.", "<p>One line.</p>"),
    ("One.\n\nTwo.", "<p>One.</p><p>Two.</p>"),
    ("*soft* and **strong**", "<p><em>soft</em> and <strong>strong</strong></p>"),
    ("2 * 3 * 4", "<p>2 * 3 * 4</p>"),
    ("**open", "<p>**open</p>"),
    ("- a\n- b", "<ul><li>a</li><li>b</li></ul>"),
    ("1. a\n2) b", "<ol><li>a</li><li>b</li></ol>"),
    ("It holds:\n- a\n- b", "<p>It holds:</p><ul><li>a</li><li>b</li></ul>"),
    ("- a\n  goes on\n- b", "<ul><li>a goes on</li><li>b</li></ul>"),
    ("- a\n1. b", "<ul><li>a</li></ul><ol><li>b</li></ol>"),
    ("-5 degrees", "<p>-5 degrees</p>"),
    ("# no heading", "<p># no heading</p>"),
    ("<b>no</b> [link](javascript:x)", "<p>&lt;b&gt;no&lt;/b&gt; [link](javascript:x)</p>"),
    ("a\r\n\r\nb", "<p>a</p><p>b</p>"),
]


@pytest.mark.parametrize(("typed", "told"), CASES)
def test_what_is_typed_is_told_so(typed: str, told: str) -> None:
    assert "".join(map(html.block, prose(typed))) == told


@given(st.text(max_size=200))
@example("<script>alert(1)</script>")
@example("**<img src=x onerror=alert(1)>**")
def test_nothing_typed_becomes_anything_but_text_lists_and_weight(typed: str) -> None:
    made = "".join(map(html.block, prose(typed)))
    for element in lxml_html.fromstring(f"<div>{made}</div>").iter():
        assert element.tag in ("div", "p", "ul", "ol", "li", "em", "strong") and not element.attrib


@given(st.lists(st.sampled_from(("word", "*soft*", "**strong**", "- item", "1. item", "")), max_size=12))
def test_no_word_is_lost(lines: list[str]) -> None:
    told = [
        span.text
        for block in prose("\n".join(lines))
        for line in ([block.line] if isinstance(block, Text) else block.lines)
        for span in line
    ]
    words = " ".join(told).split()
    plain = [line.strip("*- ").removeprefix("1. ") for line in lines if line]
    assert words == [word for line in plain for word in line.split()]
    assert all(isinstance(block, (Text, Items)) for block in prose("\n".join(lines)))
