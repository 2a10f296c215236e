"""What must, should, shall, may and will do: it depends on who stands before them."""

from __future__ import annotations

import re

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.wording.lexicon import Force
from koinon.register.engine.wording.parties import Named
from koinon.register.engine.wording.speech import Speech, act
from koinon.register.engine.wording.subjects import Subject, parties_after
from koinon.register.engine.wording.voice import Voice


def modal(
    sentence: str, match: re.Match[str], who: Subject, voice: Voice, before: list[Speech]
) -> Speech | None:
    """What a modal verb or future tense makes of its subject."""
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
    if not agents and force is Force.FUTURE and voice.official and _INSTRUMENT.search(who.phrase):
        return _our_modal(force, after, voice)
    if not agents:
        return _agentless(sentence, match, force, after, voice, who)
    if passive and not being_active(passive):
        by = by_agents(sentence, match.end(), voice)
        kind = Kind.RECOMMENDATION if by or not _negated(after) else Kind.PRINCIPLE
        strength = _strength_of(force, kind)
        if strength is None:
            return None
        return act(
            kind,
            strength,
            "passive",
            parties=by or (agents if kind is Kind.PRINCIPLE else ()),
            prose=bool(by),
            tasks=bool(by),
        )
    if being and force is not Force.FUTURE and not (force is Force.SHALL and voice.binding):
        strength = _strength_of(force, Kind.PRINCIPLE)
        if strength is None:
            return None
        options = force in (Force.ABILITY, Force.OPTION) or lexicon.receiving is None
        kind = Kind.RECOMMENDATION if options else Kind.PRINCIPLE
        return act(
            kind,
            strength,
            "states what a party should be like",
            parties=agents,
            tasks=kind is Kind.RECOMMENDATION,
            prose=False,
        )
    return _party_modal(force, agents, after, voice, who.possessed)


def being_active(passive: re.Match[str]) -> bool:
    """Whether what looks like a passive is a state or a disposition ("be committed", "be prepared")."""
    return passive.group("participle").lower() in (
        "committed",
        "determined",
        "prepared",
        "dedicated",
        "then",
        "often",
        "open",
        "even",
        "content",
        "different",
        "consistent",
        "independent",
        "transparent",
        "present",
        "efficient",
        "sufficient",
        "prominent",
        "permanent",
        "coherent",
        "resilient",
        "evident",
        "patient",
        "urgent",
        "recent",
        "competent",
        "but",
        "about",
    )


_INSTRUMENT = re.compile(
    r"\b(?:this|the\s+present|our)\s+(?:[\w.-]+\s+){0,4}(?:declaration|framework|partnership|plan|charter|compact|initiative|"
    r"programme|program|strategy|agreement|roadmap|communiqué|alliance)\s*\Z",
    re.IGNORECASE,
)
_SEEKING = re.compile(
    r"\s+(?:\w+ly\s+|also\s+|continue\s+to\s+|further\s+|not\s+)*(?P<verb>seek|aim|strive|endeavou?r|intend|try|consider)\b",
    re.IGNORECASE,
)


def _will(after: str) -> Strength:
    """Binding, but for "will seek to" and "will consider"."""
    found = _SEEKING.match(after)
    if not found:
        return Strength.BINDING
    return Strength.OPTIONAL if found.group("verb").lower() == "consider" else Strength.INTENTION


def _our_modal(force: Force, after: str, voice: Voice) -> Speech | None:
    if force is Force.FUTURE:
        if voice.lexicon.prediction.match(after):
            return None
        return act(Kind.COMMITMENT, _will(after), "“we will”", ours=True)
    if force is Force.SHALL:
        return act(Kind.COMMITMENT, Strength.BINDING, "“we shall”", ours=True)
    if force in (Force.DUTY, Force.ADVICE):
        return act(Kind.RECOMMENDATION, _considered_or(after, voice), "open “we” with a modal", ours=True)
    return act(Kind.COMMITMENT, Strength.OPTIONAL, "“we may”", ours=True, prose=force is Force.OPTION)


_WEAK = re.compile(
    r"\s+(?:\w+ly\s+|therefore\s+|also\s+|not\s+)*(?:wish|need|want|choose|lack|differ|vary|seem|"
    r"appear|find|feel|experience|lead|become)\b",
    re.IGNORECASE,
)


def _considered_or(after: str, voice: Voice) -> Strength:
    """Optional when the verb after the modal is "consider"."""
    verb = re.sub(r"\A\s*(?:also|\w+ly)\s+", "", after.lstrip())
    return (
        Strength.OPTIONAL
        if verb[:8].lower().startswith(("consider", "envisag", "envisage"))
        else Strength.RECOMMENDATION
    )


def _speaks_here(named: Named, voice: Voice) -> bool:
    """Whether a known state or intergovernmental body is promised to act in an official document."""
    party = voice.names.known(named.mention)
    return party is not None and party.kind in ("state", "intergovernmental")


def _party_modal(
    force: Force, agents: tuple[Named, ...], after: str, voice: Voice, possessed: bool
) -> Speech | None:
    own = possessed or all(voice.is_party(named) for named in agents)
    body = all(voice.is_body(named) or voice.is_party(named) for named in agents)
    receiving = voice.lexicon.receiving.match(after) is not None
    helped = all(named.mention.rsplit(" ", 1)[-1].lower() in voice.lexicon.beneficiaries for named in agents)
    if force is Force.FUTURE:
        body = body or all(_speaks_here(named, voice) for named in agents)
        if (
            not (own or body or voice.binding)
            or not (voice.official or voice.binding)
            or voice.lexicon.prediction.match(after)
        ):
            return None
        return act(Kind.COMMITMENT, _will(after), "the issuer's body “will”", parties=agents)
    if force is Force.SHALL and (voice.binding or ((own or body) and voice.official)):
        return act(Kind.COMMITMENT, Strength.BINDING, "a party to the instrument “shall”", parties=agents)
    if force in (Force.DUTY, Force.ADVICE, Force.SHALL):
        return act(
            Kind.RECOMMENDATION,
            _considered_or(after, voice),
            "named agent with a modal",
            parties=() if helped and receiving else agents,
            prose=not receiving or not helped,
            tasks=not (helped and receiving),
        )
    weak = _WEAK.match(after) is not None
    if (own or body) and voice.official and force is Force.OPTION and not weak:
        return act(Kind.COMMITMENT, Strength.OPTIONAL, "the issuer's body “may”", parties=agents)
    usable = force is Force.OPTION and not receiving and not weak and voice.official
    return act(
        Kind.RECOMMENDATION, Strength.OPTIONAL, "option for a named agent", parties=agents, prose=usable
    )


_PURPOSE = re.compile(
    r"\b(?:purposes?|aims?|roles?|mandates?|tasks?|goals?|objectives?|functions?|responsibilit(?:y|"
    r"ies)|duty|priority)\s+(?:of|for)\s+(?P<who>.+)\Z",
    re.IGNORECASE,
)


def _agentless(
    sentence: str, match: re.Match[str], force: Force, after: str, voice: Voice, who: Subject
) -> Speech | None:
    purpose = _PURPOSE.search(who.phrase)
    if purpose and force in (Force.ADVICE, Force.DUTY, Force.SHALL):
        named = tuple(voice.names.listed(purpose.group("who"), need=1))
        if named:
            return act(Kind.RECOMMENDATION, Strength.RECOMMENDATION, "purpose clause", parties=named)
    passive = voice.lexicon.passive.match(after)
    by = by_agents(sentence, match.end(), voice) if passive else ()
    task = passive is not None and not being_active(passive) and not _negated(after)
    kind = Kind.RECOMMENDATION if by or (task and not _stative(passive)) else Kind.PRINCIPLE
    strength = _strength_of(force, kind)
    if strength is None:
        return None
    operative = bool(by) and force in (Force.ADVICE, Force.DUTY, Force.SHALL)
    return act(
        kind,
        strength,
        "modal without an agent" if not by else "passive with its agent",
        parties=by,
        tasks=bool(by),
        prose=operative,
    )


_STATES_OF_BEING = frozenset(
    [
        "based",
        "informed",
        "guided",
        "composed",
        "limited",
        "grounded",
        "rooted",
        "founded",
        "anchored",
        "regarded",
        "seen",
        "considered",
        "understood",
        "interpreted",
        "construed",
        "governed",
        "characterised",
        "characterized",
        "misused",
        "bound",
        "entitled",
        "free",
    ]
)


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


def by_agents(sentence: str, at: int, voice: Voice) -> tuple[Named, ...]:
    """The agents after "by", from `at` on."""
    match = voice.lexicon.by_agent.search(sentence, at)
    if not match:
        return ()
    return tuple(
        n for n in parties_after(sentence, match.end(), voice) if voice.names.strength_of(n.mention) == 2
    )
