"""Speech acts: what a sentence does, who does it, whom it asks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.wording.lexicon import Act, Force
from koinon.register.engine.wording.parties import Named
from koinon.register.engine.wording.subjects import Subject, parties_after, subject
from koinon.register.engine.wording.voice import Voice

_QUOTED = re.compile(r"“[^”]{30,}”|\"[^\"]{30,}\"|«[^»]{30,}»")
_INFINITIVE = re.compile(r"\bto\s*\Z", re.IGNORECASE)
_TO_ACT = re.compile(r"\s+[^,.;:]{3,90}?\s+to\s+[a-z]+\b(?!\s+(?:the|of)\b)")
_NOT_OF_A_PARTY = ("calls for", "call for", "recommend", "propos", "advocat", "demand", "requir", "insist", "suggest", "exig", "préconis", "appeal")
_REQUESTING = ("recommend", "demand", "propos", "advocat", "request", "insist", "call", "appeal", "recomm", "exig", "demand", "propon", "solicit", "pid")


@dataclass(frozen=True, slots=True)
class Speech:
    """One speech act of a sentence.

    `ours` says that the issuer itself is to perform it; `parties` who else is; `tasks` whether anyone
    is tasked at all (false for declaratory acts); `prose` whether the act makes a sentence of running
    text operative; `words` are the words that decided, at `start` (−1 for a whole-sentence rule).
    """

    kind: Kind
    strength: Strength
    parties: tuple[Named, ...]
    ours: bool
    tasks: bool
    prose: bool
    words: str
    start: int
    rule: str
    leads: bool = False
    spoken: bool = False


def speeches(sentence: str, voice: Voice) -> list[Speech]:
    """The speech acts of one sentence in order; quotations are passed over."""
    if "“" in sentence or '"' in sentence or "«" in sentence:
        sentence = _QUOTED.sub(lambda match: " " * len(match.group()), sentence)
    found: list[Speech] = []
    for match in voice.lexicon.triggers.finditer(sentence):
        speech = _speech(sentence, match, voice, found)
        if speech is not None:
            found.append(speech)
    return found


def _speech(sentence: str, match: re.Match[str], voice: Voice, found: list[Speech]) -> Speech | None:
    act = Act(match.lastgroup or "")
    who = subject(sentence, match.start(), voice)
    if who.joined and not who.bare and found and found[-1].spoken and act is not Act.ASKED and _resumes(match.group(), who, voice):
        who = who.resumed()
    if not who.ours and voice.lexicon.own_verbs.search(match.group()):
        who = replace(who, phrase="", agents=(), bare=False, relative=False, ours=True)
    made = _RULES[act](sentence, match, who, voice, found)
    if made is None:
        return None
    spoken = who.ours or made.ours or bool(who.agents and act in _PERFORMED) or (who.bare and (who.starts or bool(found and found[-1].spoken)))
    return replace(made, words=_shown(match.group(), who), start=match.start(), leads=who.leads, spoken=spoken)


def _resumes(verb: str, who: Subject, voice: Voice) -> bool:
    """Whether "and commit to", "and will" goes on with the issuer as subject."""
    words = verb.lower().split()
    return words[0] not in ("plans", "aims", "calls", "requests", "demands", "supports", "promises", "commits", "can", "could")


def _shown(verb: str, who: Subject) -> str:
    short = " ".join(verb.split())
    return f"{who.phrase.strip()[-40:].strip(' ,')} {short}".strip() if who.phrase.strip() else short


def _act(kind: Kind, strength: Strength, rule: str, *, parties: tuple[Named, ...] = (), ours: bool = False, tasks: bool = True, prose: bool = True) -> Speech:
    return Speech(kind, strength, parties, ours, tasks, prose, "", -1, rule)


def _asks(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    invites = match.lastgroup == Act.INVITES
    if not _speaks(match.group(), who, voice, before):
        return None
    loose = not match.group().lower().startswith(_NOT_OF_A_PARTY)
    parties = parties_after(sentence, match.end(), voice, loose=loose) or _them(sentence, match, voice)
    strength = Strength.OPTIONAL if invites else Strength.RECOMMENDATION
    rule = "directive verb"
    if not parties:
        if invites:
            return _act(Kind.PRINCIPLE, Strength.INTENTION, "encouragement without a party", tasks=False, prose=False)
        asks = match.group().lower().startswith(_REQUESTING)
        if not asks:
            return None
        return _act(Kind.RECOMMENDATION, strength, "directive verb without a party", prose=who.ours)
    return _act(Kind.RECOMMENDATION, strength, rule, parties=parties)


_THEM = re.compile(r"\s+(?:them|it|these|those|eux|les|ellos|ellas)\b", re.IGNORECASE)
_ROLE = re.compile(r"\b(?:role|work|efforts|contributions?|commitment|duty|responsibility)\s+of\s+", re.IGNORECASE)


def _them(sentence: str, match: re.Match[str], voice: Voice) -> tuple[Named, ...]:
    """Whom "invites them" means: who is named earlier in the sentence, or in the one before."""
    if not _THEM.match(sentence, match.end()):
        return ()
    role = _ROLE.search(sentence[: match.start()])
    return (parties_after(sentence, role.end(), voice) if role else ()) or voice.antecedent


def _speaks(verb: str, who: Subject, voice: Voice, before: list[Speech]) -> bool:
    """Whether the issuer is the speaker of a performative verb."""
    if who.ours:
        return True
    if who.relative or _INFINITIVE.search(who.phrase):
        return False
    if who.bare:
        if not who.starts:
            return bool(before) and who.joined
        # "Urges …" opens a clause of a resolution; "Urge …" is an imperative item
        return voice.lexicon.bare_third.match(verb) is not None or _third_person(verb, voice)
    return bool(who.agents) and not who.many


def _third_person(verb: str, voice: Voice) -> bool:
    first = verb.split()[0].lower()
    if voice.lexicon.language == "en":
        return (first.endswith("s") and not first.endswith("ss")) or first in ("is", "has", "have", "stresses", "expresses")
    return True


def _binds(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    intends = match.lastgroup == Act.INTENDS
    verb = match.group().lower()
    if verb.startswith("agree") and re.match(r"\s+(?:that|with|que|con|avec)\b", sentence[match.end() :]):
        return None
    if not _speaks(verb, who, voice, before):
        return None
    strength = Strength.INTENTION if intends else Strength.BINDING
    rule = "verb of intention" if intends else "commissive verb"
    if who.ours or who.bare:
        return _act(Kind.COMMITMENT, strength, rule, ours=True)
    own = who.possessed or all(voice.is_party(named) or voice.is_body(named) for named in who.agents)
    if not own and not voice.official:
        return None
    return _act(Kind.COMMITMENT, strength, rule, parties=who.agents)


def _states(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    if not _speaks(match.group(), who, voice, before):
        return None
    if match.group().lower().startswith(("reserve", "se réserve", "se reserva", "nos reserva")):
        return _act(Kind.COMMITMENT, Strength.OPTIONAL, "reservation", ours=True)
    if match.group().lower().startswith("welcome") and _TO_ACT.match(sentence, match.end()) and (parties := parties_after(sentence, match.end(), voice)):
        return _act(Kind.RECOMMENDATION, Strength.OPTIONAL, "welcome to act", parties=parties)
    return _act(Kind.PRINCIPLE, Strength.INTENTION, "declaratory verb", tasks=False, prose=False)


def _asked(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    words = match.group().lower()
    if not who.relative and not (who.agents or who.ours) and re.search(r"recommend|advised|requested|recomm|recomend", words):
        return _act(Kind.RECOMMENDATION, Strength.RECOMMENDATION, "“is recommended”")
    if who.relative or not (who.agents or who.ours):
        return None
    optional = any(word in words for word in ("encourag", "invit", "alent", "alient"))
    strength = Strength.OPTIONAL if optional else Strength.RECOMMENDATION
    return _act(Kind.RECOMMENDATION, strength, "passive directive", parties=who.agents, ours=who.ours)


def _impersonal(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    parties = parties_after(sentence, match.end(), voice)
    words = match.group().lower()
    firm = any(word in words for word in ("imperati", "incumbent", "recommend", "propos", "request", "impérati", "incomb", "recomm", "recomiend"))
    return _act(Kind.RECOMMENDATION, Strength.RECOMMENDATION, "impersonal directive", parties=parties, prose=firm)


def _advised(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    if who.relative:
        return None
    return _act(Kind.RECOMMENDATION, Strength.RECOMMENDATION, "“is recommended”")


def _considered(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    at = re.match(r"\s*(?:by|for|to)\s+", sentence[match.end() :])
    parties = parties_after(sentence, match.end() + at.end(), voice) if at else ()
    return _act(Kind.RECOMMENDATION, Strength.OPTIONAL, "“consideration should be given”", parties=parties, prose=bool(parties))


def _modal(sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]) -> Speech | None:
    lexicon = voice.lexicon
    force = lexicon.modals.get(" ".join(match.group().lower().split()), Force.FUTURE)
    after = sentence[match.end() : match.end() + 160]
    if match.group() == "May" and re.match(r"\s*\d", after):
        return None
    if who.relative or (who.bare and not (who.joined and before)):
        return None
    passive, being = lexicon.passive.match(after), lexicon.being.match(after)
    if who.ours or (who.bare and before[-1].ours):
        return _our_modal(force, after, voice)
    agents = who.agents or (before[-1].parties if who.bare else ())
    if not agents:
        return _agentless(sentence, match, force, after, voice, who)
    if passive and not being_active(passive):
        by = _by(sentence, match.end(), voice)
        kind = Kind.RECOMMENDATION if by or not _negated(after) else Kind.PRINCIPLE
        strength = _strength_of(force, kind)
        if strength is None:
            return None
        return _act(kind, strength, "passive", parties=by or (agents if kind is Kind.PRINCIPLE else ()), prose=bool(by), tasks=bool(by))
    if being and force is not Force.FUTURE and not (force is Force.SHALL and voice.binding):
        strength = _strength_of(force, Kind.PRINCIPLE)
        if strength is None:
            return None
        options = force in (Force.ABILITY, Force.OPTION) or lexicon.receiving is None
        kind = Kind.RECOMMENDATION if options else Kind.PRINCIPLE
        return _act(kind, strength, "states what a party should be like", parties=agents, tasks=kind is Kind.RECOMMENDATION, prose=False)
    return _party_modal(force, agents, after, voice, who.possessed)


def being_active(passive: re.Match[str]) -> bool:
    """Whether what looks like a passive is a state or a disposition ("be committed", "be prepared")."""
    return passive.group("participle").lower() in ("committed", "determined", "prepared", "dedicated", "then", "often", "open", "even", "content", "different", "consistent", "independent", "transparent", "present", "efficient", "sufficient", "prominent", "permanent", "coherent", "resilient", "evident", "patient", "urgent", "recent", "competent", "but", "about")


def _our_modal(force: Force, after: str, voice: Voice) -> Speech | None:
    if force is Force.FUTURE:
        if voice.lexicon.prediction.match(after):
            return None
        return _act(Kind.COMMITMENT, Strength.BINDING, "“we will”", ours=True)
    if force is Force.SHALL:
        return _act(Kind.COMMITMENT, Strength.BINDING, "“we shall”", ours=True)
    if force in (Force.DUTY, Force.ADVICE):
        return _act(Kind.RECOMMENDATION, _considered_or(after, voice), "open “we” with a modal", ours=True)
    return _act(Kind.COMMITMENT, Strength.OPTIONAL, "“we may”", ours=True, prose=force is Force.OPTION)


_WEAK = re.compile(r"\s+(?:\w+ly\s+|therefore\s+|also\s+|not\s+)*(?:wish|need|want|choose|lack|differ|vary|seem|appear|find|feel|experience|lead|become)\b", re.IGNORECASE)


def _considered_or(after: str, voice: Voice) -> Strength:
    """Optional when the verb after the modal is "consider"."""
    verb = re.sub(r"\A\s*(?:also|\w+ly)\s+", "", after.lstrip())
    return Strength.OPTIONAL if verb[:8].lower().startswith(("consider", "envisag", "envisage")) else Strength.RECOMMENDATION


def _party_modal(force: Force, agents: tuple[Named, ...], after: str, voice: Voice, possessed: bool) -> Speech | None:
    own = possessed or all(voice.is_party(named) for named in agents)
    body = all(voice.is_body(named) or voice.is_party(named) for named in agents)
    receiving = voice.lexicon.receiving.match(after) is not None
    helped = all(named.mention.rsplit(" ", 1)[-1].lower() in voice.lexicon.beneficiaries for named in agents)
    if force is Force.FUTURE:
        if not (own or body or voice.binding) or not (voice.official or voice.binding) or voice.lexicon.prediction.match(after):
            return None
        return _act(Kind.COMMITMENT, Strength.BINDING, "the issuer's body “will”", parties=agents)
    if force is Force.SHALL and (voice.binding or ((own or body) and voice.official)):
        return _act(Kind.COMMITMENT, Strength.BINDING, "a party to the instrument “shall”", parties=agents)
    if force in (Force.DUTY, Force.ADVICE, Force.SHALL):
        return _act(Kind.RECOMMENDATION, _considered_or(after, voice), "named agent with a modal", parties=() if helped and receiving else agents, prose=not receiving or not helped, tasks=not (helped and receiving))
    weak = _WEAK.match(after) is not None
    if (own or body) and voice.official and force is Force.OPTION and not weak:
        return _act(Kind.COMMITMENT, Strength.OPTIONAL, "the issuer's body “may”", parties=agents)
    usable = force is Force.OPTION and not receiving and not weak and voice.official
    return _act(Kind.RECOMMENDATION, Strength.OPTIONAL, "option for a named agent", parties=agents, prose=usable)


_PURPOSE = re.compile(r"\b(?:purposes?|aims?|roles?|mandates?|tasks?|goals?|objectives?|functions?|responsibilit(?:y|ies)|duty|priority)\s+(?:of|for)\s+(?P<who>.+)\Z", re.IGNORECASE)


def _agentless(sentence: str, match: re.Match[str], force: Force, after: str, voice: Voice, who: Subject) -> Speech | None:
    purpose = _PURPOSE.search(who.phrase)
    if purpose and force in (Force.ADVICE, Force.DUTY, Force.SHALL):
        named = tuple(voice.names.listed(purpose.group("who"), need=1))
        if named:
            return _act(Kind.RECOMMENDATION, Strength.RECOMMENDATION, "purpose clause", parties=named, prose=False)
    passive = voice.lexicon.passive.match(after)
    by = _by(sentence, match.end(), voice) if passive else ()
    task = passive is not None and not being_active(passive) and not _negated(after)
    kind = Kind.RECOMMENDATION if by or (task and not _stative(passive)) else Kind.PRINCIPLE
    strength = _strength_of(force, kind)
    if strength is None:
        return None
    operative = bool(by) and force in (Force.ADVICE, Force.DUTY, Force.SHALL)
    return _act(kind, strength, "modal without an agent" if not by else "passive with its agent", parties=by, tasks=bool(by), prose=operative)


_STATES_OF_BEING = frozenset(["based", "informed", "guided", "composed", "limited", "grounded", "rooted", "founded", "anchored", "regarded", "seen", "considered", "understood", "interpreted", "construed", "governed", "characterised", "characterized", "misused", "bound", "entitled", "free"])


def _stative(passive: re.Match[str] | None) -> bool:
    return passive is not None and passive.group("participle").lower() in _STATES_OF_BEING


def _negated(after: str) -> bool:
    return re.match(r"\s+(?:not|never|no longer)\b", after, re.IGNORECASE) is not None


def _strength_of(force: Force, kind: Kind) -> Strength | None:
    if force is Force.FUTURE:
        return None
    if force in (Force.OPTION, Force.ABILITY):
        return Strength.OPTIONAL
    if kind is Kind.PRINCIPLE and force in (Force.SHALL, Force.DUTY):
        return Strength.BINDING
    return Strength.RECOMMENDATION


def _by(sentence: str, at: int, voice: Voice) -> tuple[Named, ...]:
    match = voice.lexicon.by_agent.search(sentence, at)
    if not match:
        return ()
    return tuple(n for n in parties_after(sentence, match.end(), voice) if voice.names.strength_of(n.mention) == 2)


_PERFORMED = frozenset({Act.ASKS, Act.INVITES, Act.BINDS, Act.INTENDS, Act.STATES})
_RULES = {
    Act.ASKS: _asks,
    Act.INVITES: _asks,
    Act.BINDS: _binds,
    Act.INTENDS: _binds,
    Act.STATES: _states,
    Act.MODAL: _modal,
    Act.FUTURE: _modal,
    Act.ASKED: _asked,
    Act.IMPERSONAL: _impersonal,
    Act.ADVISED: _advised,
    Act.CONSIDERED: _considered,
}


def deciding(found: list[Speech]) -> Iterator[Speech]:
    """The acts that decide, in order: commissive and directive ones, then declaratory ones."""
    yield from sorted(found, key=lambda speech: 0 if speech.tasks else 1 if speech.kind is Kind.RECOMMENDATION else 2)
