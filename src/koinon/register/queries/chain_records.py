"""Chains as plain records: the one shape that files and the API give out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.urls import reverse

from koinon.register.engine.lineage.chains import Link
from koinon.register.models import Provision
from koinon.register.queries.chains import Lineage, Told, dressed
from koinon.ui.languages import permanent

COLUMNS = (
    "chain", "position", "years", "never_answered", "day", "document", "document_title", "number", "label",
    "text", "asked", "accepted", "accepted_in_part", "noted", "declined", "unanswered", "silent", "url",
)  # fmt: skip
STRIDE = 100  # chains whose provisions are read at once


def records(found: Sequence[Told], site: str) -> Iterator[dict[str, Any]]:
    """One row for each provision of each chain, from the earliest to the latest."""
    for at in range(0, len(found), STRIDE):
        for lineage in dressed(found[at : at + STRIDE]):
            yield from rows(lineage, site)


def rows(lineage: Lineage, site: str) -> Iterator[dict[str, Any]]:
    """The rows of one chain; its name is the key of its earliest provision."""
    chain = lineage.told.chain
    for position, (link, provision) in enumerate(lineage.links, start=1):
        yield {
            "chain": lineage.told.keys[0],
            "position": position,
            "years": "; ".join(map(str, chain.years)),
            "never_answered": chain.never_answered,
            **link_record(link, provision, site),
        }


def link_record(link: Link, provision: Provision, site: str) -> dict[str, Any]:
    """A provision of a chain, with how many of those asked said what."""
    said = link.positions
    return {
        "day": link.day,
        **_named(provision),
        "asked": link.asked,
        "accepted": said.get("accepted", 0),
        "accepted_in_part": said.get("accepted-in-part", 0),
        "noted": said.get("noted", 0),
        "declined": said.get("declined", 0),
        "unanswered": said.get("", 0),
        "silent": link.silent,
        "url": _url(provision, site),
    }


def place_record(provision: Provision, site: str) -> dict[str, Any]:
    """A provision by its document and number, with its words."""
    return {"issued_on": provision.document.issued_on, **_named(provision), "url": _url(provision, site)}


def _named(provision: Provision) -> dict[str, Any]:
    return {
        "document": provision.document.slug,
        "document_title": provision.document.title,
        "number": provision.number,
        "label": provision.label,
        "text": provision.text,
    }


def _url(provision: Provision, site: str) -> str:
    place = [provision.document.slug, provision.number]
    return site + permanent(reverse("register:provision", args=place))
