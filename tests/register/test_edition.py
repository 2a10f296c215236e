"""The edition loses nothing of a text and marks exactly what the spans cover."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from koinon.register.engine.edition import Span, edition, headings, parts

TEXTS = st.text(alphabet="ab .;\n\f1-•(", max_size=200)


@st.composite
def marked(draw: st.DrawFn) -> tuple[str, list[Span], list[tuple[int, int, int]]]:
    text = draw(TEXTS)
    spot = st.integers(0, len(text))
    pairs = draw(st.lists(st.tuples(spot, spot), max_size=8))
    spans = [Span(n, min(p), max(p)) for n, p in enumerate(pairs, 1) if p[0] != p[1]]
    heads = [(min(p), max(p), 1) for p in draw(st.lists(st.tuples(spot, spot), max_size=3))]
    return text, spans, heads


@given(marked())
def test_every_word_stands_once_and_in_order(
    case: tuple[str, list[Span], list[tuple[int, int, int]]],
) -> None:
    text, spans, heads = case
    laid_out = edition(text, heads, spans)
    assert "".join("".join(b.text.split()) for b in laid_out) == "".join(text.split())
    for block in laid_out:
        assert text[block.start : block.start + len(block.text)] == block.text


@given(marked())
def test_a_character_is_marked_by_the_spans_that_cover_it_and_no_other(
    case: tuple[str, list[Span], list[tuple[int, int, int]]],
) -> None:
    text, spans, heads = case
    for block in edition(text, heads, spans):
        place = block.start
        for piece in block.pieces:
            for offset in range(place, place + len(piece.text)):
                assert set(piece.spans) == {s.number for s in spans if s.start <= offset < s.end}
            place += len(piece.text)


@given(marked())
def test_each_span_with_a_word_is_anchored_exactly_once(
    case: tuple[str, list[Span], list[tuple[int, int, int]]],
) -> None:
    text, spans, heads = case
    anchored = [n for b in edition(text, heads, spans) for n in b.opens]
    assert len(anchored) == len(set(anchored))
    assert {s.number for s in spans if text[s.start : s.end].strip()} <= set(anchored)


def test_lines_that_a_page_wrapped_are_one_paragraph_and_items_are_not() -> None:
    text = (
        "The parties agree that every person who reports wrongdoing is to be\n"
        "protected from reprisal.\n1. Report by March\n2. Report by May\n\nThe end."
    )
    assert [b.text.splitlines()[0] for b in edition(text, [], [])] == [
        "The parties agree that every person who reports wrongdoing is to be",
        "1. Report by March",
        "2. Report by May",
        "The end.",
    ]


def test_the_hashes_of_a_heading_stay_with_it() -> None:
    text = "# One\n\nWords.\n\n  ## Two\nMore."
    heads = [(2, 5, 1), (text.index("Two"), text.index("Two") + 3, 2)]
    assert [(b.text, b.level) for b in edition(text, heads, [])] == [
        ("# One", 1), ("Words.", 0), ("## Two", 2), ("More.", 0),
    ]  # fmt: skip


def test_parts_hold_every_block_and_stay_under_the_cost_where_a_block_allows() -> None:
    text = "\n\n".join(f"Paragraph {n} has some words of its own." for n in range(100))
    laid_out = edition(text, [], [Span(1, 0, 9)])
    cut = parts(laid_out, most=500, per_span=100)
    assert [b for part in cut for b in part] == list(laid_out)
    assert all(sum(len(b.text) + 100 * len(b.opens) for b in part) <= 500 for part in cut)


def test_headings_are_found_where_the_source_marks_none() -> None:
    text = "Contents\n1. Aims\n\n## Preface\nWe met.\n\n1. Aims\n\nAct now.\n\nII. Means of **Work**\nPay."
    sections = [(text.index("Act"), ["Aims"]), (text.index("Pay"), ["Means of Work", "Not in the text"])]
    assert [(text[start:end], level) for start, end, level in headings(text, sections)] == [
        ("## Preface", 2),
        ("1. Aims", 1),
    ]
    assert headings(text, sections)[1][0] == text.rindex("1. Aims")


def test_a_provision_is_not_parted_where_a_line_happens_to_begin_with_a_year() -> None:
    text = "We met on 13 and 14 May\n2031. We agreed.\n\n2. Next."
    (first, second) = edition(
        text, [], [Span(1, 0, text.index("\n\n")), Span(2, text.index("Next"), len(text))]
    )
    assert first.text == "We met on 13 and 14 May\n2031. We agreed."
    assert second.text == "2. Next."
