"""Fills an installation with the invented partnership, through the actions that people use.

Every step looks first whether it is done: killed anywhere, the next run goes on from there.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path

from koinon.flows.demonstration import (
    expecting,
    figures,
    following,
    happenings,
    marker,
    reporting,
    reviews,
    warning,
    watching,
)
from koinon.flows.demonstration.partnership import (
    BODIES,
    FOUNDED,
    GORVIA_LEFT,
    PAPERS,
    PEOPLE,
    SOURCE,
    STATES,
    VERSIONS,
    Guest,
    Paper,
    Version,
)
from koinon.kernel.refusals import Refused
from koinon.ledger.platform import PLATFORM
from koinon.people.actions import catalogue, invitations, parties
from koinon.people.models import Membership, Party, Person, Place
from koinon.people.queries import persons
from koinon.people.queries.directory import directory
from koinon.register.actions import (
    deciding,
    publishing,
    reading,
    translated_files,
    translating,
    uploading,
)
from koinon.register.engine.documents import Kind
from koinon.register.models import Document, Proposal
from koinon.register.queries import desk

Step = tuple[str, Callable[[], object]]


def steps(data: Path, now: datetime) -> Iterator[Step]:
    """What is to be done, in order, each with the words to show for it. `data`: the data folder."""
    yield "parties of the world", _catalogue
    yield "the invented states and bodies", _parties
    for guest in PEOPLE:
        yield f"{guest.name}, {guest.role}", partial(_person, guest, data, now)
    for paper in PAPERS:
        yield f"reading {paper.file}", partial(_read, paper)
        yield f"reviewing “{paper.title}”", partial(_review, paper)
    for version in VERSIONS:
        yield f"a translation: {version.file}", partial(_translate, version)
    yield "a correction after publication", _correct
    yield "a document that is to be answered early", expecting.ask_early
    yield "a date agreed with one addressee", expecting.agree_a_date
    yield "dates to answer by", following.set_dates
    yield "an answer in part", following.answer
    yield "a claim, contested", following.claim
    yield "whether it can be verified", following.judge
    yield "standing bodies", watching.keep_mechanisms
    yield "processes that are watched", partial(watching.watch_processes, now.date())
    yield "the draw of a cycle of peer reviews", partial(reviews.draw_cycle, now)
    yield "a review from its papers to its outcome", reviews.go_through
    yield "the report to the next conference, begun", partial(reporting.begin_report, now)
    yield "figures of the invented states", partial(figures.load_figures, now)
    yield "a rule set of the partnership’s own", partial(figures.publish_rule_set, now)
    yield "incidents that were told of", partial(happenings.tell_incidents, now)
    yield "what lies ahead", partial(happenings.look_ahead, now.date())
    yield "an approach to a state outside", partial(happenings.keep_an_approach, now)
    yield "alerts, and what became of them", partial(warning.warn, now)


def _catalogue() -> None:
    catalogue.keep_current()


def _parties() -> None:
    group = Place.objects.filter(code="halcyon").first() or parties.save_place(
        by=PLATFORM, code="halcyon", name="Halcyon Partnership", kind="group", source=SOURCE, invented=True
    )
    for key, (name, since) in STATES.items():
        place = Place.objects.filter(code=key).first() or parties.save_place(
            by=PLATFORM, code=key, name=name, kind="country", source=SOURCE, invented=True
        )
        if not Membership.objects.filter(group=group, member=place).exists():
            until = GORVIA_LEFT if key == "gorvia" else None
            parties.save_membership(
                by=PLATFORM, group=group, member=place, since=since or FOUNDED, until=until
            )
        if not Party.objects.filter(key=key).exists():
            parties.save(by=PLATFORM, key=key, name=name, kind="state", place=place, invented=True)
    for body in BODIES:
        if not Party.objects.filter(key=body.key).exists():
            parties.save(
                by=PLATFORM,
                key=body.key,
                name=body.name,
                kind=body.kind,
                aliases=body.aliases,
                acronyms=(body.acronym,) if body.acronym else (),
                place=group if body.key == "halcyon" else None,
                members_of=Party.objects.get(key=body.members_of) if body.members_of else None,
                invented=True,
            )


def _person(guest: Guest, data: Path, now: datetime) -> None:
    if persons.person_of(guest.email):
        return
    password = f"halcyon-{secrets.token_hex(5)}"
    marker.keep(data, guest.email, password)
    invited = invitations.invite(
        by=PLATFORM,
        email=guest.email,
        name=guest.name,
        role=guest.role,
        party=Party.objects.get(key=guest.party) if guest.party else None,
        now=now,
        post=lambda invitation, token: None,  # nobody reads mail at an invented address
    )
    invitations.accept(
        by=Person(invented=True), token=invited.token, name=guest.name, password=password, now=now
    )


def _person_of(email: str) -> Person:
    person = persons.person_of(email)
    assert person is not None
    return person


def _document(paper: Paper) -> Document | None:
    return Document.objects.filter(source__name=paper.file, invented=True).first()


def _read(paper: Paper) -> None:
    document = _document(paper)
    if document is None:
        person = _person_of(paper.brought_by)
        document = uploading.upload(
            by=person,
            name=paper.file,
            data=resources.files(__package__).joinpath(paper.file).read_bytes(),
            behalf=desk.behalves(person)[0],
            invented=True,
        )
    found = desk.current_reading(document)
    if found:
        reading.perform(found)
        found.refresh_from_db()
        if found.problem:
            raise Refused(
                "demonstration.unread",
                "{file} could not be read: {problem}",
                file=paper.file,
                problem=found.problem,
            )


def _review(paper: Paper) -> None:
    """Mira confirms what the reader proposed, as an officer would who found it right."""
    document = _document(paper)
    mira = _person_of(PEOPLE[0].email)
    if document is None or document.state != Document.State.REVIEW:
        return
    if document.title != paper.title or document.kind != paper.kind:
        publishing.describe(
            by=mira,
            document=document,
            revision=document.revision,
            title=paper.title,
            kind=paper.kind,
            issuer_names=[paper.issuer],
            issuers=desk.parties_named([paper.issuer], directory()),
            issued_on=paper.date,
            place=paper.place,
            language=paper.language,
        )
        document.refresh_from_db()
    waiting = Proposal.objects.filter(reading__document=document, state=Proposal.State.OPEN)
    if not paper.publish:
        _begin_review(waiting.first(), mira, document)
        return
    if waiting:
        seen = list(waiting.values_list("pk", "revision"))
        deciding.accept_all(by=mira, document=document, seen=seen)
    publishing.publish(by=mira, document=document, revision=document.revision)


def _begin_review(first: Proposal | None, mira: Person, document: Document) -> None:
    """One document stays on the desk with its first proposal decided, to be gone on with."""
    if first and not document.provisions.exists():
        deciding.accept(by=mira, card=first, revision=first.revision)


def _translate(version: Version) -> None:
    """Mira brings a translation, and confirms what the machine laid beside each provision."""
    document, mira = _document(version.of), _person_of(PEOPLE[0].email)
    if document is None or not document.public or _rendered(document, version):
        return
    data = resources.files(__package__).joinpath(version.file).read_bytes()
    file = translated_files.aligned(document, version.file, data, version.language)
    made = translating.translate(
        by=mira,
        document=document,
        language=version.language,
        title=version.title,
        standing=version.standing,
        made_by=version.made_by,
        made_on=version.made_on,
        file=file,
    )
    revisions = dict(document.provisions.values_list("number", "revision"))
    given = [translating.New(r["number"], r["text"], revisions[r["number"]]) for r in file.proposed]
    translating.confirm_wordings(by=mira, translation=made, wordings=given)


def _rendered(document: Document, version: Version) -> bool:
    """Whether the translation is there with its wordings; one that was cut off before is brought again."""
    return document.translations.filter(language=version.language, wordings__isnull=False).exists()


def _correct(words: str = "Encryption is essential") -> None:
    """An officer finds after publication that a sentence was filed under the wrong theme."""
    document = _document(PAPERS[1])
    provision = document and document.provisions.filter(text__startswith=words, revision=1).first()
    if provision and provision.document.public:
        content = deciding.content_of(provision)
        publishing.correct(
            by=_person_of(PEOPLE[1].email),
            provision=provision,
            revision=provision.revision,
            content=replace(content, kind=Kind.PRINCIPLE, addressees=()),
            reason="The first sentence states a position; it asks nobody for an act.",
        )
