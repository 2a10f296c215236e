"""Invented documents as exports take them: one by hand, any number generated."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from koinon.register.engine.exports.papers import Item, Named, Paper, Rendering

AT = datetime(2031, 5, 5, 9, 30, tzinfo=UTC)
COUNCIL = Named("Harbour Council", "harbour-council", "https://register.example/parties/harbour-council/")


def item(number: int, text: str, start: int, **rest: Any) -> Item:
    """A recommendation to the Council over `text`, which begins at `start`."""
    facts: dict[str, Any] = {
        "number": number, "label": f"{number}", "section": (), "kind": "recommendation",
        "strength": "recommendation", "issuers": (Named("Harbour Conference"),), "addressees": (COUNCIL,),
        "deadline": "", "deadline_from": None, "deadline_due": None, "themes": (), "groups": (), "text": text,
        "start": start, "end": start + len(text), "page": None, "revision": 1, "changed_at": AT,
        "url": f"https://register.example/documents/outcome/{number}/",
    }  # fmt: skip
    return Item(**{**facts, **rest})


def paper(text: str, items: tuple[Item, ...] = (), **rest: Any) -> Paper:
    """A declaration with that text."""
    facts: dict[str, Any] = {
        "slug": "outcome", "title": "Outcome of Harbour", "kind": "declaration",
        "issuers": (Named("Harbour Conference"), COUNCIL), "issued_on": date(2031, 5, 4), "place": "Harbour",
        "language": "en", "invented": True, "url": "https://register.example/documents/outcome/",
        "source_name": "outcome.txt", "source_digest": "0" * 64, "published_at": AT, "revision": 1,
        "text": text, "headings": (), "items": items,
    }  # fmt: skip
    return Paper(**{**facts, **rest})


def of_lines(*lines: str, marked: tuple[str, ...] = (), **rest: Any) -> Paper:
    """A paper whose paragraphs are the lines; `marked` are those that are provisions."""
    text = "\n\n".join(lines)
    found = tuple(item(n, words, text.index(words)) for n, words in enumerate(marked, 1))
    return paper(text, found, **rest)


names = st.builds(
    Named,
    name=st.text(min_size=1, max_size=40),
    key=st.sampled_from(["", "harbour-council", "asean", "state-xyz"]),
)
keyed = st.builds(
    Named, name=st.text(min_size=1, max_size=20), key=st.sampled_from(["media", "elections", "x-y"])
)
words = st.text(
    alphabet=st.one_of(
        st.characters(codec="utf-8"),
        st.sampled_from("\n\n\f\x00\x0b\x1f\ufffe #*[]<>&\\$\"'@_`ا بحقوقไทยខ្មែរ"),
    ),
    max_size=400,
)


@st.composite
def papers(draw: st.DrawFn) -> Paper:
    """Any text with headings and provisions anywhere in it: nested, overlapping, touching, empty sections."""
    text = draw(words)
    spots = st.integers(0, max(len(text), 1))
    pairs = draw(st.lists(st.tuples(spots, spots), max_size=6))
    spans = [(min(p), min(max(p), len(text))) for p in pairs if min(p) < min(max(p), len(text))]
    heads = draw(st.lists(st.tuples(spots, spots, st.integers(1, 6)), max_size=6))
    items = tuple(
        item(
            number, text[start:end], start,
            label=draw(st.text(max_size=20)),
            issuers=tuple(draw(st.lists(names, max_size=2))),
            addressees=tuple(draw(st.lists(names, max_size=3))),
            themes=tuple(draw(st.lists(keyed, max_size=2))),
            groups=tuple(draw(st.lists(keyed, max_size=2))),
            deadline=draw(st.text(max_size=20)),
            deadline_due=draw(st.none() | st.dates()),
        )
        for number, (start, end) in enumerate(spans, 1)
    )  # fmt: skip
    return paper(
        text, items,
        title=draw(st.text(max_size=60)),
        issuers=tuple(draw(st.lists(names, max_size=3))),
        issued_on=draw(st.none() | st.dates()),
        language=draw(st.sampled_from(["en", "ar", "th", "und", "xx"])),
        headings=tuple(heads),
        revision=draw(st.integers(1, 3)),
        source_name=draw(st.text(max_size=20)),
    )  # fmt: skip


renderings = st.builds(
    Rendering,
    language=st.sampled_from(["fr", "ar", "id"]),
    title=st.text(max_size=40),
    standing=st.sampled_from(["authoritative", "human", "machine"]),
    made_by=st.text(max_size=20),
    made_on=st.none() | st.dates(),
    wordings=st.dictionaries(st.integers(1, 6), words, max_size=4),
)
