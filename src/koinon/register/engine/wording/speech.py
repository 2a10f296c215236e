"""One speech act of a sentence, as the reader records it."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.register.engine.documents import Kind, Strength
from koinon.register.engine.wording.parties import Named


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


def act(
    kind: Kind,
    strength: Strength,
    rule: str,
    *,
    parties: tuple[Named, ...] = (),
    ours: bool = False,
    tasks: bool = True,
    prose: bool = True,
) -> Speech:
    """A speech act whose words and place are filled in by who found it."""
    return Speech(kind, strength, parties, ours, tasks, prose, "", -1, rule)
