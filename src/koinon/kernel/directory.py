"""A directory of known parties, handed to whoever must resolve a name to a party.

Pure data: the people room builds one from its files or tables and hands it to the reader.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

_WORD = re.compile(r"\w+")


def folded(name: str) -> str:
    """The form in which names are compared: NFKC, case-folded, accents and punctuation removed."""
    if name.isascii():
        return " ".join(_WORD.findall(name.lower()))
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold())
    letters = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(_WORD.findall(letters))


def written(acronym: str) -> str:
    """The form in which acronyms are compared: case kept, so that "the US" is not "us" nor "WHO" "who"."""
    return re.sub(r"[.\s]+", "", unicodedata.normalize("NFKC", acronym))


_LEADING = re.compile(
    r"^(?:(?:the|all|le|la|les|los|las|el)\s+|l['’]\s*"
    r"|(?:governments?|authorities|gouvernements?|autorités|gobiernos?|autoridades)\s+"
    r"(?:(?:of|de|du|des|del)\s+|d['’]\s*))",
    re.IGNORECASE,
)
_POSSESSIVE = re.compile(r"['’]s?$")


def _shorter(name: str) -> str:
    """The name without one leading article or "government of", and without a closing possessive."""
    return _POSSESSIVE.sub("", _LEADING.sub("", name.strip(), count=1))


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


def claims(parties: Iterable[KnownParty]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Which parties claim each folded name, and each written acronym, in the order given.

    An acronym of four letters or more is claimed capitalised too ("Asean", "Nato"), as many papers print it.
    """
    names: dict[str, list[str]] = {}
    acronyms: dict[str, list[str]] = {}
    for party in parties:
        for form in filter(None, map(folded, (party.name, *party.aliases))):
            _claim(names, form, party.key)
        for acronym in map(written, party.acronyms):
            _claim(acronyms, acronym, party.key)
            if len(acronym) >= 4 and acronym.isupper():
                _claim(acronyms, acronym.capitalize(), party.key)
    return names, acronyms


def _claim(table: dict[str, list[str]], form: str, key: str) -> None:
    holders = table.setdefault(form, [])
    if key not in holders:
        holders.append(key)


@dataclass(frozen=True)
class Directory:
    """Every known party, found by any of its names in any language.

    `names` maps folded names, `acronyms` maps acronyms as written, to party keys.
    """

    parties: Mapping[str, KnownParty]
    names: Mapping[str, str] = field(repr=False)
    acronyms: Mapping[str, str] = field(default_factory=dict, repr=False)

    @classmethod
    def of(cls, parties: Iterable[KnownParty]) -> Directory:
        """Build the name tables; the first party to claim a name keeps it."""
        listed = tuple(parties)
        names, acronyms = claims(listed)
        return cls(
            {party.key: party for party in listed},
            {form: holders[0] for form, holders in names.items()},
            {form: holders[0] for form, holders in acronyms.items()},
        )

    def resolve(self, name: str) -> KnownParty | None:
        """The party of that name, acronym or alias, else None.

        The whole name is tried first, then without a leading article or "government of", so that
        "the Government of Japan's" finds Japan and "La Francophonie" itself.
        """
        while name:
            key = self.acronyms.get(written(name)) or self.names.get(folded(name))
            if key:
                return self.parties[key]
            name, longer = _shorter(name), name
            if name == longer:
                return None
        return None

    def members(self, key: str, on: date | None) -> tuple[str, ...]:
        """The keys of the members of a group (or of a class of its members) on a day."""
        party = self.parties[key]
        group = self.parties.get(party.members_of) if party.members_of else party
        return tuple(m.party for m in group.members if m.on(on)) if group else ()
