"""An actor and an action of the tests' own, so that the ledger is tried apart from any capability."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from koinon.kernel.verdicts import YES, Verdict, no
from koinon.ledger import acts
from koinon.ledger.models import Entry, Visibility


class Somebody:
    """An actor known by an opaque reference."""

    def __init__(self, reference: str = "person:1") -> None:
        self.reference = reference


def may(*, by: Somebody, **_: object) -> Verdict:
    return YES if by.reference != "person:stranger" else no("Strangers may not.")


@contextmanager
def made(verb: str = "test.act", entries: int = 1) -> Iterator[Any]:
    """An action that leaves `entries` entries, forgotten afterwards."""

    @acts.action(verb, permit=may)
    def perform(
        *,
        by: Somebody,
        about: str = "thing:1",
        facts: dict[str, object] | None = None,
        private: dict[str, object] | None = None,
        visibility: Visibility = Visibility.PUBLIC,
    ) -> Entry | None:
        """Try the ledger."""
        entry = None
        for _ in range(entries):
            entry = acts.record(about, facts or {"colour": "red"}, private=private, visibility=visibility)
        return entry

    try:
        yield perform
    finally:
        del acts.ACTIONS[verb]


def filled(count: int = 5) -> list[Entry]:
    """A ledger of so many entries; every third is restricted."""
    with made() as perform:
        return [
            perform(
                by=Somebody(f"person:{n}"),
                about=f"thing:{n}",
                facts={"n": n, "word": "é"},
                private={"note": f"private-{n}"},
                visibility=Visibility.RESTRICTED if n % 3 == 0 else Visibility.PUBLIC,
            )
            for n in range(1, count + 1)
        ]
