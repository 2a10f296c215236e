"""The invented partnership's standing bodies, and the processes it keeps an eye on."""

from __future__ import annotations

from datetime import date, timedelta

from koinon.flows.demonstration.partnership import FOUNDED, GORVIA_LEFT, INES, MIRA
from koinon.people.models import Party
from koinon.people.queries import persons
from koinon.register.actions import mechanisms, processes
from koinon.register.models import Mechanism, Process, Provision
from koinon.register.queries import knowledge

#: Name, acronym, themes, members, legal basis.
MECHANISMS = (
    (
        "Special Envoy on Media Freedom", "SEMF", ("media-freedom", "journalists-safety"),
        "altamere brennovia corrada dunmere eskelund fenmark gorvia",
        "Declaration of Lisse Harbour (invented), 2 May 2027",
    ),
    (
        "Brenna Court of Petitions", "BCP", ("access-to-justice", "media-freedom"),
        "altamere brennovia corrada",
        "Convention of Brenna (invented), 11 January 2021",
    ),
    (
        "Committee on Elections of the Halcyon Council", "CEH", ("elections",),
        "altamere corrada dunmere eskelund",
        "Rules of the Halcyon Council (invented), rule 14",
    ),
)  # fmt: skip


def keep_mechanisms() -> None:
    """The standing bodies with their members; Gorvia's membership ended when it left."""
    mira = persons.person_of(MIRA)
    assert mira is not None
    for name, acronym, themes, members, basis in MECHANISMS:
        if Mechanism.objects.filter(name=name).exists():
            continue
        made = mechanisms.save(
            by=mira, name=name, acronym=acronym, themes=_there(themes), legal_basis=basis, since=FOUNDED,
            mandate="Receives reports, visits members, reports to the Council once a year.",
            source="Invented for the demonstration.", invented=True,
        )  # fmt: skip
        for key in members.split():
            mechanisms.save_member(
                by=mira,
                mechanism=made,
                party=Party.objects.get(key=key),
                since=FOUNDED,
                until=GORVIA_LEFT if key == "gorvia" else None,
            )
        mechanisms.save_meeting(
            by=mira, mechanism=made, title="Yearly session", begins=date(2032, 4, 12),
            ends=date(2032, 4, 14), place="Dalmar",
        )  # fmt: skip


def watch_processes(today: date) -> None:
    """A bill whose hearing is overdue, and a case that comes next, as the Lantern Network follows them."""
    ines = persons.person_of(INES)
    assert ines is not None
    lantern = Party.objects.get(key="lantern-network")
    if not Process.objects.filter(title="Associations (Registration) Bill").exists():
        bill = processes.open_process(
            by=ines, behalf=lantern, kind="bill", title="Associations (Registration) Bill",
            summary="Associations would have to register each year and to name whoever gave them money.",
            party=Party.objects.get(key="brennovia"), themes=_there(("civic-space",)),
            provisions=list(_asking("associat")), invented=True,
        )  # fmt: skip
        _stage(bill, "Tabled", today, happened_on=today - timedelta(days=90))
        _stage(bill, "Hearing in committee", today, expected_on=today - timedelta(days=12))
        _stage(bill, "Second reading", today, expected_on=today + timedelta(days=40))
        processes.watch(by=ines, party=lantern, process=bill)
    if not Process.objects.filter(title="Case of the Harbour Gazette").exists():
        case = processes.open_process(
            by=ines, behalf=lantern, kind="case", title="Case of the Harbour Gazette",
            summary="Whether a fine that closed a newspaper was necessary.",
            party=Party.objects.get(key="corrada"), themes=_there(("media-freedom",)),
            provisions=list(_asking("journalist")), invented=True,
        )  # fmt: skip
        _stage(case, "Judgment at first instance", today, happened_on=today - timedelta(days=200))
        _stage(case, "Hearing on appeal", today, expected_on=today + timedelta(days=18))


def _stage(
    process: Process,
    name: str,
    today: date,
    *,
    happened_on: date | None = None,
    expected_on: date | None = None,
) -> None:
    processes.save_stage(
        by=persons.person_of(INES),
        process=process,
        name=name,
        today=today,
        happened_on=happened_on,
        expected_on=expected_on,
    )


def _asking(words: str) -> list[Provision]:
    found = Provision.objects.filter(document__state="published", withdrawn=False, text__icontains=words)
    return list(found.order_by("document__slug", "number")[:3])


def _there(keys: tuple[str, ...]) -> list[str]:
    """Those of the themes that the vocabulary in force has: an installation may have edited it."""
    known = {theme.key for theme in knowledge.vocabulary().themes}
    return [key for key in keys if key in known]
