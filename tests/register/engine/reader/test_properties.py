"""What holds of the reader on any text whatever."""

from __future__ import annotations

import time
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from koinon.register.engine.documents import Extract, Mark, Reading, Role
from koinon.register.engine.reader import reading
from tests.spec.reader.forms import DIRECTORY, read

PIECES = st.sampled_from(
    [
        "We urge Arcadia to:\n",
        "1. ",
        "(a) ",
        "(i) ",
        "• ",
        "- ",
        "Article 5\n",
        "First, ",
        "\n",
        "\n\n",
        "\f",
        "\t",
        "publish the budget by 2030;\n",
        "We will meet again in 2031. ",
        "RECOMMENDATIONS\n",
        "Page 3 of 12\n",
        "**Bold.** ",
        "Governments must act",
        " (Arcadia) (Dorne);\n",
        "owner-\nship",
        "“quoted",
        "”",
        "Les États doivent agir. ",
        "Instamos a los gobiernos a actuar. ",
        "نلتزم بذلك؛\n",
        "\u00ad\u200b\ufeff",
        "61.1 Ratify it",
        "| Lead | Due |\n",
    ]
)
TEXTS = st.one_of(st.text(max_size=400), st.lists(PIECES, max_size=40).map("".join))


def folded(text: str) -> str:
    return " ".join(text.split())


def check(result: Reading, text: str) -> None:
    last = 0
    for provision in result.provisions:
        assert last <= provision.start < provision.end <= len(text)
        last = provision.start
        assert provision.text == folded(provision.text)
        assert provision.label and provision.section and provision.why
        assert provision.deadline is None or all(
            words in provision.text for words in provision.deadline.text.split(" | ")
        )
    ends = [(p.start, p.end) for p in result.provisions]
    assert all(end <= start for (_, end), (start, _) in pairwise(ends))


@settings(max_examples=150)
@given(TEXTS)
def test_any_text_is_read_with_valid_ordered_spans(text: str) -> None:
    check(read(text), text)


@settings(max_examples=60)
@given(TEXTS, st.data())
def test_any_marks_and_pages_are_survived(text: str, data: st.DataObject) -> None:
    where = st.integers(0, len(text))
    marks = data.draw(st.lists(st.tuples(where, where, st.sampled_from(Role), st.integers(0, 3)), max_size=6))
    pages = tuple(sorted(data.draw(st.sets(where, max_size=4)) | {0}))
    extract = Extract(
        "any",
        "txt",
        text,
        tuple(sorted((Mark(min(a, b), max(a, b), r, n) for a, b, r, n in marks), key=lambda m: m.start)),
        pages,
    )
    check(reading(extract, directory=DIRECTORY), text)


def test_a_span_is_its_text() -> None:
    text = "Our paper\n\nWe urge Arcadia to:\n\n•  open   the\tarchives;\n•  publish the budget.\n"
    for provision in read(text).provisions:
        assert folded(text[provision.start : provision.end]) == provision.text


def test_the_same_text_gives_the_same_reading() -> None:
    text = "Our paper\n\nWe urge Arcadia, Dorne and the EU to open the archives by 2030.\n"
    assert read(text) == read(text)


def test_time_grows_with_length_and_no_faster() -> None:
    line = (
        "{}. Governments should publish report {} by 2030, together with those concerned; remarks follow.\n"
    )
    short, long = ("Plan\n\n" + "".join(line.format(n, n) for n in range(1, count)) for count in (300, 2400))

    def taken(text: str) -> float:
        start = time.process_time()
        read(text)
        return time.process_time() - start

    taken(short)
    assert taken(long) < 8 * 4 * max(taken(short), 0.01)


def test_hostile_repetitions_are_read_in_good_time() -> None:
    start = time.process_time()
    for unit in (
        "(",
        "a, ",
        "that ",
        "1.",
        "of the ",
        "“",
        "- ",
        "\n",
        "A ",
        "and ",
        "should ",
        ", which, ",
        "x" * 50 + " ",
    ):
        read(unit * (20_000 // len(unit)))
    assert time.process_time() - start < 30
