"""A yes or a no that carries its reason."""

from __future__ import annotations

from dataclasses import dataclass

from koinon.kernel.sentences import sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a `may_…` rule; truthy when permitted. `reason` is a sentence for the person."""

    permitted: bool
    reason: str = ""

    def __bool__(self) -> bool:
        return self.permitted


YES = Verdict(True)


def no(reason: str, **data: object) -> Verdict:
    """A refusal with its reason, a sentence whose places in braces `data` fills."""
    return Verdict(False, sentence(reason, **data))
