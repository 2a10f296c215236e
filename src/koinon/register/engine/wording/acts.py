"""Speech acts: what a sentence does, who does it, whom it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.wording.lexicon import Act
from koinon.register.engine.wording.modals import by_agents, modal
from koinon.register.engine.wording.parties import Named
from koinon.register.engine.wording.speech import Speech, act
from koinon.register.engine.wording.subjects import Subject, parties_after, subject
from koinon.register.engine.wording.voice import Voice

_QUOTED = re.compile(r"“[^”]{30,}”|\"[^\"]{30,}\"|«[^»]{30,}»")
_GOVERNED = re.compile(r"\s+(?:(?:\w+ly|also|further|therefore|not|continue\s+to|be\s+able\s+to)\s+)*")
_ENACTING = re.compile(r"\s+(?:(?:up)?on\s+the\s+following|as\s+follows)\b(?![^.]*:\s*\Z)", re.IGNORECASE)
_IT = ("it", "elle", "il", "ella")
_NOUN_BEFORE = re.compile(
    r"(?:[’']s|s[’']|\b(?:to|the|an?|its|our|their|his|her|these|those|all|any|no|of|for|with|on|in|by|such|recent|repeated|urgent|"
    r"several|many|future|national|action|draft|further|previous|these|various))\s*\Z",
    re.IGNORECASE,
)
_TO_ACT = re.compile(r"\s+[^,.;:]{3,90}?\s+to\s+[a-z]+\b(?!\s+(?:the|of)\b)")
_NOT_OF_A_PARTY = (
    "calls for",
    "call for",
    "recommend",
    "propos",
    "advocat",
    "demand",
    "requir",
    "insist",
    "suggest",
    "exig",
    "préconis",
    "appeal",
)
_REQUESTING = ("recommend", "demand", "call", "recomm", "exig", "recomiend", "recomend")


def speeches(sentence: str, voice: Voice) -> list[Speech]:
    """The speech acts of one sentence in order; quotations are passed over."""
    if not voice.quoted and ("“" in sentence or '"' in sentence or "«" in sentence):
        sentence = _QUOTED.sub(lambda match: " " * len(match.group()), sentence)
    found: list[Speech] = []
    governed = -1
    for match in voice.lexicon.triggers.finditer(sentence):
        if governed >= 0 and _GOVERNED.fullmatch(sentence, governed, match.start()):
            # "should call on": the modal has spoken already
            continue
        governed = match.end() if match.lastgroup in (Act.MODAL, Act.FUTURE) else -1
        speech = _speech(sentence, match, voice, found)
        if speech is not None:
            found.append(speech)
    return found


def _speech(sentence: str, match: re.Match[str], voice: Voice, found: list[Speech]) -> Speech | None:
    kind = Act(match.lastgroup or "")
    who = subject(sentence, match.start(), voice)
    if who.agents and who.leads:
        # "Ministers need to be heard, and they should …"
        voice.antecedent = who.agents
    if (
        who.joined
        and not who.bare
        and found
        and found[-1].spoken
        and kind is not Act.ASKED
        and _resumes(match.group(), who, voice)
    ):
        who = who.resumed()
    if kind in _PERFORMED and who.leads and voice.official and who.phrase.strip().lower() in _IT:
        # "It also asks …" in a resolution that speaks of its body in the third person
        who = replace(who, agents=(), relative=False, ours=True)
    if not who.ours and voice.lexicon.own_verbs.search(match.group()):
        who = replace(who, phrase="", agents=(), bare=False, relative=False, ours=True)
    made = _RULES[kind](sentence, match, who, voice, found)
    if made is None:
        return None
    spoken = (
        who.ours
        or made.ours
        or bool(who.agents and kind in _PERFORMED)
        or (who.bare and (who.starts or bool(found and found[-1].spoken)))
    )
    return replace(
        made, words=_shown(match.group(), who), start=match.start(), leads=who.leads, spoken=spoken
    )


def _resumes(verb: str, who: Subject, voice: Voice) -> bool:
    """Whether "and commit to", "and will" goes on with the issuer as subject."""
    words = verb.lower().split()
    return words[0] not in (
        "plans",
        "aims",
        "calls",
        "requests",
        "demands",
        "supports",
        "promises",
        "commits",
        "can",
        "could",
    )


def _shown(verb: str, who: Subject) -> str:
    short = " ".join(verb.split())
    return f"{who.phrase.strip()[-40:].strip(' ,')} {short}".strip() if who.phrase.strip() else short


def _asks(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    invites = match.lastgroup == Act.INVITES
    if not _speaks(match.group(), who, voice, before):
        return None
    loose = not match.group().lower().startswith(_NOT_OF_A_PARTY)
    parties = parties_after(sentence, match.end(), voice, loose=loose) or _them(sentence, match, voice)
    strength = Strength.OPTIONAL if invites else Strength.RECOMMENDATION
    rule = "directive verb"
    if not parties:
        if invites:
            return act(
                Kind.PRINCIPLE, Strength.INTENTION, "encouragement without a party", tasks=False, prose=False
            )
        asks = match.group().lower().startswith(_REQUESTING)
        if who.starts and (by := by_agents(sentence, match.end(), voice)):
            return act(
                Kind.RECOMMENDATION,
                strength,
                "directive verb on what is done by a party",
                parties=by,
                prose=False,
            )
        if not asks and not who.starts:
            return None
        return act(
            Kind.RECOMMENDATION,
            strength,
            "directive verb without a party",
            prose=who.ours and not match.group().lower().startswith("call"),
        )
    return act(Kind.RECOMMENDATION, strength, rule, parties=parties)


_THEM = re.compile(r"\s+(?:that\s+|que\s+)?(?:them|they|it(?=\s+to\b)|eux|ellos|ellas)\b", re.IGNORECASE)
_AND = re.compile(r"[\s,]+(?:and|et|y)\s*\Z", re.IGNORECASE)
_ROLE = re.compile(
    r"\b(?:role|work|efforts|contributions?|commitment|duty|responsibility)\s+of\s+", re.IGNORECASE
)


def _them(sentence: str, match: re.Match[str], voice: Voice) -> tuple[Named, ...]:
    """Whom "invites them" means: who is named earlier in the sentence, or in the one before."""
    if not _THEM.match(sentence, match.end()):
        return ()
    earlier = _AND.sub("", sentence[: match.start()])
    role = _ROLE.search(earlier)
    return (parties_after(earlier, role.end(), voice) if role else ()) or voice.antecedent


def _speaks(verb: str, who: Subject, voice: Voice, before: list[Speech]) -> bool:
    """Whether the issuer is the speaker of a performative verb."""
    if _NOUN_BEFORE.search(who.phrase):
        return False
    if who.ours:
        return True
    if who.relative:
        return False
    if who.bare:
        if not who.starts:
            clause = who.joined and not who.phrase.strip(" ,") and _third_person(verb, voice)
            return clause or (bool(before) and who.joined)
        # "Urges …" opens a clause of a resolution; "Urge …" is an imperative item
        return voice.lexicon.bare_third.match(verb) is not None or _third_person(verb, voice)
    return bool(who.agents) and not who.many


def _third_person(verb: str, voice: Voice) -> bool:
    first = verb.split()[0].lower()
    if voice.chorus:
        return True
    if voice.lexicon.language == "en":
        return (first.endswith("s") and not first.endswith("ss")) or first in (
            "is",
            "has",
            "have",
            "stresses",
            "expresses",
        )
    return True


def _binds(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    intends = match.lastgroup == Act.INTENDS
    verb = match.group().lower()
    if verb.startswith("agree") and re.match(r"\s+(?:that|with|que|con|avec)\b", sentence[match.end() :]):
        return None
    if _ENACTING.match(sentence, match.end()):
        return None
    if not _speaks(verb, who, voice, before):
        return None
    strength = Strength.INTENTION if intends else Strength.BINDING
    rule = "verb of intention" if intends else "commissive verb"
    if who.ours or who.bare:
        return act(Kind.COMMITMENT, strength, rule, ours=True)
    own = who.possessed or all(voice.is_party(named) or voice.is_body(named) for named in who.agents)
    if not own and not voice.official:
        return None
    return act(Kind.COMMITMENT, strength, rule, parties=who.agents)


def _states(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    if not _speaks(match.group(), who, voice, before):
        return None
    if match.group().lower().startswith(("reserve", "se réserve", "se reserva", "nos reserva")):
        return act(Kind.COMMITMENT, Strength.OPTIONAL, "reservation", ours=True)
    if (
        match.group().lower().startswith("welcome")
        and _TO_ACT.match(sentence, match.end())
        and (parties := parties_after(sentence, match.end(), voice))
    ):
        return act(Kind.RECOMMENDATION, Strength.OPTIONAL, "welcome to act", parties=parties)
    return act(Kind.PRINCIPLE, Strength.INTENTION, "declaratory verb", tasks=False, prose=False)


def _asked(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    words = match.group().lower()
    if (
        not who.relative
        and not (who.agents or who.ours)
        and re.search(r"recommend|advised|requested|recomm|recomend", words)
    ):
        return act(Kind.RECOMMENDATION, Strength.RECOMMENDATION, "“is recommended”")
    if who.relative or not (who.agents or who.ours):
        return None
    optional = any(word in words for word in ("encourag", "invit", "welcome", "alent", "alient"))
    strength = Strength.OPTIONAL if optional else Strength.RECOMMENDATION
    return act(Kind.RECOMMENDATION, strength, "passive directive", parties=who.agents, ours=who.ours)


def _impersonal(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    parties = parties_after(sentence, match.end(), voice)
    words = match.group().lower()
    firm = any(
        word in words
        for word in (
            "imperati",
            "incumbent",
            "recommend",
            "propos",
            "request",
            "impérati",
            "incomb",
            "recomm",
            "recomiend",
        )
    )
    return act(
        Kind.RECOMMENDATION, Strength.RECOMMENDATION, "impersonal directive", parties=parties, prose=firm
    )


def _advised(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    if who.relative:
        return None
    return act(Kind.RECOMMENDATION, Strength.RECOMMENDATION, "“is recommended”")


def _considered(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    at = re.match(r"\s*(?:by|for|to)\s+", sentence[match.end() :])
    parties = parties_after(sentence, match.end() + at.end(), voice) if at else ()
    return act(
        Kind.RECOMMENDATION,
        Strength.OPTIONAL,
        "“consideration should be given”",
        parties=parties,
        prose=bool(parties),
    )


def _told(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    """The past tense of a communiqué that tells what its issuer asked and decided."""
    speaks = who.ours or (who.joined and bool(before) and before[-1].spoken)
    speaks = speaks or any(voice.is_party(named) or voice.is_body(named) for named in who.agents)
    if not voice.narrates or not (speaks or _WE_OF_THE_PAST.search(who.phrase)):
        return None
    verb = match.group().lower()
    if verb.startswith(
        ("agreed", "decided", "resolved", "under", "pledged", "commit", "re", "affirm")
    ) and not (verb.startswith(("requested", "recommended"))):
        return act(Kind.COMMITMENT, Strength.BINDING, "told commitment", ours=True)
    if verb.startswith("intended"):
        return act(Kind.COMMITMENT, Strength.INTENTION, "told intention", ours=True)
    parties = parties_after(sentence, match.end(), voice, loose=True)
    if not parties:
        return None
    invites = verb.startswith(("invited", "encouraged"))
    strength = Strength.OPTIONAL if invites else Strength.RECOMMENDATION
    return act(Kind.RECOMMENDATION, strength, "told request", parties=parties)


_WE_OF_THE_PAST = re.compile(
    r"(?:\A|[\s,])(?:they|(?:the\s+)?meeting|\w*\s*(?:ministers|leaders|heads))\s*,?\s*\Z", re.IGNORECASE
)
_PERFORMED = frozenset({Act.ASKS, Act.INVITES, Act.BINDS, Act.INTENDS, Act.STATES, Act.TOLD})
_RULES = {
    Act.ASKS: _asks,
    Act.INVITES: _asks,
    Act.BINDS: _binds,
    Act.INTENDS: _binds,
    Act.STATES: _states,
    Act.MODAL: modal,
    Act.FUTURE: modal,
    Act.ASKED: _asked,
    Act.IMPERSONAL: _impersonal,
    Act.ADVISED: _advised,
    Act.CONSIDERED: _considered,
    Act.TOLD: _told,
}


def deciding(found: list[Speech]) -> Iterator[Speech]:
    """The acts that decide, in order: commissive and directive ones, then declaratory ones."""
    yield from sorted(
        found, key=lambda speech: 0 if speech.tasks else 1 if speech.kind is Kind.RECOMMENDATION else 2
    )
