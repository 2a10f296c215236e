"""Words by which lists are narrowed: what means nothing is refused, and never read as asking for all."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from koinon.kernel.numbers import natural
from koinon.kernel.refusals import NotFound, Refused
from koinon.observatory.engine.incidents.days import Exact, dated
from koinon.people.models import Place


def one_of(field: str, words: object, choices: Iterable[str]) -> str:
    """What is asked for among the choices, "" where nothing is."""
    text, known = str(words or ""), [str(choice) for choice in choices]
    if text and text not in known:
        raise Refused(
            "observatory.asked",
            "Nothing is known here by the name “{words}”: {field} can be {choices}, or be left out.",
            words=text[:60],
            field=field,
            choices=", ".join(known),
        )
    return text


def exact_day(field: str, words: str) -> tuple[date, Exact] | None:
    """The first day of what is asked for, and how exact it is; None where nothing is."""
    found = dated(words)
    if found is None and words.strip():
        raise Refused(
            "observatory.incident.day",
            "“{words}” is no date: write it as 2031-05-04, as 2031-05 or as 2031.",
            words=words[:60],
            field=field,
        )
    return found


def year(field: str, words: object) -> int | None:
    """The year that is asked for, None where none is."""
    text = "" if words is None else str(words).strip()
    found = natural(text)
    if text and (found is None or not 1 <= found <= 9999):
        raise Refused(
            "observatory.year", "“{words}” is no year: write it as 2031.", words=text[:60], field=field
        )
    return found


def place(code: str) -> Place | None:
    """The place of any kind that is asked for by its code, None where none is."""
    found = Place.objects.filter(code=code).first() if code else None
    if code and found is None:
        raise NotFound(
            "observatory.any_place", "There is no country, territory, region or group of this code."
        )
    return found
