"""Who stands before a verb, and whom a directive verb is followed by."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import pairwise

from koinon.register.engine.wording.parties import Named
from koinon.register.engine.wording.voice import Voice

_JOINED = re.compile(r"(?:\A|[\s,;])(?:and|or|et|ou|y|e|as\s+well\s+as|,|;)\s*\Z", re.IGNORECASE)
_RELATIVE = frozenset(
    [
        "which",
        "who",
        "whom",
        "whose",
        "where",
        "when",
        "if",
        "unless",
        "until",
        "what",
        "how",
        "why",
        "qui",
        "que",
        "dont",
        "où",
        "quand",
        "si",
        "quien",
        "cuyo",
        "cuando",
        "donde",
        "lorsque",
    ]
)
_PRONOUNS = frozenset(("which", "who", "whom", "whose", "qui", "dont", "quien", "quienes", "cuyo"))
_COMPLEMENT = re.compile(r"[^\W\d_]+\s*\Z")
_MANY = re.compile(
    r"\A(?:many|some|several|most|other|few|certain|plusieurs|certains|muchos|algunos|varios)\b",
    re.IGNORECASE,
)
_TO_ACT = re.compile(r"\s*,?\s*(?:to|à|a|de|d[’'])\s*[^\W\d_]{2,}", re.IGNORECASE)
_TOKEN = re.compile(r"[^\W\d_]+|[;:()\[\]“”\"«»—]|\s[–-]\s")
_REACH = 220
_THIS = re.compile(r"(?:these|this|such|those|it|that|ces|estos|estas)\b", re.IGNORECASE)
_AND_ON = re.compile(r"\b(and|or)\s+(?:up)?on\s+(?=(?:the|all|its|their|every)\b|[A-Z])")
_LEAD_IN = re.compile(
    r"\A(?:(?:to|towards?)\s+(?:this|that|these|those)\s+ends?|in\s+(?:this|that|doing)\s+(?:regard|"
    r"context|respect|connection|spirit|light|so)|"
    r"for\s+(?:this|that|these|its|their|our)\s+(?:purposes?|reasons?|part)|"
    r"with\s+this\s+in\s+(?:mind|view)|at\s+the\s+same\s+time|"
    r"in\s+(?:particular|addition)|as\s+such|as\s+well|until\s+then|moreover|furthermore|however|"
    r"meanwhile|today)[\s,]+",
    re.IGNORECASE,
)
_CARRIED_ON = re.compile(r"\A(?:and|but|or|et|y|mais|pero)\s+", re.IGNORECASE)
_THINGS = re.compile(
    r"(?:these|such|this|those|ces|estos|estas|dichos)\s+(?:\w+\s+)?(?:mechanisms?|platforms?|"
    r"systems?|sectors?|services?|networks?|bodies|forums?)\b",
    re.IGNORECASE,
)
_OURS = re.compile(
    r"\b(?:our|each|both|participating|the\s+(?:two|three|four|five|six|seven|eight|nine|ten)|nos|notre|nuestros?|nuestras?)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Subject:
    """What stands before a verb.

    `phrase` are its words; `agents` the parties among them; `ours` the issuer itself; `bare` nothing
    stands there; `starts` it is the first thing in the sentence; `joined` an "and" carries on an
    earlier subject; `relative` a relative or conditional clause; `leads` the clause opens the sentence;
    `many` an unnamed crowd ("many organisations").
    """

    phrase: str
    agents: tuple[Named, ...]
    ours: bool
    bare: bool
    starts: bool
    joined: bool
    relative: bool
    leads: bool
    many: bool
    possessed: bool = False

    def resumed(self) -> Subject:
        """The same place with the subject of the clause before ("… and will")."""
        return replace(self, phrase="", agents=(), bare=True, relative=False, joined=True, ours=True)


def subject(sentence: str, at: int, voice: Voice) -> Subject:
    """The subject of the verb that begins at `at`."""
    lexicon = voice.lexicon
    left = sentence[max(0, at - _REACH) : at]
    left = _without_asides(left, voice)
    boundary = ""
    cut = 0
    for token in _TOKEN.finditer(left):
        word = token.group()
        if (word[0].isalpha() and word.lower() not in lexicon.boundary_words) or token.start() < cut:
            continue
        if match := lexicon.boundary.match(left, token.start()):
            cut, boundary = match.end(), match.group().strip().lower()
    head = left[:cut].rstrip()
    phrase = left[cut:]
    relative = boundary in _RELATIVE and (
        "," not in phrase or (boundary in _PRONOUNS and not _agents(phrase.rsplit(",", 1)[1], voice))
    )
    if boundary in ("that", "que") and not relative:
        after_comma = "," in phrase and bool(_agents(phrase.rsplit(",", 1)[1], voice))
        relative = not phrase.strip() or (not after_comma and not _complement(head, voice))
    if (
        relative
        and boundary not in ("if", "when", "where", "unless", "until")
        and (before := _before_relative(head, phrase, voice))
    ):
        return Subject(phrase, before, False, False, False, False, False, True, False)
    joined = bool(_JOINED.search(phrase)) or (boundary == ";" and not phrase.strip(" ,*"))
    bare = not phrase.strip(" ,*") or (joined and not _tail_words(phrase))
    starts = at <= _REACH and not head and not phrase.strip(" ,*")
    ours = not bare and voice.is_self(phrase)
    agents = () if bare or ours or _THINGS.match(_last(phrase)) else _agents(phrase, voice)
    if not agents and voice.antecedent and lexicon.they.match(_CARRIED_ON.sub("", _last(phrase))):
        agents = voice.antecedent
    leads = at <= _REACH and not head and "," not in phrase.rstrip(" ,")
    return Subject(
        phrase,
        agents,
        ours,
        bare,
        starts,
        joined,
        relative,
        leads,
        bool(_MANY.match(_last(phrase))),
        bool(_OURS.search(phrase)),
    )


def _before_relative(head: str, phrase: str, voice: Voice) -> tuple[Named, ...]:
    """The agent that a relative clause describes: "Governments that have not … should"."""
    if len(phrase.split()) < 2 or len(head.split()) > 9 or head.endswith((",", ";", ":", ".")):
        return ()
    noun = re.sub(
        r"\s+(?:that|which|who|whose|whom|qui|dont|que|quienes|cuyo|cuya)\Z", "", head, flags=re.IGNORECASE
    )
    if voice.lexicon.boundary.search(noun) or voice.lexicon.triggers.search(noun):
        return ()
    return _agents(noun, voice)


def _tail_words(phrase: str) -> str:
    return _JOINED.sub("", phrase).strip(" ,")


def _without_asides(left: str, voice: Voice) -> str:
    for _ in range(4):
        tail = max(0, len(left) - 40)
        match = voice.lexicon.adverbs.search(left, tail)
        shorter = left[: match.start()] if match else left
        if shorter.rstrip().endswith(",") or left.rstrip().endswith(","):
            match = voice.lexicon.aside.search(left)
            if match and match.start() > 0:
                left = left[: match.start()]
                continue
        if shorter == left:
            break
        left = shorter
    return left


def _complement(head: str, voice: Voice) -> bool:
    """Whether "that" follows a verb of saying or asking, so that its clause is the document's own."""
    before = head[:-4].rstrip() if head.lower().endswith("that") else head[:-3].rstrip()
    last = list(voice.lexicon.triggers.finditer(before[-60:]))
    return bool(last) and last[-1].end() >= len(before[-60:]) - 14


def _last(phrase: str) -> str:
    return phrase.rstrip(" ,").rsplit(",", 1)[-1].strip()


def _agents(phrase: str, voice: Voice) -> tuple[Named, ...]:
    """The agents that a subject lists, read from its end; lead-ins before a comma are left out."""
    phrase = _LEAD_IN.sub("", phrase.strip(" ,"))
    parts = [part.strip() for part in phrase.strip(" ,").split(",")]
    names = voice.names
    found: list[Named] = []
    listing = False
    for index in range(len(parts) - 1, -1, -1):
        part = parts[index]
        if not part:
            continue
        opened = re.match(r"(?:and|or|et|ou|y|as\s+well\s+as)\s+", part, re.IGNORECASE)
        bare = part[opened.end() :] if opened else part
        if found and not listing:
            break
        named_here = names.listed(bare, need=1)
        strong = [named for named in named_here if names.strength_of(named.mention) == 2]
        alone = index == 0 and len(parts) == 1
        here = (
            named_here
            if alone
            else [n for n in named_here if n in strong or (strong and _capitalised(n.mention))]
        )
        if not here and not found:
            here = _suffix(bare, voice)
        if not here or (found and not _whole(bare, here)):
            break
        found = [*here, *found]
        listing = listing or bool(opened) or len(here) > 1
    pronoun = voice.lexicon.they
    return tuple(
        dict.fromkeys(
            n
            for n in found
            if not pronoun.match(n.mention)
            and (names.strength_of(n.mention) == 2 or _capitalised(n.mention) or f"The {n.mention}" in phrase)
        )
    )


def _capitalised(mention: str) -> bool:
    """Two capitals at least: one alone may only open the sentence."""
    return sum(word[0].isupper() for word in mention.split()) >= 2


def _whole(part: str, here: list[Named]) -> bool:
    return sum(len(named.mention) for named in here) >= 0.5 * len(part)


def _suffix(part: str, voice: Voice) -> list[Named]:
    """The agent at the end of a longer phrase: "In this regard States"."""
    words = part.split()
    if len(words) < 3 or not re.match(
        r"(?:in|to|for|at|by|with|under|as|on|within|through|during|after|pour|dans|en|para|a|al)\Z",
        words[0],
        re.IGNORECASE,
    ):
        return []
    for length in (4, 3, 2, 1):
        tail = " ".join(words[-length:])
        if length < len(words) and words[-length][0].isupper() and voice.names.strength_of(tail) == 2:
            return voice.names.listed(tail, need=2)
    return []


def parties_after(sentence: str, at: int, voice: Voice, *, loose: bool = False) -> tuple[Named, ...]:
    """The parties that a directive verb ending at `at` is followed by.

    `loose` takes any noun phrase that is followed by "to" and an act for a party.
    """
    lexicon = voice.lexicon
    after = sentence[at : at + 420].lstrip(" ,*")
    after = _AND_ON.sub(r"\1 ", after)
    that = re.match(r"(?:that|que|qu['’]|for|à ce que|a que)\s*", after, re.IGNORECASE)
    if that:
        after = after[that.end() :]
    lead = re.match(
        r"(?:in|as|once again|within|with a view|under|pursuant|through|by)\b[^,]{0,120},\s*",
        after,
        re.IGNORECASE,
    )
    if lead:
        after = after[lead.end() :]
    phrase = _object(after, voice)
    if that:
        phrase = _before_verb(phrase, voice)
    if lexicon.first_person.search(phrase):
        return ()
    found = [n for n in voice.names.listed(phrase) if not lexicon.they.match(n.mention)]
    followed = _TO_ACT.match(after, len(phrase)) or after[len(phrase) :].lstrip().startswith(":")
    if loose and not _THIS.match(phrase) and followed and len(phrase.split()) < 34:
        every = [n for n in voice.names.listed(phrase, need=0) if not lexicon.they.match(n.mention)]
        short = all(len(n.mention.split()) < 5 for n in every)
        if not found and not short:
            whole = voice.names.cleaned(phrase)
            return (Named(whole.lower() if whole[:1].islower() else whole, whole),) if whole else ()
        found = every if short else found
    return tuple(found)


def _before_verb(phrase: str, voice: Voice) -> str:
    """A subject up to a bare verb: "that the Committee of Ministers instruct …"."""
    words = list(re.finditer(r"\S+", phrase))
    for before, word in pairwise(words):
        last = before.group().strip(",")
        agent = last[:1].isupper() or last.lower() in voice.lexicon.agents
        if agent and word.group().islower() and word.group() in voice.lexicon.base_verbs:
            return phrase[: word.start()]
    return phrase


def _object(after: str, voice: Voice) -> str:
    position = 0
    while True:
        match = voice.lexicon.stop.search(after, position)
        if not match:
            return after[:200]
        word = match.group().strip().lower()
        if match.group().strip()[:1].isupper():
            position = match.end()
            continue
        before = after[: match.start()].rsplit(" ", 1)[-1]
        if (
            word in ("for", "on", "to", "against", "pour", "sur", "para", "sobre")
            and before[:1].isupper()
            and after[match.end() :].lstrip()[:1].isupper()
        ):
            position = match.end()
            continue
        if (
            word in ("on", "for", "sur", "sobre", "para", "pour")
            and before[:1].isupper()
            and re.match(
                r"(?:Rapporteurs?|Committee|Commission|Group|Commissioner|Representative|Expert|"
                r"Envoy|Adviser)\Z",
                before,
            )
        ):
            nxt = voice.lexicon.stop.search(after, match.end())
            position = match.end()
            if nxt is None:
                return after[:200]
            continue
        if word == "(":
            close = after.find(")", match.end())
            if 0 < close < match.end() + 40:
                position = close + 1
                continue
        return after[: match.start()]
