"""Themes and groups by their names in the vocabulary in force, and what is published under them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse

from koinon.kernel.refusals import NotFound
from koinon.register.engine.vocabulary import Group, Theme
from koinon.register.models import Provision
from koinon.register.queries import figures, knowledge, public, records


def theme_name(key: str) -> str:
    """The theme's name in the reader's language; a key that the vocabulary dropped stands for itself."""
    node = knowledge.vocabulary().theme(key)
    return knowledge.named(node) if node else key


def group_name(key: str) -> str:
    """The group's name in the reader's language."""
    node = knowledge.vocabulary().group(key)
    return knowledge.named(node) if node else key


@dataclass(frozen=True)
class Shelf:
    """A theme or a group of people, and how many published provisions concern it."""

    node: Theme | Group
    name: str
    count: int


def shelves() -> tuple[list[Shelf], list[Shelf]]:
    """Every theme and every group of the vocabulary with its count, in the vocabulary's order."""
    themes = {row.key: row.total for row in figures.all_themes()}
    groups = {row.key: row.total for row in figures.all_groups()}
    words = knowledge.vocabulary()
    return (
        [Shelf(node, knowledge.named(node), themes.get(node.key, 0)) for node in words.themes],
        [Shelf(node, knowledge.named(node), groups.get(node.key, 0)) for node in words.groups],
    )


def theme(key: str) -> Theme:
    """The theme of that key."""
    node = knowledge.vocabulary().theme(key)
    if node is None:
        raise NotFound("register.theme.unknown", "The vocabulary has no theme called “{key}”.", key=key)
    return node


def provisions_of(theme: Theme) -> QuerySet[Provision]:
    """The published provisions of a theme, newest document first."""
    found = public.provisions().filter(themes__contains=[theme.key])
    return found.order_by("-document__issued_on", "document_id", "start")


def shelf_records(site: str) -> Iterator[records.Record]:
    """Every theme, then every group, with its count, as the vocabulary's list gives them out."""
    for sort, shelved in zip(("theme", "group"), shelves(), strict=True):
        for shelf in shelved:
            address = reverse("register:theme", args=[shelf.node.key])
            if sort == "group":
                address = f"{reverse('register:search')}?group={shelf.node.key}"
            yield {
                "sort": sort,
                "key": shelf.node.key,
                "name": shelf.name,
                "parent": shelf.node.parent,
                "sdg": list(shelf.node.sdg),
                "uhri": list(shelf.node.uhri),
                "provisions": shelf.count,
                "url": site + address,
            }


def flat_shelf(record: records.Record) -> records.Record:
    """A theme or group as one spreadsheet row."""
    return {**record, "sdg": "; ".join(record["sdg"]), "uhri": "; ".join(record["uhri"])}
