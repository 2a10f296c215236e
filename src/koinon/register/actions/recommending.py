"""What parties recommend in a session, and the outcome: a published document whose provisions these are."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db.models import Max

from koinon.kernel.lines import line, visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action
from koinon.people.models import Party, Person
from koinon.register.actions import following, postponing
from koinon.register.actions.reviews import bodies, told
from koinon.register.actions.uploading import free_slug
from koinon.register.engine.reviewing.outcome import Recommended, composed
from koinon.register.engine.reviewing.words import Stage
from koinon.register.models import (
    Addressee,
    Document,
    Issuer,
    Provision,
    Review,
    ReviewRecommendation,
    ReviewStage,
    Source,
)
from koinon.register.queries import knowledge
from koinon.register.queries import reviews as queries
from koinon.register.rules import reviews as rules

LONGEST = 5_000  # characters


@action("register.recommend", permit=rules.may_recommend)
def recommend(
    *,
    by: Any,
    review: Review,
    parties: Sequence[Party],
    text: str,
    language: str,
    now: datetime,
    themes: Sequence[str] = (),
) -> ReviewRecommendation:
    """Recommend something to the party under review. Alone, or several parties together."""
    current = _open(review)
    if day := queries.session_ahead(current, now):
        raise Refused(
            "register.review.session_early",
            "Recommendations are made in the session, on {day}.",
            day=day,
        )
    if not parties:
        raise Refused("register.review.nobody", "Name who recommends it.", field="parties")
    bodies(parties, "party")
    words = visible(" ".join(text.split()))
    if not words or len(words) > LONGEST:
        raise Refused(
            "register.review.text", "Write something, in {most} characters at most.", most=LONGEST,
            field="text",
        )  # fmt: skip
    last = ReviewRecommendation.objects.filter(review=review).aggregate(last=Max("number"))["last"] or 0
    made = ReviewRecommendation.objects.create(
        review=review,
        number=last + 1,
        text=words,
        language=language,
        themes=knowledge.known_themes(themes),
        made_at=now,
        entered_by=by if isinstance(by, Person) else None,
    )
    made.parties.set(parties)
    told(current, recommendation=made.number, by=sorted(party.key for party in parties))
    return made


@action("register.join_recommendation", permit=rules.may_join)
def join_recommendation(
    *, by: Any, recommendation: ReviewRecommendation, party: Party
) -> ReviewRecommendation:
    """Join a recommendation that another party made."""
    review = _open(recommendation.review)
    _standing(recommendation)
    bodies([party], "party")
    if recommendation.parties.filter(pk=party.pk).exists():
        raise Refused("register.review.joined", "{party} recommends this already.", party=party.name)
    recommendation.parties.add(party)
    told(review, recommendation=recommendation.number, by=[party.key])
    return recommendation


@action("register.leave_recommendation", permit=rules.may_join)
def leave_recommendation(
    *, by: Any, recommendation: ReviewRecommendation, party: Party, now: datetime
) -> ReviewRecommendation:
    """Take a recommendation back. Where others made it too, it stays theirs."""
    review = _open(recommendation.review)
    current = ReviewRecommendation.objects.select_for_update().get(pk=recommendation.pk)
    _standing(current)
    if not current.parties.filter(pk=party.pk).exists():
        raise Refused("register.review.not_joined", "{party} does not recommend this.", party=party.name)
    if current.parties.count() > 1:
        current.parties.remove(party)
    else:  # it stays readable, with whose it was
        current.withdrawn_at = now
        current.save(update_fields=["withdrawn_at"])
    told(review, recommendation=current.number, by=[party.key], withdrawn=current.withdrawn_at is not None)
    return current


@action("register.adopt_outcome", permit=rules.may_run)
def adopt_outcome(
    *, by: Any, review: Review, title: str, issued_on: date, place: str, now: datetime
) -> Document:
    """Adopt the outcome of a review. Its recommendations become provisions that the party answers."""
    current = _open(review)
    standing = [r for r in queries.recommendations(current) if not r.withdrawn_at]
    if not standing:
        raise Refused(
            "register.review.no_recommendations",
            "Nothing was recommended: enter the recommendations, or go on without an outcome.",
        )
    title = line(title)
    if not title:
        raise Refused("register.title", "Give the document a title.", field="title")
    text, spans = composed(
        title, [Recommended(r.number, r.text, tuple(p.name for p in r.parties.all())) for r in standing]
    )
    document = _document(current, title, text, issued_on, line(place), standing[0].language, by, now)
    document.last_number = len(standing)
    document.save(update_fields=["last_number"])
    for number, (row, span) in enumerate(zip(standing, spans, strict=True), start=1):
        row.provision = _provision(document, number, row, span, current.party, by)
        row.save(update_fields=["provision"])
    current.outcome = document
    current.revision += 1
    current.save(update_fields=["outcome", "revision"])
    stages = ReviewStage.objects.filter(review=current, done_at=None, passed_at=None)
    stages.filter(kind__in=(Stage.SESSION.value, Stage.OUTCOME.value)).update(done_at=now)
    answer_on = postponing.after(current, now)
    following.of_document(document, now)
    told(
        current, document=document.slug, id=document.pk, provisions_made=len(standing),
        answer_on=answer_on.isoformat() if answer_on else "",
    )  # fmt: skip
    return document


def _document(
    review: Review,
    title: str,
    text: str,
    issued_on: date,
    place: str,
    language: str,
    by: Any,
    now: datetime,
) -> Document:
    data = text.encode()
    digest = hashlib.sha256(data).hexdigest()
    slug = free_slug(title)
    source, _ = Source.objects.get_or_create(digest=digest, defaults={"name": f"{slug}.txt", "data": data})
    issuers = [reviewer.party for reviewer in review.reviewers.filter(until=None).select_related("party")]
    made = Document.objects.create(
        slug=slug,
        title=title,
        kind=Document.Kind.REVIEW,
        state=Document.State.PUBLISHED,
        issuer_names=[party.name for party in issuers],
        issued_on=issued_on,
        place=place,
        language=language,
        invented=review.cycle.invented,
        source=source,
        origin=f"review:{review.cycle.key}/{review.party.key}",
        format="txt",
        text=text,
        headings=[[0, len(title), 1]],
        uploaded_by=by if isinstance(by, Person) else None,
        uploaded_at=now,
        published_at=now,
    )
    made.issuers.set(issuers)
    return made


def _provision(
    document: Document,
    number: int,
    row: ReviewRecommendation,
    span: tuple[int, int],
    asked: Party,
    by: Any,
) -> Provision:
    parties = list(row.parties.all())
    made = Provision.objects.create(
        document=document,
        number=number,
        label=str(row.number),
        section=[document.title],
        kind="recommendation",
        strength="recommendation",
        issuer="; ".join(party.name for party in parties),
        text=row.text,
        start=span[0],
        end=span[1],
        themes=list(row.themes),
        decided_by=by if isinstance(by, Person) else None,
    )
    Issuer.objects.bulk_create(
        Issuer(provision=made, position=n, name=party.name, party=party) for n, party in enumerate(parties, 1)
    )
    Addressee.objects.create(provision=made, position=1, name=asked.name, party=asked)
    return made


def _open(review: Review) -> Review:
    current = (
        Review.objects.select_for_update(of=("self",)).select_related("cycle", "party").get(pk=review.pk)
    )
    if queries.outcome_state(current) == "withdrawn":
        raise Refused(
            "register.review.outcome_withdrawn",
            "The outcome of this review was withdrawn: nothing is added or taken back.",
        )
    if current.outcome_id:
        raise Refused(
            "register.review.adopted",
            "The outcome of this review is adopted: nothing is added or taken back.",
        )
    return current


def _standing(recommendation: ReviewRecommendation) -> None:
    if recommendation.withdrawn_at:
        raise Refused("register.review.withdrawn", "This recommendation was taken back.")
