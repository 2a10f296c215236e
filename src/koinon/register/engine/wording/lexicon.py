"""What the reader must know of a language to tell who is asked to do what: one table per language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from koinon.register.engine.wording.scanning import Scanner


class Act(StrEnum):
    """The sorts of operative words; the values are the group names of `Lexicon.triggers`."""

    ASKS = "asks"  # urge, call on, recommend: a party is asked
    INVITES = "invites"  # encourage, invite: optional
    BINDS = "binds"  # commit, pledge, resolve, decide: the issuer binds itself
    INTENDS = "intends"  # intend, plan, aim, seek
    STATES = "states"  # affirm, welcome, support: declaratory
    FUTURE = "future"  # a future tense: what a party will do
    MODAL = "modal"  # should, must, shall, may, will: decided by the subject
    ASKED = "asked"  # "X is urged to": the subject is the party asked
    IMPERSONAL = "impersonal"  # "it is imperative that X …"
    ADVISED = "advised"  # "… is recommended"
    TOLD = "told"  # "Ministers asked …": the past in which some communiqués are written
    CONSIDERED = "considered"  # "consideration should be given"


class Force(StrEnum):
    """What a modal verb says."""

    DUTY = "duty"  # must, need to, have to
    ADVICE = "advice"  # should, ought to
    SHALL = "shall"
    OPTION = "option"  # may
    ABILITY = "ability"  # can, could
    FUTURE = "future"  # will


@dataclass(frozen=True)
class Lexicon:
    """The operative words of one language.

    `triggers` has one group per `Act`; `modals` maps a folded modal to its force. `first_person` are
    subjects that mean the issuer, `own_verbs` verb forms that do. `boundary` ends a clause, looked for
    leftwards of a verb; `stop` ends a noun phrase, looked for rightwards; `between` parts the members
    of a list of parties.
    """

    language: str
    triggers: Scanner
    modals: Mapping[str, Force]
    first_person: re.Pattern[str]
    own_verbs: re.Pattern[str]
    boundary: re.Pattern[str]
    boundary_words: frozenset[str]
    aside: re.Pattern[str]
    adverbs: re.Pattern[str]
    stop: re.Pattern[str]
    between: re.Pattern[str]
    including: re.Pattern[str]
    determiner: re.Pattern[str]
    agents: frozenset[str]
    beneficiaries: frozenset[str]
    hollow: frozenset[str]
    classes: Mapping[str, str]
    passive: re.Pattern[str]
    by_agent: re.Pattern[str]
    being: re.Pattern[str]
    receiving: re.Pattern[str]
    prediction: re.Pattern[str]
    imperative: re.Pattern[str]
    nominal: re.Pattern[str]
    gerund: re.Pattern[str]
    infinitive: re.Pattern[str]
    considering: re.Pattern[str]
    bare_third: re.Pattern[str]
    past: re.Pattern[str]
    right: re.Pattern[str]
    they: re.Pattern[str]
    base_verbs: frozenset[str]

    def is_imperative(self, words: str) -> bool:
        """Whether words begin with a verb in the form that orders."""
        match = self.imperative.match(words)
        return match is not None and match.group("verb").lower() in self.base_verbs


def alternatives(words: str) -> str:
    """A regular expression for any of the words or phrases (one per line or separated by ` | `)."""
    parts = {part.strip() for part in re.split(r"\s\|\s|\n", words) if part.strip()}
    return "|".join(sorted((part.replace(" ", r"\s+") for part in parts), key=len, reverse=True))
