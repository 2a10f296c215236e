"""What is asked of the parties that a person answers for, with the drafts that stay within those parties."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from koinon.kernel.refusals import NotFound, NotPermitted
from koinon.kernel.sentences import Sentence
from koinon.people.engine.roles import ROLES
from koinon.people.models import Party, Person
from koinon.people.rules import mandates_in_force
from koinon.register.engine.following.answers import ended
from koinon.register.models import Answer, Document, Expectation, FollowUp, Term
from koinon.register.queries import following
from koinon.register.queries.grouped import Grouped
from koinon.register.rules import answers as rules

HEAVY = tuple(f"document__{column}" for column in ("text", "headings", "pages", "apart"))
ORDER = ("answer_on", "document", "provision__start", "pk")
LIKE = 5  # answers to neighbouring provisions that a form shows


class Which(StrEnum):
    """How what is asked stands, as the list can be narrowed."""

    OPEN = "open"  # no answer, and no draft of one
    OVERDUE = "overdue"
    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    ANSWERED = "answered"
    ALL = "all"


@dataclass(frozen=True)
class Filter:
    """By what a list of what is asked is narrowed; empty: by nothing."""

    which: str = Which.ALL
    party: str = ""
    document: str = ""
    theme: str = ""
    words: str = ""

    @classmethod
    def of(cls, query: Mapping[str, Any]) -> Filter:
        """The filter of a page's query; what it does not know finds everything."""
        given = {
            name: str(query.get(name, "")).strip()[:200] for name in ("party", "document", "theme", "words")
        }
        which = str(query.get("which", ""))
        return cls(which if which in set(Which) else Which.ALL, **given)

    @property
    def narrowed(self) -> bool:
        """Whether anything but its standing narrows the list."""
        return bool(self.party or self.document or self.theme or self.words)


def parties_of(person: Person, permission: str) -> list[Party]:
    """The parties for which a person holds a permission today, by name."""
    held = {
        m.party_id: m.party for m in mandates_in_force(person) if permission in ROLES[m.role].may and m.party
    }
    return sorted(held.values(), key=lambda party: party.name)


def speaking_for(person: Person) -> list[Party]:
    """The parties for which a person drafts or validates answers."""
    both = {p.pk: p for name in (rules.DRAFT, rules.APPROVE) for p in parties_of(person, name)}
    return sorted(both.values(), key=lambda party: party.name)


def asked(person: Person, narrowed: Filter, now: datetime) -> QuerySet[FollowUp]:
    """What is asked of the person's parties and meets the filter, the nearest date first."""
    return _of(_met(_asked(person), narrowed), narrowed.which, now).order_by(*ORDER)


def listed(person: Person, narrowed: Filter, now: datetime) -> Grouped:
    """The keys of what `asked` finds, in the same order, to be cut into parts."""
    return Grouped(asked(person, narrowed, now), ("answer_on", "document"), ORDER[:2], ORDER)


def _asked(person: Person) -> QuerySet[FollowUp]:
    return following.of_parties(speaking_for(person)).select_related(None).order_by()


def _met(rows: QuerySet[FollowUp], narrowed: Filter) -> QuerySet[FollowUp]:
    if narrowed.party:
        rows = rows.filter(party__key=narrowed.party)
    if narrowed.document:
        rows = rows.filter(document__slug=narrowed.document)
    if narrowed.theme:
        rows = rows.filter(provision__themes__contains=[narrowed.theme])
    for word in narrowed.words.split()[:9]:
        rows = rows.filter(Q(provision__text__icontains=word) | Q(provision__label__iexact=word))
    return rows


def _of(rows: QuerySet[FollowUp], which: str, now: datetime) -> QuerySet[FollowUp]:
    if which == Which.OVERDUE:
        return rows.filter(silent_from__lte=now)
    if which == Which.ANSWERED:
        return rows.exclude(position="")
    opened = Answer.objects.filter(follow_up=OuterRef("pk"))
    if which == Which.OPEN:
        return rows.filter(~Exists(opened.filter(state__in=Answer.OPEN)), position="")
    if which in (Which.DRAFT, Which.SUBMITTED, Which.RETURNED):
        return rows.filter(Exists(opened.filter(state=which)))
    return rows


def counts(person: Person, narrowed: Filter, now: datetime) -> dict[str, int]:
    """How many stand in each way, of all that meets the rest of the filter. Two queries."""
    rows = _met(_asked(person), narrowed)
    told = rows.aggregate(
        open=Count("pk", filter=Q(position="")),
        overdue=Count("pk", filter=Q(silent_from__lte=now)),
        answered=Count("pk", filter=~Q(position="")),
        all=Count("pk"),
    )
    held = Answer.objects.filter(follow_up__in=rows.values("pk"), state__in=Answer.OPEN).order_by()
    told |= dict.fromkeys(Answer.OPEN, 0)
    for state, number, first in held.values_list("state").annotate(
        number=Count("pk"), first=Count("pk", filter=Q(follow_up__position=""))
    ):
        told[state] = number
        told["open"] -= first
    return told


def documents_asking(person: Person) -> list[tuple[str, str]]:
    """The documents that ask something of the person's parties: (slug, title), by title."""
    rows = Document.objects.filter(pk__in=_asked(person).values("document"))
    return list(rows.order_by("title").values_list("slug", "title"))


def whole(rows: Any) -> Any:
    """Follow-ups with all that the desk shows of them, in a fixed number of queries."""
    return (
        rows.select_related("party", "via", "provision", "document")
        .defer(*HEAVY)
        .prefetch_related(
            Prefetch("answers", Answer.objects.order_by("-number"), to_attr="every_answer"),
            Prefetch(
                "expectations",
                Expectation.objects.filter(ended_at=None, term__kind=Term.Kind.ANSWER).select_related("term"),
                to_attr="answer_expected",
            ),
        )
    )


@dataclass(frozen=True)
class Asked:
    """One thing asked, as a row of the desk: its draft if there is one, its published versions, its date."""

    follow_up: Any
    draft: Answer | None
    versions: Sequence[Answer]
    time_zone: str

    @property
    def stands(self) -> str:
        """How it stands: the state of its draft, else "answered" or "open"."""
        return self.draft.state if self.draft else ("answered" if self.versions else "open")

    @property
    def revision(self) -> int:
        """Of the draft; 0 where there is none."""
        return self.draft.revision if self.draft else 0


def row(follow_up: Any) -> Asked:
    """A follow-up of `whole` as a row."""
    every = follow_up.every_answer
    draft = next((answer for answer in every if answer.state in Answer.OPEN), None)
    term = next((e.term for e in follow_up.answer_expected if e.met_at is None), None)
    versions = [a for a in every if a.state not in Answer.OPEN]
    return Asked(follow_up, draft, versions, term.time_zone if term else "")


def closed(follow_up: FollowUp) -> Sentence | None:
    """Why a follow-up is not answered anew; None where it is."""
    if follow_up.ended_because:
        return ended(follow_up.ended_because)
    if follow_up.provision.withdrawn:
        return ended(FollowUp.Ended.STRUCK)
    public = follow_up.document.state == Document.State.PUBLISHED
    return None if public else ended(FollowUp.Ended.WITHDRAWN)


def follow_up_for(person: Person, pk: int) -> Asked:
    """The door to what is asked: open to those who draft or validate answers of its addressee."""
    found = whole(FollowUp.objects.filter(pk=pk)).first()
    if found is None or found.document.state not in (Document.State.PUBLISHED, Document.State.WITHDRAWN):
        raise NotFound("register.no_follow_up", "There is no such follow-up, or its document is not public.")
    _let_in(person, found)
    return row(found)


def _let_in(person: Person, follow_up: Any) -> None:
    verdict = (
        rules.may_see(by=person, party=follow_up.party)
        if follow_up.party
        else rules.may_draft(by=person, written=[_Of(follow_up)])
    )
    if not verdict:
        raise NotPermitted("register.answer.not_permitted", verdict.reason)


@dataclass(frozen=True)
class _Of:
    follow_up: Any


def follow_ups_for(person: Person, keys: Iterable[int]) -> list[Asked]:
    """Several of what is asked of the person's parties, in the order of the list; others are left out."""
    rows = whole(_asked(person).filter(pk__in=list(keys)))
    return [row(found) for found in rows.order_by(*ORDER)]


def neighbours(one: Asked) -> list[Any]:
    """What the same addressee answered to other provisions of the same section, the nearest first."""
    provision = one.follow_up.provision
    rows = (
        FollowUp.objects.filter(
            document=one.follow_up.document_id,
            party=one.follow_up.party_id,
            provision__section=provision.section,
            provision__withdrawn=False,
        )
        .exclude(pk=one.follow_up.pk)
        .exclude(position="")
        .select_related("provision")
        .prefetch_related(
            Prefetch("answers", Answer.objects.filter(state=Answer.State.PUBLISHED), to_attr="given")
        )
    )
    return sorted(rows, key=lambda f: abs(f.provision.start - provision.start))[:LIKE]


def beside(one: Asked) -> tuple[FollowUp | None, FollowUp | None]:
    """What is asked of the same addressee before and after it in the document."""
    rows = FollowUp.objects.filter(
        document=one.follow_up.document_id,
        party=one.follow_up.party_id,
        ended_at=None,
        provision__withdrawn=False,
    ).select_related("provision")
    here = one.follow_up.provision
    before = rows.filter(provision__start__lt=here.start).order_by("-provision__start", "-pk").first()
    after = rows.filter(provision__start__gt=here.start).order_by("provision__start", "pk").first()
    return before, after


def issuers_of(one: Asked) -> list[Any]:
    """Who asks it."""
    return list(one.follow_up.provision.issuers.select_related("party"))
