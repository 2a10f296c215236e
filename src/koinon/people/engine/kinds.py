"""What sorts of places and parties there are (WORDS.md: Place, Party)."""

from __future__ import annotations

from enum import StrEnum

from koinon.kernel.sentences import sentence


class PlaceKind(StrEnum):
    """A country is a member or observer state of the United Nations, or was a state; any other entry of
    ISO 3166-1 is a territory. The listing says nothing of anyone's legal status."""

    COUNTRY = "country"
    TERRITORY = "territory"
    REGION = "region"
    GROUP = "group"


class PartyKind(StrEnum):
    """`state` also covers a territory that acts through a government of its own, a body of a government, and
    one that claims to govern; `class` is a class of parties that a text addresses as one ("donors")."""

    STATE = "state"
    INTERGOVERNMENTAL = "intergovernmental"
    PARLIAMENT = "parliament"
    CIVIL_SOCIETY = "civil-society"
    NHRI = "nhri"
    MEDIA = "media"
    FUNDER = "funder"
    UNIVERSITY = "university"
    BUSINESS = "business"
    NETWORK = "network"
    ORGAN = "organ"
    CLASS = "class"


PARTY_KIND_WORDS = {
    "state": sentence("State"),
    "intergovernmental": sentence("Intergovernmental body"),
    "parliament": sentence("Parliament"),
    "civil-society": sentence("Civil society organisation"),
    "nhri": sentence("National human rights institution"),
    "media": sentence("Independent media"),
    "funder": sentence("Funder"),
    "university": sentence("University"),
    "business": sentence("Business"),
    "network": sentence("Network"),
    "organ": sentence("Organ"),
    "class": sentence("Class of parties"),
}
PLACE_KIND_WORDS = {
    "country": sentence("Country"),
    "territory": sentence("Territory"),
    "region": sentence("Region"),
    "group": sentence("Group"),
}
