"""Who is to do what, how firmly: the ruling over an item, a chapeau, a heading, a sentence."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.layout.outline import Block, Sort
from koinon.register.engine.wording.acts import deciding, speeches
from koinon.register.engine.wording.heads import Head, head_of
from koinon.register.engine.wording.parties import Named
from koinon.register.engine.wording.sentences import sentence_spans
from koinon.register.engine.wording.speech import Speech
from koinon.register.engine.wording.subjects import parties_after
from koinon.register.engine.wording.voice import Voice

_FINDINGS = re.compile(
    r"\b(?:(?:key |main )?findings|areas of progress|progress (?:made|to date|achieved)|achievements|"
    r"factors (?:limiting|hindering|enabling)|lessons learned|"
    r"challenges|obstacles|what we (?:found|learned|heard)|limitations|gaps|constats|hallazgos|"
    r"logros|desafíos)\b",
    re.IGNORECASE,
)
_ASKING = re.compile(
    r"\b(?:recommendations?|proposals?|demands|asks|recommandations?|recomendaciones|propuestas|"
    r"demandas|calls? to action|way forward|next steps|what .{3,40} (?:should|can) do)\b",
    re.IGNORECASE,
)
_PROMISING = re.compile(
    r"\b(?:commitments?|pledges?|we (?:will|commit)|engagements|compromisos|undertakings|"
    r"deliverables|voluntary commitments?|our actions?)\b",
    re.IGNORECASE,
)
_FOR_WHOM = re.compile(
    r"(?:(?:for|to|pour|aux?|para|a)\s+(?P<who>[^:.]{3,90}?)|"
    r"(?:what\s+)?(?P<told>[^:.]{3,60}?)\s+(?:should|must|can|need\s+to)(?:\s+do)?)\s*:?\Z",
    re.IGNORECASE,
)
_LED = re.compile(r"(?P<who>[A-Z][^.:;]{2,60}):\s+(?=[a-z]|[A-Z][a-z]+\s)")
_GOES_ON = re.compile(r"(?:They|It|Both|Ils|Elles|Ellos|Ellas)\s")
_STATED = re.compile(r"\b(?:is|are|remains?|requires?|means)\b")
_TITLED = re.compile(r"\A\*\*(?:[^*\s]+\s*){1,7}[.:]?\*\*[.:]?\s")
_PRINCIPLES = re.compile(r"\b(?:principles?|values|positions|objectives|goals)\b", re.IGNORECASE)
_FOLLOWING = re.compile(r"\b(?:the following|as follows|suivant\w*|siguientes?)\b", re.IGNORECASE)
_NESTED = re.compile(
    r"\s+(?:further\s+|also\s+|strongly\s+)?(?:to\s+)?(?:further\s+)?(?:encourage|urge|"
    r"call\s+(?:up)?on|invite|request|ask|support|encourager|inviter|alentar|instar|invitar)\b"
)


@dataclass(frozen=True, slots=True)
class Ruling:
    """Kind, strength and parties, with the reasons; `ours` says the issuer itself is to act.

    `declared` marks a chapeau that only states something, under which an item's own act decides.
    """

    kind: Kind
    strength: Strength
    parties: tuple[Named, ...]
    ours: bool
    why: tuple[str, ...]
    declared: bool = False


def union(*groups: tuple[Named, ...]) -> tuple[Named, ...]:
    """Parties in order, each name once; "ASEAN member states" adds nothing to ASEAN and member states."""
    seen: dict[str, Named] = {}
    words: set[str] = set()
    for group in groups:
        for named in group:
            low = named.name.lower()
            if low in seen or (seen and set(low.split()) <= words and group is not groups[0]):
                continue
            seen[low] = named
        words = {word for name in seen for word in name.split()}
    return tuple(seen.values())


class Rulings:
    """Rules over the blocks of one document; chapeau rulings are remembered."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self._of: dict[int, Ruling | None] = {}
        self._before: tuple[Named, ...] = ()

    def chapeau(self, block: Block | None) -> Ruling | None:
        """What a block passes down to the items it introduces."""
        if block is None:
            return None
        key = id(block)
        if key not in self._of:
            self._of[key] = None
            self._of[key] = self._chapeau(block)
        return self._of[key]

    def _chapeau(self, block: Block) -> Ruling | None:
        above = self.chapeau(block.intro) or self.heading(block)
        text = block.paragraph.plain
        spans = sentence_spans(text)
        if not spans:
            return above
        last = text[slice(*spans[-1])]
        self.voice.antecedent = ()
        for span in spans[:-1]:
            earlier = speeches(text[slice(*span)], self.voice)
            self.voice.antecedent = next(
                (s.parties for s in reversed(earlier) if s.parties), self.voice.antecedent
            )
        head, _ = head_of(last, self.voice.lexicon)
        self.voice.chorus = block.sort is Sort.PROSE and last.rstrip("* ").endswith(":")
        found = speeches(last, self.voice)
        self.voice.chorus = False
        if found and found[0].tasks and head is Head.IMPERATIVE and block.sort is Sort.PROSE:
            head = Head.OTHER
        if (
            above is not None
            and not above.declared
            and head is not Head.OTHER
            and not (found and found[0].leads and found[0].tasks)
        ):
            return above
        if not found and block.sort is Sort.PROSE and len(spans) > 1:
            found = [s for s in speeches(text[slice(*spans[-2])], self.voice) if s.tasks][-1:]
        speech = next(deciding(found), None)
        if speech is None:
            if head is Head.IMPERATIVE and above is None:
                return Ruling(
                    Kind.RECOMMENDATION,
                    Strength.RECOMMENDATION,
                    (),
                    False,
                    (f"kind: imperative chapeau “{_short(last)}”",),
                )
            return above
        if above is not None and not above.declared and not speech.tasks:
            return above
        if block.sort is Sort.ITEM and not speech.tasks and len(spans) > 1:
            # "Publish the rules. They should include:" is ruled by the order, not by what it includes
            ordered, _ = head_of(text[slice(*spans[0])], self.voice.lexicon)
            if ordered is Head.IMPERATIVE:
                why = f"kind: imperative chapeau “{_short(text)}”"
                return Ruling(
                    Kind.RECOMMENDATION,
                    Strength.RECOMMENDATION,
                    above.parties if above else (),
                    False,
                    (why,),
                )
        ruling = _from_speech(speech, "chapeau ")
        listing = _PRINCIPLES.search(last) is not None
        if not ruling.ours and _FOLLOWING.search(last) and (not ruling.parties or listing):
            ruling = replace(ruling, declared=True)
        if speech.kind is Kind.COMMITMENT and (nested := _nested(last, speech, self.voice)):
            ruling = replace(
                ruling,
                parties=nested,
                ours=False,
                why=(*ruling.why, "addressees: whom the issuer intends to encourage"),
            )
        if not ruling.parties and not ruling.ours and above is not None:
            ruling = replace(ruling, parties=above.parties)
        return ruling

    def heading(self, block: Block) -> Ruling | None:
        """What the headings above a block say of its items, if anything."""
        for heading in reversed(block.headings):
            key = id(heading)
            if key not in self._of:
                self._of[key] = self._heading(heading)
            if self._of[key] is not None:
                return self._of[key]
        return None

    def _heading(self, heading: Block) -> Ruling | None:
        words = heading.paragraph.plain.lstrip("# ")
        if _FINDINGS.search(words) and not _ASKING.search(words):
            return Ruling(
                Kind.FINDING,
                Strength.OPTIONAL,
                (),
                False,
                (f"kind: listed under “{_short(words)}”",),
                declared=True,
            )
        if _PROMISING.search(words) and not _ASKING.search(words):
            return Ruling(Kind.COMMITMENT, Strength.BINDING, (), True, (f"kind: heading “{_short(words)}”",))
        addressed = _addressed(words, self.voice)
        if _ASKING.search(words) or addressed:
            return Ruling(
                Kind.RECOMMENDATION,
                Strength.RECOMMENDATION,
                addressed,
                False,
                (f"kind: heading “{_short(words)}”",),
                declared=True,
            )
        return None

    def item(self, block: Block) -> Ruling:
        """The ruling over a marked item."""
        ruling = self._item(block)
        self._before = ruling.parties or self._before
        if ruling.kind is Kind.RECOMMENDATION and not ruling.parties and not ruling.ours:
            lead = _LED.match(block.paragraph.plain)
            parties = self.voice.names.listed(lead.group("who"), need=2) if lead else []
            return replace(ruling, parties=tuple(parties))
        return ruling

    def _item(self, block: Block) -> Ruling:
        text = block.paragraph.plain
        voice = self.voice
        introduced = self.chapeau(block.intro)
        above = introduced or self.heading(block)
        spans = sentence_spans(text)
        # "They shall …" in a run of items goes on with the agent of the item before
        voice.antecedent = self._before if _GOES_ON.match(text) else ()
        by_sentence: list[list[Speech]] = []
        for span in spans:
            sentence = text[slice(*span)]
            found = speeches(sentence, voice)
            by_sentence.append(found)
            voice.antecedent = next((s.parties for s in reversed(found) if s.parties), voice.antecedent)
        every = [speech for found in by_sentence for speech in found]
        head, verb = head_of(text[slice(*spans[0])], voice.lexicon) if spans else (Head.OTHER, text)
        if (
            by_sentence
            and by_sentence[0]
            and by_sentence[0][0].leads
            and (by_sentence[0][0].ours or by_sentence[0][0].parties)
        ):
            head = Head.OTHER
        if above is not None and above.kind is Kind.FINDING:
            return above
        if (
            _TITLED.match(block.paragraph.text)
            and len(by_sentence) > 1
            and any(s.tasks for s in by_sentence[1])
        ):
            # a bold run-in title does not decide when the sentence after it asks for something
            by_sentence, every = by_sentence[1:], [speech for found in by_sentence[1:] for speech in found]
            head, verb = head_of(text[slice(*spans[1])], voice.lexicon)
            if by_sentence[0] and by_sentence[0][0].leads:
                head = Head.OTHER
        further = _told(every)
        own = next(deciding(every), None)
        if own is not None and own.kind is Kind.PRINCIPLE and not own.tasks and not by_sentence[0]:
            # the item opens with a plain statement; what it says further on does not decide
            own = None
        if (own is None or not own.tasks) and introduced is None and voice.lexicon.right.search(text):
            return Ruling(
                Kind.PRINCIPLE, Strength.BINDING, (), False, ("kind: a right is stated → principle, binding",)
            )
        if head is Head.GERUND and introduced is None and (own is not None or _STATED.search(text[:120])):
            # "Referring to …, the Assembly asks", "Speaking out is a right": no bare gerund
            head = Head.OTHER
        if head is not Head.OTHER:
            return self._by_head(head, verb, above, introduced, further)
        if (
            own is not None
            and own.tasks
            and (introduced is None or introduced.declared or own in by_sentence[0])
        ):
            ruling = _from_speech(own, "")
            parties = union(
                introduced.parties
                if introduced and not introduced.ours and ruling.kind is Kind.RECOMMENDATION
                else (),
                ruling.parties,
                further,
            )
            if (
                introduced is not None
                and not introduced.declared
                and introduced.kind is Kind.COMMITMENT
                and ruling.kind is Kind.RECOMMENDATION
                and not ruling.parties
            ):
                return introduced
            if ruling.kind is Kind.RECOMMENDATION or (ruling.ours and not ruling.parties):
                return replace(ruling, parties=parties if ruling.kind is Kind.RECOMMENDATION else further)
            return ruling
        if introduced is not None and not introduced.declared:
            return replace(introduced, parties=union(introduced.parties, further))
        if introduced is None and above is not None and above.kind is Kind.RECOMMENDATION and own is None:
            return replace(above, parties=union(above.parties, further))
        if own is not None:
            ruling = _from_speech(own, "")
            return replace(ruling, parties=union(ruling.parties, further if own.tasks else ()))
        if above is not None and not above.declared:
            return above
        if introduced is not None:
            return introduced
        return Ruling(
            Kind.PRINCIPLE,
            Strength.INTENTION,
            (),
            False,
            ("kind: declaratory, no one is tasked → principle",),
        )

    def _by_head(
        self,
        head: Head,
        verb: str,
        above: Ruling | None,
        introduced: Ruling | None,
        further: tuple[Named, ...],
    ) -> Ruling:
        short = _short(verb)
        considering = self.voice.lexicon.considering.match(verb) is not None
        if above is not None and not (above.declared and above.kind is Kind.PRINCIPLE):
            ruling = above
            parties = union(
                above.parties if not above.ours else (), further if ruling.kind is Kind.RECOMMENDATION else ()
            )
            ruling = replace(ruling, parties=parties)
        else:
            if self.voice.official and head is Head.GERUND:
                why = f"kind: gerund item “{short}” of an official issuer → commitment"
                return Ruling(
                    Kind.COMMITMENT, Strength.OPTIONAL if considering else Strength.BINDING, (), True, (why,)
                )
            kind = f"kind: {head.value} item “{short}” → recommendation"
            ruling = Ruling(Kind.RECOMMENDATION, Strength.RECOMMENDATION, further, False, (kind,))
        if considering and ruling.strength is not Strength.OPTIONAL:
            ruling = replace(
                ruling, strength=Strength.OPTIONAL, why=(*ruling.why, f"strength: item “{short}” → optional")
            )
        return ruling


def _from_speech(speech: Speech, where: str) -> Ruling:
    words = " ".join(speech.words.split())
    why = f"kind: {where}{speech.rule} “{words}” → {speech.kind.value}, {speech.strength.value}"
    return Ruling(
        speech.kind, speech.strength, speech.parties, speech.ours, (why,), declared=not speech.tasks
    )


def _addressed(heading: str, voice: Voice) -> tuple[Named, ...]:
    """For whom a heading says that what follows is meant ("For donors", "To the Parties")."""
    match = _FOR_WHOM.match(heading)
    return tuple(voice.names.listed(match["who"] or match["told"], need=2)) if match else ()


def _told(every: list[Speech]) -> tuple[Named, ...]:
    """The parties whom the issuer itself tells to act, anywhere in an item."""
    return union(*(s.parties for s in every if s.tasks and s.kind is Kind.RECOMMENDATION))


def _nested(sentence: str, speech: Speech, voice: Voice) -> tuple[Named, ...]:
    at = speech.start
    trigger = voice.lexicon.triggers.match(sentence, at)
    if trigger is None:
        return ()
    nested = _NESTED.match(sentence, trigger.end())
    return parties_after(sentence, nested.end(), voice) if nested else ()


def _short(words: str) -> str:
    return words if len(words) <= 48 else words[:47].rsplit(" ", 1)[0] + " …"


def sentence_ruling(sentence: str, voice: Voice) -> Ruling | None:
    """The ruling over a sentence of running text, or None where it is not operative."""
    found = [s for s in speeches(sentence, voice) if s.tasks and s.prose]
    if not found:
        return None
    ruling = _from_speech(found[0], "")
    if (ruling.kind is Kind.RECOMMENDATION and ruling.parties) or ruling.ours:
        ruling = replace(
            ruling,
            parties=union(ruling.parties, *(s.parties for s in found[1:] if s.kind is Kind.RECOMMENDATION)),
        )
    return ruling
