"""The session of a review: the list of speakers opens, is put in order, and is called up one by one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from koinon.kernel.lines import visible
from koinon.kernel.refusals import Refused
from koinon.ledger.acts import action
from koinon.people.models import Party
from koinon.register.actions.reviews import bodies, told
from koinon.register.engine.reviewing import speaking
from koinon.register.engine.reviewing.pool import digest
from koinon.register.models import Review, Speaker
from koinon.register.queries import reviews as queries
from koinon.register.rules import reviews as rules


@action("register.open_list", permit=rules.may_run)
def open_list(*, by: Any, review: Review, opens: datetime, closes: datetime) -> Review:
    """Say when the list of speakers opens and closes."""
    current = _locked(review)
    _unordered(current)
    if closes <= opens:
        raise Refused(
            "register.review.window", "The list closes after it opens: change one of the two.", field="closes"
        )
    current.list_opens, current.list_closes = opens, closes
    current.revision += 1
    current.save()
    told(current, opens=opens.isoformat(), closes=closes.isoformat())
    return current


@action("register.put_on_list", permit=rules.may_put_on_list)
def put_on_list(*, by: Any, review: Review, party: Party, now: datetime) -> Speaker:
    """Put a party on the list of speakers of a session."""
    bodies([party], "party")
    current = _locked(review)
    _unordered(current)
    if not (current.list_opens and current.list_closes and current.list_opens <= now < current.list_closes):
        raise Refused(
            "register.review.list_closed",
            "The list of speakers is not open now: its times stand on the page of the review.",
        )
    listed = Speaker.objects.filter(review=review, party=party).first()
    if listed and listed.state != Speaker.State.OFF:
        raise Refused("register.review.listed", "{party} is on the list already.", party=party.name)
    rule = queries.plan(review.cycle).speaking
    listed = listed or Speaker(review=review, party=party)
    last = Speaker.objects.filter(review=review).order_by("-place").values_list("place", flat=True).first()
    listed.place, listed.state, listed.listed_at = (last or 0) + 1, Speaker.State.LISTED, now
    listed.seconds = rule.most
    listed.save()
    told(current, speaker=party.key, place=listed.place)
    return listed


@action("register.take_off_list", permit=rules.may_take_off_list)
def take_off_list(*, by: Any, speaker: Speaker) -> Speaker:
    """Take a party off the list of speakers."""
    current = Speaker.objects.select_for_update().get(pk=speaker.pk)
    if current.state != Speaker.State.LISTED:
        raise Refused(
            "register.review.not_waiting", "Only who still waits to speak can be taken off the list."
        )
    current.state = Speaker.State.OFF
    current.save(update_fields=["state"])
    told(speaker.review, speaker=speaker.party.key)
    return current


@action("register.order_list", permit=rules.may_run)
def order_list(*, by: Any, review: Review, now: datetime) -> Review:
    """Put the list of speakers in order and divide the time. By arrival, or by lot from the cycle's seed."""
    current = _locked(review)
    _unordered(current)
    if not current.list_closes or now < current.list_closes:
        raise Refused(
            "register.review.list_open", "The list of speakers has not closed yet: wait, or close it earlier."
        )
    rule, drawn = queries.plan(review.cycle).speaking, review.cycle.record
    listed = list(queries.speakers(current).filter(state=Speaker.State.LISTED).order_by("listed_at", "id"))
    closed = speaking.Closed(
        cycle=review.cycle.key, digest=drawn["digest"], seed=drawn["seed"], review=review.party.key,
        rule=rule.order, arrived=tuple(speaker.party.key for speaker in listed), minutes=rule.minutes,
        most=rule.most,
    )  # fmt: skip
    made = closed.record()
    for speaker in listed:
        speaker.place, speaker.seconds = made["order"].index(speaker.party.key) + 1, made["seconds"]
    Speaker.objects.bulk_update(listed, ["place", "seconds"])
    current.list_record = {"at": now.isoformat(), **made}
    current.revision += 1
    current.save()
    told(current, order=made["order"], record=digest(current.list_record), seconds=made["seconds"])
    return current


@action("register.call_speaker", permit=rules.may_run)
def call_speaker(*, by: Any, speaker: Speaker, now: datetime, reason: str = "") -> Speaker:
    """Give a party on the list of speakers the floor. Out of its turn only for a reason, which is public."""
    review = _locked(speaker.review)
    _begun(review, now)
    current = Speaker.objects.select_for_update().get(pk=speaker.pk)
    if current.state not in (Speaker.State.LISTED, Speaker.State.ABSENT):
        raise Refused("register.review.spoke", "{party} has spoken already.", party=speaker.party.name)
    if Speaker.objects.filter(review=review, state=Speaker.State.SPEAKING).exists():
        raise Refused("register.review.speaking", "Someone is speaking: end that first.")
    turn = queries.speakers(review).filter(state=Speaker.State.LISTED).first()
    out_of_turn = turn is not None and turn.pk != current.pk
    if turn is not None and out_of_turn and not visible(reason):
        raise Refused(
            "register.review.turn",
            "Next is {next}: give it the floor or note that it is absent, or say why {party} speaks "
            "before it.",
            next=turn.party.name,
            party=speaker.party.name,
            field="reason",
        )
    current.state, current.began_at, current.ended_at = Speaker.State.SPEAKING, now, None
    current.reason = reason.strip() if out_of_turn else ""
    current.save(update_fields=["state", "began_at", "ended_at", "reason"])
    told(review, speaker=speaker.party.key, **({"reason": current.reason} if out_of_turn else {}))
    return current


@action("register.end_speech", permit=rules.may_run)
def end_speech(*, by: Any, speaker: Speaker, now: datetime, absent: bool = False) -> Speaker:
    """End a speech, or note that a party was called and is absent."""
    if absent:
        _begun(_locked(speaker.review), now)
    current = Speaker.objects.select_for_update().get(pk=speaker.pk)
    wanted = Speaker.State.LISTED if absent else Speaker.State.SPEAKING
    if current.state != wanted:
        raise Refused(
            "register.review.not_speaking",
            "{party} is not speaking, or has been dealt with: look at the list again.",
            party=speaker.party.name,
        )
    current.state = Speaker.State.ABSENT if absent else Speaker.State.SPOKE
    current.ended_at = now
    current.save(update_fields=["state", "ended_at"])
    told(speaker.review, speaker=speaker.party.key, absent=absent)
    return current


def _locked(review: Review) -> Review:
    return Review.objects.select_for_update(of=("self",)).select_related("cycle", "party").get(pk=review.pk)


def _begun(review: Review, now: datetime) -> None:
    """The floor is given on the day of the session, from a list that is in order; the hour is the chair's."""
    if not review.list_record:
        raise Refused("register.review.unordered", "Put the list of speakers in order first.")
    if day := queries.session_ahead(review, now):
        raise Refused(
            "register.review.session_ahead",
            "The session is on {day}: the floor is given then. If it is held earlier, move its stage first.",
            day=day,
        )


def _unordered(review: Review) -> None:
    if review.list_record:
        raise Refused(
            "register.review.ordered", "The list of speakers is in order already: it stays as it is."
        )
