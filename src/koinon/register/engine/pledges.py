"""What a party pledges under its own name, and what it only reports as done."""

from __future__ import annotations

import re

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.layout.outline import Block
from koinon.register.engine.rulings import Ruling, union
from koinon.register.engine.wording.acts import speeches
from koinon.register.engine.wording.heads import Head, head_of
from koinon.register.engine.wording.parties import Named
from koinon.register.engine.wording.sentences import sentence_spans
from koinon.register.engine.wording.voice import Voice

_DONE = re.compile(
    r"(?:(?:the\s+)?[A-Z][\w’'-]*(?:\s+(?:of|the|and|[A-Z][\w’'-]*|minister|government|ministry|"
    r"parliament)){0,6}\s+)?(?:has\s+|have\s+|had\s+|recently\s+|also\s+)*(?:[a-z]+ed|made|gave|held|"
    r"took|began|won|built|set\s+up|put|led|sent|met|brought|signed)\b|(?:in|since|over|"
    r"during)\s+(?:the\s+past|[12]\d{3})",
    re.IGNORECASE,
)
_PLEDGED = re.compile(
    r"\b(?:pledged?|pledges|commits?|committed|announce[sd]?|promise[sd]?|undert(?:ake|akes|ook)|"
    r"agreed|intends?|plan(?:s|ned)? to|aims? (?:to|at)|"
    r"re-?affirm(?:s|ed)?\s+(?:its|their|our)\s+commitment)\b(?!\s+by\b)",
    re.IGNORECASE,
)
_AHEAD = re.compile(
    r"\b(?:will|shall|intends?|plans? to|aims? (?:to|at)|(?-i:may|\AMay)|commits?|pledges?|undertakes?)\b",
    re.IGNORECASE,
)
_PLEDGE_VERB = re.compile(
    r"\b(?:will|shall|commit\w*|pledge\w*|undertak\w+|resolv\w+|agree\w*|announc\w+|re-?affirm\w*|"
    r"intend\w*|plan(?:s|ned|ning)?\b|aim(?:s|ed|ing)?\b|seeks?\b|hopes?\b|expects?\b|stands?\s+ready|(?-i:may|\AMay)\b|can\b|"
    r"could\b|consider\w*)",
    re.IGNORECASE,
)
_INTENDING = ("intend", "plan", "aim", "seek", "hope", "expect", "stand")
_OPTING = ("may", "can", "could", "consider")
_THANKS = re.compile(r"\A[^.;:]{0,60}?\b(?:thanks?|congratulates?|commends?|applauds?)\b", re.IGNORECASE)
_SUBORDINATE = re.compile(
    r"\b(?:so\s+that|which|who|where|because|in\s+order|whose|if|while)\b", re.IGNORECASE
)
_BODY = re.compile(
    r"\A(?:The|Its)\s+(?!government\b|state\b|country\b|authorities\b)"
    r"(?P<who>[a-z][\w’'-]*(?:\s+(?!will\b|shall\b)[\w’'-]+){0,4}?)\s+(?:will|shall|may|intends|plans)\b"
)
_NAME = re.compile(r"\A[\s*_]*[A-Z\u00c0-\u00de][^:.]{2,60}:[\s*_]*")


def _after_name(text: str) -> str:
    return _NAME.sub("", text, count=1)


def reports(block: Block, voice: Voice) -> bool:
    """Whether an item only tells of something already done."""
    words = _after_name(block.paragraph.plain)
    if any(s.tasks for s in speeches(words, voice)) or _PLEDGED.search(words):
        return False
    if _THANKS.match(words):
        return not _AHEAD.search(words)
    if head_of(words, voice.lexicon)[0] is not Head.OTHER:
        return False
    return bool(_DONE.match(words) or voice.lexicon.past.search(words)) and not _AHEAD.search(words)


def pledge(block: Block, party: Named, voice: Voice) -> Ruling:
    """The ruling over what a party pledges under its name."""
    words = _after_name(block.paragraph.plain)
    spans = sentence_spans(words)
    first = words[slice(*spans[0])] if spans else words
    strength = Strength.BINDING
    found = next((s for span in spans[:3] for s in speeches(words[slice(*span)], voice) if s.tasks), None)
    clause = _SUBORDINATE.search(first, 20)
    lead = _PLEDGE_VERB.search(first[: clause.start() if clause else 400])
    verb = lead.group().lower() if lead else ""
    if verb.startswith(_INTENDING):
        strength = Strength.INTENTION
    elif verb.startswith(_OPTING):
        strength = Strength.OPTIONAL
    parties = found.parties if found and found.kind is Kind.COMMITMENT and found.parties else ()
    body = tuple(
        n for n in parties if voice.names.known(n.name) is None and party.name.lower() not in n.name.lower()
    )
    if not body and (named := _BODY.match(first)):
        body = (Named(named.group("who"), named.group("who")),)
    asked = tuple(
        n
        for s in speeches(first, voice)
        if s.kind is Kind.RECOMMENDATION and s.rule == "directive verb"
        for n in s.parties
    )
    why = f"kind: pledged under “{party.name}” → commitment" + (f"; strength: “{verb}”" if verb else "")
    return Ruling(Kind.COMMITMENT, strength, union(body or (party,), asked), False, (why,))
