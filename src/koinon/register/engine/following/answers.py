"""The rules of answering: what an answer has to say, which step leads where, what a data set's words mean.

An answer is drafted for its addressee, handed to a validator, and published by their approval; a published
one is replaced by a later one and stays readable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from koinon.kernel.days import unmeant
from koinon.kernel.directory import folded
from koinon.kernel.lines import visible
from koinon.kernel.sentences import Sentence, sentence
from koinon.register.engine.choices import LANGUAGES
from koinon.register.engine.following.words import Position

LONGEST = {"part": 2_000, "reasons": 10_000, "change": 2_000, "note": 2_000}  # characters
WITH_REASONS = (Position.NOTED, Position.DECLINED)


@dataclass(frozen=True)
class Said:
    """What an answer says. `change`: why it replaces the one before; `given_on`: if given elsewhere."""

    position: str
    part: str = ""
    reasons: str = ""
    language: str = "en"
    change: str = ""
    given_on: date | None = None


@dataclass(frozen=True)
class Fault:
    """What is missing or wrong in an answer: in which field, and the mend."""

    field: str
    said: Sentence


def faults(said: Said, *, replaces: bool, complete: bool, today: date) -> Iterator[Fault]:
    """What keeps an answer from being saved, or with `complete` from being handed in or published.

    `replaces`: an answer is published already, so that this one has to say why it changes.
    """
    if said.position not in {p.value for p in Position}:
        yield Fault("position", _NO_POSITION)
    for field in ("part", "reasons", "change"):
        if len(getattr(said, field)) > LONGEST[field]:
            yield Fault(field, sentence(_LONG, most=LONGEST[field]))
    if said.given_on and said.given_on > today:
        yield Fault("given_on", _LATER)
    elif never := unmeant(said.given_on):
        yield Fault("given_on", never)
    if said.language not in dict(LANGUAGES):
        yield Fault(
            "language", sentence(_NO_LANGUAGE, value=said.language, choices=", ".join(dict(LANGUAGES)))
        )
    if said.part and said.position != Position.IN_PART:
        yield Fault("part", _NO_PART_NEEDED)
    if complete:
        yield from _missing(said, replaces)


def _missing(said: Said, replaces: bool) -> Iterator[Fault]:
    if said.position == Position.IN_PART and not visible(said.part):
        yield Fault("part", _PART)
    if said.position in {p.value for p in WITH_REASONS} and not visible(said.reasons):
        yield Fault("reasons", _REASONS)
    if replaces and not visible(said.change):
        yield Fault("change", _CHANGE)


_NO_POSITION = sentence("Choose a position: accepted, accepted in part, noted or declined.")
_NO_LANGUAGE = "“{value}” is not possible here: choose among {choices}."
_LONG = "This is too long: shorten it to {most} characters."
_LATER = sentence("This day is still to come: an answer given elsewhere was given on a day that has passed.")
_NO_PART_NEEDED = sentence(
    "Only what is accepted in part names the part: choose that position, or clear this field."
)
_PART = sentence("Say which part is accepted: whoever asked needs to know what to count on.")
_REASONS = sentence("Give the reasons: what is noted or declined is published with them.")
_CHANGE = sentence("Say why the answer changes: the earlier one stays readable beside it.")


class Step(StrEnum):
    """What may be done with an answer that is not published."""

    SAVE = "save"
    SUBMIT = "submit"
    TAKE_BACK = "take-back"
    RETURN = "return"
    APPROVE = "approve"
    DROP = "drop"


#: From which states a step may be taken, and where it leads; "" is: no answer yet, or none any more.
STEPS: Mapping[Step, Mapping[str, str]] = {
    Step.SAVE: {"": "draft", "draft": "draft", "returned": "returned"},
    Step.SUBMIT: {"draft": "submitted", "returned": "submitted"},
    Step.TAKE_BACK: {"submitted": "draft"},
    Step.RETURN: {"submitted": "returned"},
    Step.APPROVE: {"submitted": "published"},
    Step.DROP: {"draft": "", "returned": ""},
}
_BARRED: Mapping[str, Sentence] = {
    "": sentence("There is no draft of an answer here any more: write one first."),
    "draft": sentence("This answer is a draft: submit it to a validator first."),
    "submitted": sentence("This answer is with the validator: take it back to change it."),
    "returned": sentence("This answer was returned: change it, then submit it again."),
}


def barred(step: Step, state: str) -> Sentence | None:
    """Why the step cannot be taken from that state; None where it can."""
    return None if state in STEPS[step] else _BARRED[state]


_ENDED: Mapping[str, Sentence] = {
    "left": sentence(
        "This follow-up has ended, because the addressee left the group through which it was asked: it is "
        "not answered anew. What was answered before stays."
    ),
    "unnamed": sentence(
        "This follow-up has ended, because a correction took the addressee out: it is not answered anew. "
        "What was answered before stays."
    ),
    "struck": sentence(
        "This follow-up has ended, because the provision was taken out of the register: it is not answered "
        "anew. What was answered before stays."
    ),
    "withdrawn": sentence(
        "This follow-up has ended, because the document was withdrawn: it is not answered anew. What was "
        "answered before stays."
    ),
}


def ended(because: str) -> Sentence | None:
    """Why a follow-up that ended is not answered anew; None while it runs."""
    return _ENDED[because] if because else None


#: What the words of data sets mean, folded. UPR Info: "Accepted", "Noted", and until 2012 "Rejected"; the
#: Universal Human Rights Index: "Supported", "Noted"; the words of States in their addenda besides.
STATED: Mapping[str, Position] = {
    folded(words): position
    for position, listed in (
        (
            Position.ACCEPTED,
            "Accepted|Accept|Supported|Support|Fully accepted|Fully supported|Enjoys support|"
            "Enjoys the support|Accepted and implemented|Accepted and being implemented|"
            "Aceptada|Acceptée|Apoyada|Appuyée",
        ),
        (
            Position.IN_PART,
            "Accepted in part|Partially accepted|Partly accepted|Supported in part|Partially supported|"
            "Partly supported|Aceptada parcialmente|Partiellement acceptée",
        ),
        (
            Position.NOTED,
            "Noted|Note|Taken note of|Not supported|Does not enjoy support|Does not enjoy the support|"
            "Anotada|Tomada en cuenta|Notée|Prise en note",
        ),
        (Position.DECLINED, "Rejected|Reject|Declined|Refused|Not accepted|Rechazada|Rejetée"),
    )
    for words in listed.split("|")
}
PLEDGES = frozenset(map(folded, ("Voluntary pledge", "Pledge", "Voluntary commitment")))


def stated(words: str) -> Position | None:
    """The position that a data set's words say; None where they say none, or not clearly which.

    Several different words of several rows ("Accepted; Noted"), "General response", "No clear response",
    "Pending" and the like are no position: nobody is made to have said what they did not.
    """
    found = {STATED.get(folded(part)) for part in words.split(";") if part.strip()}
    return found.pop() if len(found) == 1 else None


def asks_for_none(words: str) -> bool:
    """Whether a row says nothing of a position: it is empty, or the State's own pledge."""
    return all(folded(part) in PLEDGES for part in words.split(";") if part.strip())
