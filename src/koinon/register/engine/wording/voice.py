"""Whose voice a document speaks in: what "we" and "the Parties" mean there."""

from __future__ import annotations

import re
from dataclasses import dataclass

from koinon.kernel.directory import folded
from koinon.register.engine.wording.lexicon import Lexicon
from koinon.register.engine.wording.parties import Named, Names

_OWN_PARTIES = re.compile(
    r"(?:\A|\b)(?:(?:the )?(?:contracting |states? |high contracting |member |participating |"
    r"signatory )?(?:part(?:y|ies)|signator(?:y|ies)|participants|"
    r"states parties|member \w+|member countries|participating states|members|endorsers|endorsing "
    r"states|adherents|subscribers|"
    r"leaders|ministers|heads of state and government|heads of (?:state|delegation|government)s?|"
    r"parliamentarians|partners|"
    r"parties|undersigned)|états (?:membres|parties|participants)|estados (?:miembros|partes|"
    r"participantes)|signataires|firmantes)\Z",
    re.IGNORECASE,
)
_ORGAN = re.compile(
    r"(?:group|pillar|secretariat|committee|commission|council|board|bureau|assembly|presidency|"
    r"chair|chairperson|conference|meeting|summit|"
    r"troika|caucus|forum|panel|office|secretary-general|president|ministers?|leaders|officials|"
    r"experts|unit|centre|center|fund|conven[eo]rs?|co-?chairs?|depositar(?:y|ies)|"
    r"mechanism|task ?force|team|network|court|director|delegation|community|alliance|coalition|"
    r"partnership|union|"
    r"secrétariat|comité|conseil|bureau|présidence|groupe|secretaría|consejo|presidencia|grupo)\Z",
    re.IGNORECASE,
)


_OWN_ORGAN = re.compile(
    r"\A(?:steering (?:group|committee)|secretariat|working group|task ?force|coordinating (?:group|"
    r"committee)|drafting committee)\Z",
    re.IGNORECASE,
)


@dataclass
class Voice:
    """The speaker of a document.

    `own` are the folded forms that mean the issuer; `official` says that the issuer is made of states
    or their bodies, `binding` that the document is an instrument whose parties bind themselves
    (charter, treaty, code), `members` are the keys of states that speak together. `narrates` says that
    the document tells in the past what its issuer decided ("Ministers agreed …"), `quoted` that its
    paragraphs stand in quotation marks, `chorus` that a bare plural verb is the issuer's ("Hereby
    agree to:"), `antecedent` is whom "they" means.
    """

    names: Names
    lexicon: Lexicon
    issuer: str
    own: frozenset[str]
    official: bool
    binding: bool
    members: frozenset[str] = frozenset()
    antecedent: tuple[Named, ...] = ()
    chorus: bool = False
    narrates: bool = False
    quoted: bool = False

    def is_self(self, phrase: str) -> bool:
        """Whether a subject is the issuer speaking of itself."""
        if self.lexicon.first_person.search(phrase):
            return True
        name = folded(self.names.cleaned(phrase.rsplit(",", 1)[-1]))
        return bool(name) and name in self.own

    def is_party(self, named: Named) -> bool:
        """Whether a party is one that the instrument binds by the issuer's own act."""
        if folded(named.name) in self.own or _OWN_PARTIES.search(named.mention):
            return True
        party = self.names.known(named.mention)
        return party is not None and party.key in self.members

    def is_body(self, named: Named) -> bool:
        """Whether a party is a body of an official issuer ("The Convening Group")."""
        if not self.official:
            return bool(_OWN_ORGAN.search(named.mention))
        party = self.names.known(named.mention)
        if party is not None and (party.kind != "network" or folded(self.issuer) not in folded(party.name)):
            return False
        words = named.mention.split()
        if (
            len(words) > 1 and all(word[0].isupper() or len(word) < 4 for word in words)
        ) or named.mention.isupper():
            return True
        return bool(_ORGAN.search(named.mention.split(" of ")[0].split(" for ")[0].split(" on ")[0]))
