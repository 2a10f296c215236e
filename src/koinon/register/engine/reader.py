"""From an extracted text to the provisions it holds: the reader's one entrance.

Rules: the annotation guide of the register (what a provision, its kind, strength, addressees and
deadline are); see docs/explanation/reader.md.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Protocol

from koinon.kernel.directory import Directory, folded
from koinon.register.engine.documents import Extract, Reading
from koinon.register.engine.front import Front, front_matter, members_named, narrates, quoted
from koinon.register.engine.layout.furniture import document_lines
from koinon.register.engine.layout.grids import grid_rows
from koinon.register.engine.layout.lines import lines
from koinon.register.engine.layout.outline import Block, outline
from koinon.register.engine.layout.paragraphs import paragraphs
from koinon.register.engine.provisions import provisions
from koinon.register.engine.wording.languages import language_of, lexicon_of
from koinon.register.engine.wording.parties import Names
from koinon.register.engine.wording.short_forms import defined_short_forms, full_names
from koinon.register.engine.wording.voice import Voice

_FORMAL = re.compile(r"(?:Republic|Kingdom|Government|Commonwealth|Principality|State) of (?:the )?")
_LAST_WORDS = (
    "assembly",
    "council",
    "committee",
    "commission",
    "parliament",
    "conference",
    "congress",
    "summit",
    "forum",
)


class Vocabulary(Protocol):
    """Whoever knows the themes and groups that a text touches."""

    def tagged(self, text: str, language: str, context: str = "") -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The themes and the groups of a provision; `context` is its section."""
        ...


def reading(extract: Extract, *, directory: Directory, vocabulary: Vocabulary | None = None) -> Reading:
    """Read the provisions out of an extract.

    `directory` resolves names to parties; without a `vocabulary` themes and groups stay empty. Offsets
    count in `extract.text`. Never raises on any text.
    """
    kept, rows = grid_rows(lines(extract))
    kept = document_lines(kept)
    blocks = outline(paragraphs(extract.text, kept))
    language = language_of(extract.text, extract.language)
    lexicon = lexicon_of(language)
    names = Names(directory, lexicon, defined_short_forms(extract.text), full_names(extract.text))
    front = front_matter(extract, blocks, names)
    voice = _voice(front, names, blocks)
    found = provisions(extract, blocks, rows, front, voice, language, vocabulary)
    return Reading(extract.name, front.title, front.issuers, front.date, front.place, language, found)


def _voice(front: Front, names: Names, blocks: Sequence[Block]) -> Voice:
    own: set[str] = set()
    for issuer in front.issuers:
        own.add(folded(issuer))
        own.add(folded(issuer.split(" of ")[0]))
        own.add(folded(_FORMAL.sub("", issuer)))
        own.update(folded(short) for short, full in names.short.items() if full == issuer)
        last = issuer.split()[-1:]
        own.update(word.lower() for word in last if word.lower() in _LAST_WORDS)
    own.discard("")
    return Voice(
        names=names,
        lexicon=names.lexicon,
        issuer=front.issuers[0] if front.issuers else "",
        own=frozenset(own),
        official=front.official or front.binding,
        binding=front.binding,
        members=members_named(blocks, names),
        narrates=narrates(blocks),
        quoted=quoted(blocks),
    )
