"""Examples of every action, by which the house tries each of them.

A capability's tests register one example an action in files called `tests/<capability>/**/examples*.py`:

    @example("register.publish")
    def publish() -> dict[str, Any]:
        return {"by": an_officer(), "document": a_reviewed_document()}

It returns the arguments of a call that is permitted and succeeds. The same call with a stranger as `by`
must be refused; `stranger` holds the arguments that differ besides, where that is not enough. `settings`
are those under which the permitted call succeeds.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

from koinon.site.reference import load_actions

Arguments = Callable[[], dict[str, Any]]
TESTS = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Example:
    """How an action is called by someone who may, and what differs when someone may not."""

    permitted: Arguments
    stranger: dict[str, Any] = field(default_factory=dict)
    settings: dict[str, Any] = field(default_factory=dict)


EXAMPLES: dict[str, Example] = {}


def example(verb: str, **rest: dict[str, Any]) -> Callable[[Arguments], Arguments]:
    """Register the example of an action."""

    def register(permitted: Arguments) -> Arguments:
        EXAMPLES[verb] = Example(permitted, **rest)
        return permitted

    return register


def load() -> None:
    """Import every action there is, and every example."""
    load_actions()
    for path in sorted(TESTS.glob("**/examples*.py")):
        import_module(".".join(("tests", *path.relative_to(TESTS).with_suffix("").parts)))
