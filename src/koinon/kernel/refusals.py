"""The one tree of errors: what a person asked for and cannot have, with the reason.

Every façade maps these once: a page, problem+json, an exit code.
"""

from __future__ import annotations

from functools import partial

from koinon.kernel.sentences import Sentence, sentence


class Refusal(Exception):
    """A request that is turned down with a sentence fit for the person who made it.

    `code` is stable and machine-readable; `message` is one sentence (what, where, how to mend) with
    places in braces; `data` fills them, and may hold further values for programs.
    """

    def __init__(self, code: str, message: str, **data: object) -> None:
        said = message if isinstance(message, Sentence) else sentence(message, **data)
        super().__init__(said)
        self.code = code
        self.message = said
        self.data = data

    def __str__(self) -> str:
        return self.message

    def __reduce__(self) -> tuple[object, ...]:
        """So that a refusal crosses from one process to another whole."""
        return partial(type(self), self.code, self.message, **self.data), ()


class NotFound(Refusal):
    """There is no such thing, or the person may not know that there is."""


class NotPermitted(Refusal):
    """The person may not do this; the message says why."""


class Refused(Refusal):
    """The input or the moment is wrong; the message says how to mend it."""
