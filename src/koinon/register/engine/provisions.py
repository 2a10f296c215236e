"""The provisions of a document, in order."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from koinon.kernel.directory import folded
from koinon.register.engine.attribution import attribution
from koinon.register.engine.documents import Addressee, Deadline, Extract, Kind, Provision, Strength
from koinon.register.engine.front import Front, recipients_in
from koinon.register.engine.labels import Labels, section_path
from koinon.register.engine.layout.grids import Row
from koinon.register.engine.layout.outline import Block, Sort
from koinon.register.engine.pledges import pledge, reports
from koinon.register.engine.rulings import Ruling, Rulings, sentence_ruling, union
from koinon.register.engine.summaries import repeated_summary
from koinon.register.engine.tables import rows_of
from koinon.register.engine.wording.acts import speeches
from koinon.register.engine.wording.deadlines import deadline
from koinon.register.engine.wording.parties import Named
from koinon.register.engine.wording.sentences import sentence_spans
from koinon.register.engine.wording.subjects import subject
from koinon.register.engine.wording.voice import Voice

if TYPE_CHECKING:
    from koinon.register.engine.reader import Vocabulary

_THEY = re.compile(
    r"\b(?:they|them|it|these|those|both|ils|elles|eux|ceux-ci|ellos|ellas|[ée]st[oa]s)\b", re.IGNORECASE
)
_BESIDE = re.compile(
    r"(?:key ?words?|tags?|contacts?|e-?mail|tel(?:ephone)?|phone|themes?|sdgs?|sources?|website|url|"
    r"download|read more|photo|mots[- ]clés|palabras clave)\s*:",
    re.IGNORECASE,
)
_PREAMBLE = re.compile(
    r"(?:whereas|having (?:regard|considered|heard|examined|met)|recalling|considering that|noting|"
    r"bearing in mind|mindful|taking (?:note|into account)|guided by|"
    r"vu\b|considérant|ayant (?:examiné|à l'esprit)|rappelant|visto|vist[ao]s|considerando|teniendo "
    r"(?:en cuenta|presente)|recordando)\b(?![^.]{0,400}\b(?:shall|we will|we commit)\b)",
    re.IGNORECASE,
)


def provisions(
    extract: Extract,
    blocks: Sequence[Block],
    grid: Mapping[int, Row],
    front: Front,
    voice: Voice,
    language: str,
    vocabulary: Vocabulary | None,
) -> tuple[Provision, ...]:
    """Walk the blocks and give each provision its place, ruling, addressees and deadline."""
    walk = _Walk(extract, blocks, grid, front, voice, language, vocabulary)
    skipped = repeated_summary(blocks)
    for block, after in zip(blocks, [*blocks[1:], None], strict=False):  # of no blocks, none
        if id(block) in skipped or (block.sort is Sort.ITEM and _left_open(block, after)):
            continue
        if block.sort is Sort.ITEM:
            walk.item(block)
        elif block.sort is Sort.PROSE:
            walk.prose(block)
    return tuple(walk.found)


def grid_row(grid: Mapping[int, Row], block: Block) -> Row | None:
    """The row whose action a block is, in a table of one cell to a line."""
    return grid.get(block.paragraph.start)


def _is_tag(block: Block) -> bool:
    """Whether a bullet beside signed recommendations only files them under a theme."""
    text = block.paragraph.plain
    bare = block.marker is None or block.marker.is_bullet
    return bare and len(text) < 160 and not text.endswith((".", ";"))


def _left_open(block: Block, after: Block | None) -> bool:
    """Whether an item ends in a colon before a heading or prose: it introduces what follows."""
    return (
        after is not None
        and after.sort in (Sort.HEADING, Sort.PROSE)
        and block.paragraph.text.rstrip("* ").endswith(":")
    )


class _Walk:
    """One pass over the blocks of a document."""

    def __init__(
        self,
        extract: Extract,
        blocks: Sequence[Block],
        grid: Mapping[int, Row],
        front: Front,
        voice: Voice,
        language: str,
        vocabulary: Vocabulary | None,
    ) -> None:
        self.extract = extract
        self.front = front
        self.voice = voice
        self.language = language
        self.vocabulary = vocabulary
        self.rulings = Rulings(voice)
        self.labels = Labels(front.title)
        self.has_headings = any(block.sort is Sort.HEADING for block in blocks)
        self.recipients: dict[int, tuple[Named, ...]] = {}
        self.found: list[Provision] = []
        self.ordinals = False
        self.attribution = attribution(blocks, front.title, voice.names)
        self.grid = grid
        self.rows = rows_of(blocks, extract.text) if "\t" in extract.text or " | " in extract.text else {}

    def item(self, block: Block) -> None:
        """An item is one provision, unless it only introduces deeper ones."""
        if block.introduces:
            return
        text = block.paragraph.plain
        if not any(c.isalpha() for c in text) or _BESIDE.match(text) or _PREAMBLE.match(text):
            return
        if (row := (self.rows.get(id(block)) or grid_row(self.grid, block))) and (row.lead or row.signers):
            self._row(block, row)
            return
        if self.attribution.signers and id(block) not in self.attribution.signers and _is_tag(block):
            return
        party = self.attribution.party_of(block) if self.attribution.pledging else None
        if party is not None:
            self._pledge(block, party)
            return
        if block.marker is not None and block.marker.style.startswith("ordinal"):
            # "Firstly, … Secondly, …" order an argument; "First, … Second, …" are a declaration's paragraphs
            self.ordinals = self.ordinals or block.marker.style == "ordinal"
            if not self.ordinals:
                self.prose(block)
                return
        ruling = self.rulings.item(block)
        signed = id(block) in self.attribution.signers
        if block.items and not signed and not any(s.tasks for s in speeches(text, self.voice)):
            return
        self._add(block, 0, len(block.paragraph.text), self.labels.item(block), ruling)

    def _row(self, block: Block, row: Row) -> None:
        """A row of a table: its own columns say whose it is."""
        paragraph = block.paragraph
        # a signed recommendation is its own words; a row of pledges is kept whole, with its date
        words = row.action if row.signers and row.action in paragraph.text else paragraph.text
        start = paragraph.text.find(words)
        end = start + len(words)
        named = tuple(self.voice.names.listed(row.signers or row.lead)) or (
            Named(row.signers or row.lead, row.signers or row.lead),
        )
        ruling = self.rulings.item(block)
        if row.promised:
            pledged = pledge(block, named[0], self.voice)
            ruling = replace(pledged, parties=named)
            self._add(
                block,
                0,
                end,
                self.labels.item(block),
                ruling,
                Named(row.lead, row.lead),
                row.due,
            )
            return
        if row.signers and ruling.kind is not Kind.RECOMMENDATION:
            why = ("kind: a table row that a state recommends → recommendation",)
            ruling = Ruling(Kind.RECOMMENDATION, Strength.RECOMMENDATION, (), False, why)
        reviewed = (self.attribution.reviewed,) if self.attribution.reviewed else ruling.parties
        ruling = Ruling(ruling.kind, ruling.strength, reviewed, False, ruling.why)
        signers = Named("; ".join(n.name for n in named), row.signers) if row.signers else None
        self._add(block, start, end, self.labels.item(block), ruling, signers, row.due)

    def _pledge(self, block: Block, party: Named) -> None:
        """What a party pledges is its commitment; what it reports as done is none."""
        if reports(block, self.voice):
            return
        self._add(
            block,
            0,
            len(block.paragraph.text),
            self.labels.item(block),
            pledge(block, party, self.voice),
            issuer=party,
        )

    def prose(self, block: Block) -> None:
        """Running text holds as many provisions as it has operative sentences."""
        text = block.paragraph.text
        operative = [match.start() for match in self.voice.lexicon.triggers.finditer(text)]
        if not operative:
            return
        spans = sentence_spans(text)
        if spans and (block.introduces or text.rstrip("* ").endswith(":")):
            spans = spans[:-1]
        before, parties = "", None
        for start, end in spans:
            sentence = text[start:end].replace("**", "")
            at = bisect_left(operative, start)
            if at == len(operative) or operative[at] >= end:
                before, parties = sentence, None
                continue
            if _THEY.search(sentence):
                self.voice.antecedent = parties = parties or _mentioned(before, self.voice)
            ruling = sentence_ruling(sentence, self.voice)
            self.voice.antecedent = ()
            if ruling is not None:
                if not ruling.parties and not ruling.ours and ruling.kind is Kind.RECOMMENDATION:
                    parties = parties or _mentioned(before, self.voice)
                    why = (*ruling.why, "addressees: named in the sentence before") if parties else ruling.why
                    ruling = Ruling(ruling.kind, ruling.strength, parties, False, why)
                self._add(block, start, end, self.labels.prose(block), ruling)
            before, parties = sentence, (ruling.parties or None) if ruling else None

    def _add(
        self,
        block: Block,
        start: int,
        end: int,
        label: str,
        ruling: Ruling,
        issuer: Named | None = None,
        due: str = "",
    ) -> None:
        paragraph = block.paragraph
        text = paragraph.text[start:end].strip()
        lead = len(paragraph.text[start:end]) - len(paragraph.text[start:end].lstrip())
        a, b = paragraph.passage.span(start + lead, start + lead + len(text))
        section = section_path(block, self.front.title, self.has_headings)
        addressees, why = self._addressees(block, ruling)
        themes, groups = (
            self.vocabulary.tagged(text, self.language, " > ".join(section)) if self.vocabulary else ((), ())
        )
        pages = self.extract.pages
        self.found.append(
            Provision(
                label=label,
                section=section,
                kind=ruling.kind,
                strength=ruling.strength,
                issuer=self._issuer(block, issuer),
                addressees=addressees,
                deadline=None if ruling.kind is Kind.FINDING else self._deadline(text, due),
                themes=themes,
                groups=groups,
                text=text,
                start=a,
                end=b,
                page=bisect_right(pages, a) if pages else None,
                why=(*ruling.why, *why),
            )
        )

    def _deadline(self, text: str, due: str) -> Deadline | None:
        found = deadline(text, self.language, self.front.date)
        if not due or due not in text or (found and due in found.text):
            return found
        dated = deadline(f"by {due}", self.language, self.front.date)
        words = f"{found.text} | {due}" if found and found.text not in due else due
        return Deadline(words, dated.start if dated else None, dated.due if dated else None)

    def _issuer(self, block: Block, pledging: Named | None) -> str:
        signers = self.attribution.signers.get(id(block))
        if signers:
            return "; ".join(signers)
        return pledging.name if pledging else "; ".join(self.front.issuers)

    def _addressees(self, block: Block, ruling: Ruling) -> tuple[tuple[Addressee, ...], tuple[str, ...]]:
        if ruling.kind is Kind.FINDING:
            return (), ()
        named, why = self._named(block, ruling)
        found = []
        for party in self._selves(named):
            known = self.voice.names.known(party.name) or self.voice.names.known(party.mention)
            found.append(Addressee(party.name, party.mention, known.key if known else None))
        return tuple(found), (why,) if why else ()

    def _selves(self, named: tuple[Named, ...]) -> tuple[Named, ...]:
        """The issuer by its own name where the text says "the Conference"."""
        if not self.front.issuers:
            return named
        own = Named(self.front.issuers[0], "")
        return union(
            tuple(Named(own.name, n.mention) if folded(n.name) in self.voice.own else n for n in named)
        )

    def _named(self, block: Block, ruling: Ruling) -> tuple[tuple[Named, ...], str]:
        own = (Named(self.front.issuers[0], "we") if self.front.certain else Named("we", "we"),)
        if id(block) in self.attribution.signers and self.attribution.reviewed is not None:
            return (self.attribution.reviewed,), "addressees: the party under review"
        if ruling.kind is Kind.COMMITMENT:
            if ruling.ours:
                return union(own, ruling.parties), "addressees: the issuer"
            return (ruling.parties, "") if ruling.parties else (own, "addressees: the issuer")
        if ruling.parties and not ruling.ours:
            return ruling.parties, ""
        if ruling.kind is Kind.PRINCIPLE:
            return (), ""
        if ruling.ours:
            if self.front.community:
                return (Named(self.front.community, "we"),), "addressees: “we” of a non-state author"
            return own, "addressees: “we”"
        if self.attribution.reviewed is not None and self.rows:
            return (self.attribution.reviewed,), "addressees: the party under review"
        for heading in reversed(block.headings):
            key = id(heading)
            if key not in self.recipients:
                self.recipients[key] = recipients_in(
                    heading.paragraph.plain.lstrip("# "), self.voice.names, self.front.issuers
                )
            if self.recipients[key]:
                return self.recipients[key], "addressees: named in the heading"
        return self.front.recipients, "addressees: named in the title" if self.front.recipients else ""


def _mentioned(sentence: str, voice: Voice) -> tuple[Named, ...]:
    """The agents that a sentence has as subjects of a modal, operative or not."""
    for match in voice.lexicon.triggers.finditer(sentence):
        who = subject(sentence, match.start(), voice)
        if who.agents:
            return who.agents
    return ()
