"""Sentences of the rules and the rooms below, told in the language of whoever reads."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext, gettext_lazy, override

from koinon.kernel.sentences import Sentence, several


def told(said: object) -> str:
    """What was said, in the active language: its template translated, then filled with what it holds.

    Text that is no Sentence is given back as it is: somebody wrote it.
    """
    if not isinstance(said, Sentence):
        return str(said)
    template = gettext(said.template) if said.template else ""
    return (
        template.format(**{name: shown(value) for name, value in said.data.items()})
        if said.data
        else template
    )


told_lazy = lazy(told, str)


def spoken(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str | Promise]]:
    """The choices of a form with their labels translated where they are shown."""
    return [(value, gettext_lazy(label)) for value, label in choices]


def told_in(said: object, language: str) -> str:
    """What was said, in a language that is named: for letters and for programs."""
    with override(language):
        return told(said)


def shown(value: object) -> object:
    """A value within a sentence: days and numbers as the language writes them, sentences told."""
    if isinstance(value, str):
        return told(value)
    if isinstance(value, datetime):
        return date_format(
            timezone.localtime(value) if timezone.is_aware(value) else value, "DATETIME_FORMAT"
        )
    if isinstance(value, date):
        return date_format(value, "DATE_FORMAT")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number_format(value, force_grouping=abs(value) >= 10_000)
    if isinstance(value, list | tuple | set | frozenset):
        return listed(value)
    return value


def listed(values: Iterable[object]) -> str:
    """Several things after each other, with the language's own comma."""
    return told(several([str(shown(value)) for value in values]))
