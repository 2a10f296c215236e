"""Where an action needs words, characters that nobody sees are none."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

import pytest
from django.db import IntegrityError, models, transaction
from django.test import override_settings

from koinon.kernel.refusals import NotPermitted, Refused
from koinon.ledger.acts import ACTIONS
from tests.house.actions import EXAMPLES, load

load()
pytestmark = pytest.mark.django_db
UNSEEN = " \u200b\u00a0 "
Way = tuple[str | int, ...]


def texts(value: Any, way: Way = ()) -> Iterator[Way]:
    """The ways to the texts within the arguments of an action."""
    if type(value) is str:
        yield way
    elif is_dataclass(value) and not isinstance(value, type):
        for field in fields(value):
            yield from texts(getattr(value, field.name), (*way, field.name))
    elif isinstance(value, list | tuple) and value:
        yield from texts(value[0], (*way, 0))


def changed(value: Any, way: Way, text: str) -> Any:
    """The arguments with another text at the end of the way."""
    if not way:
        return text
    at, *rest = way
    if isinstance(value, dict):
        return {**value, at: changed(value[at], tuple(rest), text)}
    if isinstance(at, int):
        return type(value)([changed(value[at], tuple(rest), text), *value[1:]])
    return replace(value, **{at: changed(getattr(value, at), tuple(rest), text)})


def refused(verb: str, way: Way, text: str) -> bool:
    """Whether the action is refused with that text; nothing of it stays."""
    with transaction.atomic(), override_settings(**EXAMPLES[verb].settings):
        try:
            ACTIONS[verb].function(**changed(EXAMPLES[verb].permitted(), way, text))
        except (Refused, NotPermitted, KeyError, ValueError):
            return True  # the latter two: a key that the code gives, never a person
        except IntegrityError:
            pass
        finally:
            transaction.set_rollback(True)
    return False


def ways(given: dict[str, Any]) -> Iterator[Way]:
    for name, value in given.items():
        if name != "by" and not isinstance(value, models.Model):
            yield from texts(value, (name,))


@pytest.mark.heavy
@pytest.mark.parametrize("verb", sorted(ACTIONS))
def test_what_nobody_sees_is_not_taken_for_words(verb: str) -> None:
    with transaction.atomic():
        found = list(ways(EXAMPLES[verb].permitted()))
        transaction.set_rollback(True)
    for way in found:
        assert refused(verb, way, UNSEEN) or not refused(verb, way, ""), f"{way} is needed, and this is none"
