"""A directory of known parties, handed to whoever must resolve a name to a party.

Pure data: the people room builds one from its files or tables and hands it to the reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date


def folded(name: str) -> str:
    """The form in which names are compared: NFKC, case-folded, accents and punctuation removed."""
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", letters))


@dataclass(frozen=True, slots=True)
class Membership:
    """One party's dated membership of a group; `None` means open."""

    party: str
    since: date | None = None
    until: date | None = None

    def on(self, day: date | None) -> bool:
        """Whether the membership holds on `day` (today's members when `day` is None)."""
        if day is None:
            return self.until is None
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True, slots=True)
class KnownParty:
    """A party that names in documents can be resolved to.

    `key` is stable ("asean", "state-jpn", "asean-member-states"); `kind` one of WORDS' party kinds;
    `members_of` names the group whose members this party is the class of.
    """

    key: str
    name: str
    kind: str
    aliases: tuple[str, ...] = ()
    acronyms: tuple[str, ...] = ()
    members_of: str | None = None
    members: tuple[Membership, ...] = ()


@dataclass(frozen=True)
class Directory:
    """Every known party, found by any of its names in any language."""

    parties: Mapping[str, KnownParty]
    names: Mapping[str, str] = field(repr=False)

    @classmethod
    def of(cls, parties: Iterable[KnownParty]) -> Directory:
        """Build the name table; the first party to claim a name keeps it."""
        by_key: dict[str, KnownParty] = {}
        names: dict[str, str] = {}
        for party in parties:
            by_key[party.key] = party
            for name in (party.name, *party.acronyms, *party.aliases):
                if form := folded(name):
                    names.setdefault(form, party.key)
        return cls(by_key, names)

    def resolve(self, name: str) -> KnownParty | None:
        """The party of that name, acronym or alias, else None."""
        key = self.names.get(folded(name))
        return self.parties[key] if key else None

    def members(self, key: str, on: date | None) -> tuple[str, ...]:
        """The keys of the members of a group (or of a class of its members) on a day."""
        party = self.parties[key]
        group = self.parties.get(party.members_of) if party.members_of else party
        return tuple(m.party for m in group.members if m.on(on)) if group else ()
