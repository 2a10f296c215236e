"""What a check finds: how it stands, in one sentence, with the mend where one is needed."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from enum import StrEnum


class State(StrEnum):
    """`care` wants a look one day; `bad` means that something does not work or is not safe now."""

    GOOD = "good"
    CARE = "care"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`what` was looked at; `message` says how it stands and, unless good, how to mend it."""

    what: str
    state: State
    message: str

    def row(self) -> dict[str, str]:
        """The finding for a program."""
        return {k: str(v) for k, v in asdict(self).items()}


def good(what: str, message: str) -> Finding:
    """It works."""
    return Finding(what, State.GOOD, message)


def care(what: str, message: str) -> Finding:
    """It works, but should be looked at."""
    return Finding(what, State.CARE, message)


def bad(what: str, message: str) -> Finding:
    """It does not work, or is not safe."""
    return Finding(what, State.BAD, message)
