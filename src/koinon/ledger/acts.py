"""`action` and `record`: the only way a page, a command or a job changes anything."""

from __future__ import annotations

import functools
import secrets
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, ParamSpec, Protocol, TypeVar

from django.db import connection, transaction
from django.utils import timezone

from koinon.kernel.refusals import NotPermitted
from koinon.kernel.verdicts import Verdict
from koinon.ledger import guard
from koinon.ledger.engine.chain import GENESIS, digest
from koinon.ledger.models import Entry, Private, Visibility

P = ParamSpec("P")
R = TypeVar("R")

CHANNEL = "koinon_ledger"
_APPEND_LOCK = 0x6B6F696E


class Actor(Protocol):
    """Whoever acts: a person, or the platform itself."""

    @property
    def reference(self) -> str:
        """A stable opaque reference, erasable because it stands outside the chain."""


@dataclass(frozen=True)
class Act:
    """A registered action: its verb, what permits it, and the function that performs it."""

    verb: str
    permit: Callable[..., Verdict]
    function: Callable[..., Any]


ACTIONS: dict[str, Act] = {}


@dataclass
class _Scope:
    verb: str
    actor: Actor
    entries: list[Entry] = field(default_factory=list)


_scope: ContextVar[_Scope | None] = ContextVar("koinon_action", default=None)


class NoEntry(RuntimeError):
    """An action ended without leaving exactly one ledger entry: a mistake of ours."""


def action(verb: str, *, permit: Callable[..., Verdict]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Make a keyword-only function an action: permitted, in one transaction, with one ledger entry.

    `permit(**the same arguments)` returns a verdict with its reason; a refusal raises NotPermitted.
    """

    def decorate(function: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(function)
        def perform(*args: P.args, **kwargs: P.kwargs) -> R:
            if args:
                raise TypeError(f"{verb} takes keyword arguments only.")
            verdict = permit(**kwargs)
            if not verdict:
                raise NotPermitted(f"{verb}.not_permitted", verdict.reason)
            scope = _Scope(verb, kwargs["by"])  # type: ignore[arg-type]
            with transaction.atomic(), guard.writing(verb):
                token = _scope.set(scope)
                try:
                    result = function(**kwargs)  # type: ignore[call-arg]
                finally:
                    _scope.reset(token)
                if len(scope.entries) != 1:
                    raise NoEntry(f"{verb} left {len(scope.entries)} ledger entries instead of one.")
            return result

        if verb in ACTIONS:
            raise ValueError(f"Two actions are called {verb}.")
        ACTIONS[verb] = Act(verb, permit, perform)
        return perform

    return decorate


def record(
    about: str,
    facts: Mapping[str, Any],
    *,
    private: Mapping[str, Any] | None = None,
    visibility: Visibility = Visibility.PUBLIC,
) -> Entry:
    """Append the entry of the running action. Call it last: it holds the ledger's lock until commit.

    `facts` enter the chain and, if public, the open: no personal data. `private` and the actor's
    reference are kept beside the chain and can be erased.
    """
    scope = _scope.get()
    if scope is None:
        raise NoEntry("record() is called inside an action only.")
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_APPEND_LOCK])
    last = Entry.objects.order_by("-number").only("number", "hash").first()
    salt, private_salt = secrets.token_hex(16), secrets.token_hex(16)
    data = {"by": scope.actor.reference, **(private or {})}
    restricted = visibility == Visibility.RESTRICTED
    entry = Entry(
        number=last.number + 1 if last else 1,
        at=timezone.now(),
        verb=scope.verb,
        about=about,
        visibility=visibility,
        facts=dict(facts),
        facts_salt=salt if restricted else "",
        facts_digest=digest(dict(facts), salt if restricted else ""),
        private_digest=digest(data, private_salt),
        previous=last.hash if last else GENESIS,
    )
    entry.hash = entry.link.hash
    entry.save(force_insert=True)
    Private.objects.create(entry=entry, person=scope.actor.reference, salt=private_salt, data=data)
    scope.entries.append(entry)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, str(entry.number)])
    return entry
