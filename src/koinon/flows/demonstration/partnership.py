"""The invented Halcyon Partnership: its places, parties and people. None of it exists."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

STATES = {
    "altamere": ("Altamere", None),
    "brennovia": ("Brennovia", None),
    "corrada": ("Corrada", None),
    "dunmere": ("Dunmere", None),
    "eskelund": ("Eskelund", None),
    "fenmark": ("Fenmark", date(2024, 7, 1)),
    "gorvia": ("Gorvia", None),
}
FOUNDED = date(2019, 3, 1)
GORVIA_LEFT = date(2030, 1, 1)

SOURCE = "Invented for the demonstration: the Charter of Halcyon does not exist."


@dataclass(frozen=True)
class Body:
    """A party that is not a state, with its other names."""

    key: str
    name: str
    kind: str
    acronym: str = ""
    aliases: tuple[str, ...] = ()
    members_of: str = ""


BODIES = (
    Body("halcyon", "Halcyon Partnership", "intergovernmental", aliases=("the Partnership of Halcyon",)),
    Body(
        "halcyon-member-states",
        "Halcyon member states",
        "class",
        aliases=("member states of the Halcyon Partnership", "États membres de Halcyon"),
        members_of="halcyon",
    ),
    Body("halcyon-council", "Halcyon Council", "organ", aliases=("Conseil de Halcyon",)),
    Body("halcyon-secretariat", "Halcyon Secretariat", "organ", aliases=("Secrétariat de Halcyon",)),
    Body("halcyon-heads", "Heads of Government of the Halcyon Partnership", "organ"),
    Body("halcyon-parliamentary-network", "Halcyon Parliamentary Network", "parliament", "HPN"),
    Body(
        "halcyon-citizens-assembly",
        "Citizens’ Assembly of Halcyon",
        "organ",
        aliases=("Assemblée citoyenne de Halcyon",),
    ),
    Body("halcyon-envoy-media", "Special Envoy on Media Freedom", "organ"),
    Body("halcyon-forum-parties", "Halcyon Forum of Political Parties", "network"),
    Body("lantern-network", "Lantern Network", "network", aliases=("the Lantern",)),
    Body("harbour-watch", "Harbour Watch", "civil-society", "HW"),
)


@dataclass(frozen=True)
class Guest:
    """A demonstration sign-in."""

    name: str
    email: str
    role: str
    party: str = ""


PEOPLE = (
    Guest("Mira Solano", "mira.solano@halcyon.example", "secretariat"),
    Guest("Jonas Ekwe", "jonas.ekwe@halcyon.example", "secretariat"),
    Guest("Tomas Vey", "tomas.vey@altamere.example", "focal-point", "altamere"),
    Guest("Dela Marsh", "dela.marsh@altamere.example", "validator", "altamere"),
    Guest("Ana Brask", "ana.brask@corrada.example", "focal-point", "corrada"),
    Guest("Ines Korva", "ines.korva@lantern.example", "coordinator", "lantern-network"),
    Guest("Oke Lind", "oke.lind@assessors.example", "assessor"),
    Guest("Ruben Ashe", "ruben.ashe@observers.example", "observer"),
)


@dataclass(frozen=True)
class Paper:
    """A document of the demonstration: who brings it, and what it is once reviewed."""

    file: str
    brought_by: str
    title: str
    kind: str
    issuer: str
    date: date
    place: str
    language: str = "en"
    publish: bool = True


MIRA, INES = PEOPLE[0].email, PEOPLE[5].email

PAPERS = (
    Paper(
        "outcome.md", MIRA, "Outcome of the Conference of Lisse Harbour", "declaration",
        "Halcyon Council", date(2024, 5, 2), "Lisse Harbour",
    ),
    Paper(
        "declaration.pdf", MIRA, "Declaration of Port Audley", "declaration",
        "Heads of Government of the Halcyon Partnership", date(2031, 5, 14), "Port Audley",
    ),
    Paper(
        "pledges.md", MIRA, "Pledges announced at the Port Audley Conference", "pledges",
        "Halcyon Secretariat", date(2031, 6, 30), "Port Audley",
    ),
    Paper(
        "resolution_fr.txt", MIRA, "Recommandations sur l’éducation à la démocratie", "recommendation-paper",
        "Citizens’ Assembly of Halcyon", date(2031, 9, 12), "Brenna", "fr",
    ),
    Paper(
        "resolution.txt", MIRA, "Resolution 31/7: Protection of journalists and other media workers",
        "resolution", "Halcyon Parliamentary Network", date(2031, 10, 22), "Brenna",
    ),
    Paper(
        "plan.docx", MIRA, "Plan of Action for an Open Halcyon, 2032–2035", "plan-of-action",
        "Halcyon Council", date(2031, 12, 3), "Dalmar",
    ),
    Paper(
        "recommendations.html", INES,
        "Keep the light on: recommendations of civil society to the Halcyon Partnership",
        "recommendation-paper", "Lantern Network", date(2032, 3, 8), "Corran",
    ),
    Paper(
        "code.txt", MIRA, "Code of Conduct for Fair Campaigns", "code-of-conduct",
        "Halcyon Forum of Political Parties", date(2032, 2, 2), "Fenhaven", publish=False,
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Version:
    """A translation of one of the papers, invented like it."""

    of: Paper
    file: str
    language: str
    title: str
    standing: str
    made_by: str
    made_on: date


VERSIONS = (
    Version(
        PAPERS[4], "resolution_in_french.txt", "fr",
        "Résolution 31/7 : Protection des journalistes et des autres professionnels des médias",
        "human", "Language Office of Brenna (invented)", date(2031, 11, 3),
    ),
    Version(
        PAPERS[4], "resolution_in_arabic.txt", "ar",
        "القرار ٣١/٧: حماية الصحفيين وغيرهم من العاملين في وسائط الإعلام",
        "machine", "Kestrel Translate 4 (an invented program)", date(2031, 11, 4),
    ),
)  # fmt: skip
