"""What a list of follow-ups can be narrowed to: only what occurs, and only where a page can hold it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from koinon.people.models import Party
from koinon.register.models import Document
from koinon.register.queries import following_figures as figures
from koinon.register.queries.following_lists import Chosen
from koinon.register.queries.themes import theme_name

MOST = {"party": 250, "document": 60, "via": 100}  # options; what has more is chosen by its own page


@dataclass(frozen=True)
class Choices:
    """Keys and names, by name."""

    parties: list[tuple[str, str]]
    classes: list[tuple[str, str]]
    documents: list[tuple[str, str]]
    themes: list[tuple[str, str]]


def choices(now: datetime) -> Choices:
    """What occurs among all public follow-ups."""
    parties = [key for key in figures.by("party", now) if key]
    classes = list(figures.by("via", now))
    documents = list(figures.by("document", now))
    parties, classes = _few("party", parties), _few("via", classes)
    named = dict(Party.objects.filter(key__in=[*parties, *classes]).values_list("key", "name"))
    titles = Document.objects.filter(slug__in=_few("document", documents), state=Document.State.PUBLISHED)
    return Choices(
        parties=_sorted([(key, named[key]) for key in parties if key in named]),
        classes=_sorted([(key, named[key]) for key in classes if key in named]),
        documents=_sorted(list(titles.order_by().values_list("slug", "title"))),
        themes=_sorted([(key, theme_name(key)) for key in figures.by("theme", now)]),
    )


def _few(name: str, keys: list[str]) -> list[str]:
    return keys if len(keys) <= MOST[name] else []


def _sorted(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return sorted(pairs, key=lambda pair: pair[1].casefold())


def names(chosen: Chosen) -> dict[str, str]:
    """The names of the party and the class and the title of the document that are chosen, by key or slug."""
    keys = [key for key in (chosen.party, chosen.via) if key]
    found = dict(Party.objects.filter(key__in=keys).values_list("key", "name")) if keys else {}
    if chosen.document:
        title = Document.objects.filter(slug=chosen.document, state=Document.State.PUBLISHED)
        found |= dict(title.values_list("slug", "title"))
    return found
