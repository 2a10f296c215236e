"""How an entry is told to a person: the act in words, the thing it is about as a link."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from koinon.ledger.acts import ACTIONS
from koinon.ledger.models import Entry, Visibility


@dataclass(frozen=True, slots=True)
class Shown:
    """An entry with its words and the address of what it is about ("" when there is none to show)."""

    entry: Entry
    words: str
    address: str


def words(verb: str) -> str:
    """The first sentence of the action's own documentation, else the verb as it is kept."""
    act = ACTIONS.get(verb)
    told = (act.function.__doc__ or "").strip().partition("\n")[0].partition(".")[0] if act else ""
    return gettext(told) if told else verb


def address(entry: Entry) -> str:
    """Where the thing that a public entry is about can be seen; settings name the pages by kind."""
    kind, _, rest = entry.about.partition(":")
    page = settings.LEDGER_ADDRESSES.get(kind)
    if page is None or entry.visibility != Visibility.PUBLIC:
        return ""
    try:
        return reverse(page, args=rest.split("/"))
    except NoReverseMatch:
        return ""


def shown(entry: Entry) -> Shown:
    """The entry as lists and feeds tell it."""
    return Shown(entry, words(entry.verb), address(entry))
