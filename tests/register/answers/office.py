"""A ministry that is asked three things: its focal point, its validator, and another party's people."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

from koinon.people.models import Party, Person
from koinon.register.actions import answers as actions
from koinon.register.actions.answers import Written
from koinon.register.engine.following.answers import Said
from koinon.register.models import Answer, Document, FollowUp
from tests.factories import following
from tests.factories import register as make
from tests.factories.people import party, person

NOW = datetime(2024, 9, 1, 12, tzinfo=UTC)
BY = date(2024, 8, 3)
LINES = (
    "Velmark should protect journalists.",
    "Velmark should publish every vote.",
    "Velmark should ratify the Convention of Harbour.",
)


@dataclass
class Office:
    """`ida` drafts for Velmark, `bo` validates; `nils` drafts and validates for Orlund."""

    velmark: Party
    orlund: Party
    ida: Person
    bo: Person
    nils: Person
    document: Document
    asked: list[FollowUp]
    elsewhere: FollowUp  # of Orlund, on the first provision

    def said(self, position: str = "accepted", **rest: str) -> Said:
        return Said(position, **rest)  # type: ignore[arg-type]

    def drafted(self, *follow_ups: FollowUp, submit: bool = False, **said: str) -> list[Answer]:
        """Drafts of Ida's, the same to each."""
        written = [Written(f, self.revision(f), self.said(**said)) for f in follow_ups]
        return actions.draft_answers(by=self.ida, written=written, now=NOW, submit=submit)

    def published(self, *follow_ups: FollowUp, now: datetime = NOW, **said: str) -> list[Answer]:
        """Answers that Ida drafted and Bo approved."""
        made = self.drafted(*follow_ups, submit=True, **said)
        return actions.approve_answers(by=self.bo, answers=made, revisions=seen(made), now=now)

    def revision(self, follow_up: FollowUp) -> int:
        held = follow_up.answers.filter(state__in=Answer.OPEN).first()
        return held.revision if held else 0


def seen(answers: list[Answer]) -> dict[int, int]:
    """The revisions that whoever looked at the answers saw."""
    return {answer.pk: answer.revision for answer in answers}


def office(lines: int = 3, *, slug: str = "outcome-of-harbour") -> Office:
    """The world of these tests: `lines` provisions that ask something of Velmark, one of Orlund too."""
    velmark, orlund = party("velmark", "Velmark"), party("orlund", "Orlund")
    words = [LINES[n] if n < 3 else f"Velmark should do thing {n}." for n in range(lines)]
    document = make.document(slug, *words)
    provisions = [make.provision(document, line, addressees=[velmark]) for line in words]
    return Office(
        velmark,
        orlund,
        person("Ida", role="focal-point", party=velmark),
        person("Bo", role="validator", party=velmark),
        person("Nils", role="focal-point", party=orlund),
        document,
        [following.follow_up(one, velmark, answer_by=BY) for one in provisions],
        following.follow_up(provisions[0], orlund, answer_by=BY),
    )


def asked_of(whom: Party, document: Document) -> list[FollowUp]:
    """What a document asks of a party: first a drafted answer, then one that waits for its validator."""
    writer = person("Writer", role="focal-point", party=whom)
    found = [following.follow_up(one, whom) for one in document.provisions.order_by("number")[:2]]
    for follow_up, submit in zip(found, (False, True), strict=True):
        written = [Written(follow_up, 0, Said("accepted"))]
        actions.draft_answers(by=writer, written=written, now=NOW, submit=submit)
    return found
