"""Every route there is, with an address of it in a small world where each leads somewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, get_resolver

from koinon.ledger.platform import PLATFORM
from koinon.people.actions import parties
from tests.factories.people import party, person
from tests.house import actions, places
from tests.people import examples as people
from tests.register import examples as register
from tests.register.answers import office as answering

_CAPTURE = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>[^)]*\)")


def routes(patterns: Any = None, space: str = "", prefix: str = "") -> Iterator[tuple[str, str]]:
    """(name, pattern) of every route; a route without a name is known by its pattern."""
    for part in patterns if patterns is not None else get_resolver().url_patterns:
        pattern = prefix + str(part.pattern)
        if isinstance(part, URLPattern):
            if space == "api-1:" and part.name not in ("openapi-json", "api-root"):
                continue  # an operation of the API: it looks at tokens alone, and has a table of its own
            yield (f"{space}{part.name}" if part.name else pattern), pattern
        else:
            inner = f"{space}{part.namespace}:" if part.namespace else space
            yield from routes(part.url_patterns, inner, pattern)


class World:
    """A published document, one under review on behalf of a party, and one of everything else."""

    def __init__(self) -> None:
        ada, self.document, self.provision = register.published()
        self.party = party("harbour-council", "Harbour Council", "organ")
        second = register.uploading.upload(
            by=ada, name="second.txt", data=b"other bytes, the same words", behalf=self.party
        )
        self.open = register.read(second)
        self.rows = register.brought_rows(ada)
        self.translation = register.french(self.open, by=ada)
        self.proposal = register.Proposal.objects.filter(reading__document=self.open).earliest("position")
        self.asked = answering.asked_of(self.party, self.document)
        self.person = person("Nadia", role="observer")
        self.invitation = people.invited()
        self.group = people.group()
        self.membership = parties.save_membership(
            by=PLATFORM, group=self.group, member=people.country(), since=people.TODAY, until=None
        )
        actions.load()
        self.routes, self.paths = places.made_for(self)

    def value(self, route: str, capture: str) -> str:
        """What stands in a place of a route's pattern."""
        plain = re.sub(r"\^|\\Z|\$", "", route).removeprefix("/")
        for prefix in sorted(self.routes, key=len, reverse=True):
            if plain.startswith(prefix) and capture in self.routes[prefix]:
                return str(self.routes[prefix][capture])
        found: dict[str, Any] = {
            "slug": self.document.slug,
            "number": 1,
            "person": self.person.pk,
            "invitation": self.invitation.invitation.pk,
            "mandate": self.person.mandates.get().pk,
            "membership": self.membership.pk,
            "code": self.group.code,
            "token": self.invitation.token,
            "language": self.translation.language,
            "form": "csv",
            "pk": self.provision.pk if "/provisions/" in route else self.open.pk,
            "key": self.party.key,
        }
        if "follow-ups/" in route and capture == "pk":
            return str(self.asked[0].pk)
        if "/imports/" in route and capture == "pk":
            return str(self.rows.pk)
        if "desk/cards" in route:
            return f"proposal-{self.proposal.pk}"
        if "account/tokens/" in route:
            return "00000000-0000-4000-8000-000000000000"  # nobody's
        if "themes/" in route and capture == "key":
            return "democracy"
        return str(found.get(capture, "1"))

    def address(self, pattern: str) -> str:
        """An address of the route."""
        plain = re.sub(r"\^|\$|\\Z", "", pattern)
        filled = _CAPTURE.sub(lambda m: self.value(pattern, m[1] or m[2]), plain)
        return "/" + filled.replace("\\", "")
