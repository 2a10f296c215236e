"""Invented incidents, flashpoints and approach lines of the Halcyon states, told as people tell them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from koinon.flows.demonstration.partnership import INES, MIRA
from koinon.observatory.actions import approaches, flashpoints, incidents
from koinon.observatory.engine.incidents.told import Source, Told
from koinon.observatory.models import ApproachLine, Flashpoint, Incident
from koinon.people.models import Party, Person, Place
from koinon.people.queries import persons


@dataclass(frozen=True)
class Happened:
    """An invented incident: how many days ago, how exactly known, and how the secretariat weighed it."""

    place: str
    kind: str
    days_ago: int
    title: str
    account: str
    sources: tuple[str, ...]
    exact: str = "day"
    by_lantern: bool = False
    state: str = ""
    reasons: str = ""


GAZETTE, RADIO = "Harbour Gazette (invented)", "Radio Brenna (invented)"
LANTERN = "Lantern Network (invented)"

INCIDENTS = (
    Happened(
        "gorvia", "election-annulled", 1400, "The result of the general election is set aside",
        "The electoral council of Gorvia annulled the vote in four provinces that the opposition had won.",
        (GAZETTE, RADIO), state="verified", reasons="The decision of the council was read.",
    ),
    Happened(
        "gorvia", "self-coup", 1320, "The president of Gorvia governs by decree",
        "Parliament was sent home without a date for its return.", (GAZETTE, RADIO),
        state="verified", reasons="The decree stands in the official gazette.",
    ),
    Happened(
        "gorvia", "internet-shutdown", 1318, "Mobile internet is cut in the capital of Gorvia", "",
        (RADIO,), by_lantern=True,
    ),
    Happened(
        "gorvia", "foreign-agent-law", 900, "Gorvia lists associations as acting for foreigners",
        "Thirty associations must label whatever they publish.", (GAZETTE, LANTERN),
        state="verified", reasons="The law and its first list were read.",
    ),
    Happened(
        "brennovia", "public-participation-lawsuit", 260, "A harbour company sues a newspaper of Brennovia",
        "The claim is forty times what the newspaper earns in a year.", (GAZETTE,), by_lantern=True,
    ),
    Happened(
        "brennovia", "red-tagging", 150, "A minister of Brennovia calls a union a nest of insurgents", "",
        (RADIO,), by_lantern=True,
    ),
    Happened(
        "brennovia", "assembly-ban", 45, "Assemblies are forbidden around the parliament of Brennovia",
        "The order names no ground and no end.", (GAZETTE, LANTERN), state="verified",
        reasons="The order was read.",
    ),
    Happened(
        "corrada", "spyware", 400, "Spyware is found on a device of a defender in Corrada",
        "An independent laboratory examined the device.", (LANTERN,), exact="month", by_lantern=True,
    ),
    Happened(
        "corrada", "court-ruling", 120, "The highest court of Corrada strikes a licence for newspapers",
        "The government has carried the ruling out.", (GAZETTE, RADIO), state="verified",
        reasons="The ruling was read.",
    ),
    Happened(
        "altamere", "information-law", 700, "Altamere adopts a law on access to information", "",
        (GAZETTE,), state="verified", reasons="The law stands in the official gazette.",
    ),
    Happened(
        "dunmere", "power-transferred", 540, "The opposition of Dunmere wins and takes office", "",
        (GAZETTE, RADIO), state="verified", reasons="The transfer was public.",
    ),
    Happened(
        "fenmark", "arrest-journalist", 30, "A journalist is held in Fenmark",
        "The name is left out: the family asked for it.", (LANTERN,), by_lantern=True,
    ),
)  # fmt: skip

#: Place, kind, days ahead, how exactly known, what, why it matters.
AHEAD = (
    ("brennovia", "election", 75, "day", "General election in Brennovia", "The ban still holds."),
    ("gorvia", "sunset", 130, "month", "The decree of emergency ends in Gorvia", "It was prolonged twice."),
    ("corrada", "appointment", 60, "day", "Three judges of Corrada’s court are chosen", ""),
)

#: Kind, whether everyone may read it, how many days ago it began, what is said.
APPROACH = (
    ("line", True, 800, "No state visit while members of parliament are kept from sitting."),
    ("line", False, 780, "The envoy speaks to the foreign ministry, and does not receive the head of state."),
    ("opening", True, 300, "Talks on the release of prisoners, and on the return of the parliament."),
    ("opening", False, 90, "Dunmere may carry messages while the harbour talks go on."),
)


def tell_incidents(now: datetime) -> None:
    """Incidents over four years, some told by the Lantern Network; most are weighed."""
    lantern = Party.objects.get(key="lantern-network")
    for one in INCIDENTS:
        if Incident.objects.filter(title=one.title, invented=True).exists():
            continue
        told = Told(
            one.place, one.kind, _day(now, one.days_ago, one.exact), one.title, one.exact,
            account=one.account, language="en", sources=tuple(Source(name) for name in one.sources),
        )  # fmt: skip
        made = incidents.tell(
            by=_person(INES if one.by_lantern else MIRA), behalf=lantern if one.by_lantern else None,
            told=told, invented=True, today=now.date(), now=now,
        )  # fmt: skip
        if one.state:
            incidents.verify(
                by=_person(MIRA), incident=made, revision=1, state=one.state, reasons=one.reasons, now=now
            )


def look_ahead(today: date) -> None:
    """What lies ahead in three of the states."""
    for code, kind, days, exact, title, why in AHEAD:
        if not Flashpoint.objects.filter(title=title, invented=True).exists():
            flashpoints.add(
                by=_person(MIRA), place=Place.objects.get(code=code), kind=kind,
                on=_month(today + timedelta(days=days), exact), exact=exact, title=title, why=why,
                source=GAZETTE, invented=True, today=today,
            )  # fmt: skip


def keep_an_approach(now: datetime) -> None:
    """Lines and openings towards Gorvia, which left the partnership; half of them restricted."""
    gorvia = Place.objects.get(code="gorvia")
    for kind, shown, days, text in APPROACH:
        if not ApproachLine.objects.filter(place=gorvia, text=text).exists():
            approaches.add(
                by=_person(MIRA), place=gorvia, kind=kind, text=text, language="en",
                sources=[Source("Minutes of the Halcyon Council (invented)")],
                since=now.date() - timedelta(days=days), restricted=not shown, invented=True, now=now,
            )  # fmt: skip


def _person(email: str) -> Person:
    person = persons.person_of(email)
    assert person is not None
    return person


def _day(now: datetime, days_ago: int, exact: str) -> date:
    return _month(now.date() - timedelta(days=days_ago), exact)


def _month(day: date, exact: str) -> date:
    """The first day of the month, where only the month is known."""
    return day.replace(day=1) if exact == "month" else day
