"""The invented partnership's first cycle of peer reviews, drawn by the real draw and partly gone through."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from koinon.flows.demonstration.partnership import MIRA
from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party
from koinon.people.queries import persons
from koinon.register.actions import cycles, recommending, reviews, sessions
from koinon.register.engine.reviewing.cycles import Calendar, Plan, Speaking
from koinon.register.engine.reviewing.pool import Conflict, Pool
from koinon.register.engine.reviewing.speaking import Order
from koinon.register.engine.reviewing.words import Paper, Stage
from koinon.register.models import Cycle, Review, Reviewer, Speaker
from koinon.register.queries import knowledge
from koinon.register.queries import reviews as queries

KEY, TITLE = "halcyon-first-cycle", "First cycle of the Halcyon peer review"
UNDER_REVIEW = ("altamere", "brennovia", "corrada", "dunmere", "eskelund", "fenmark")
SEED = "07 12 19 23 38 41"
SINCE_FIRST_SESSION = 160  # days
RECOMMENDATIONS = (  # how many recommend it, the words, the themes
    (2, "Publish who owns broadcasters and newspapers, down to the persons behind companies.",
     ("media-freedom",)),
    (1, "Let an independent body decide on licences, and give its reasons in public.", ("media-freedom",)),
    (3, "Announce elections at least ninety days before the vote, and do not change the rules in between.",
     ("elections",)),
    (1, "Protect those who watch elections from charges for what they report.", ("elections",)),
    (2, "Answer requests for public records within twenty days.", ("access-to-justice",)),
)  # fmt: skip


def _plan(first: date, now: datetime) -> Plan:
    """Four sessions lie behind, two ahead."""
    days = (first, first + timedelta(days=1), _monday(now.date() + timedelta(days=60)))
    return Plan(
        pool=Pool(
            parties=UNDER_REVIEW,
            reviewers=UNDER_REVIEW,
            each=3,
            mutual=True,
            conflicts=(Conflict(frozenset(("altamere", "brennovia")), "neighbours on the Lisse"),),
        ),
        seed_source="The numbers of the Lisse Harbour lottery (invented), ascending, with spaces.",
        seed_on=first - timedelta(days=300),
        calendar=Calendar(days=days, times=(time(9), time(14, 30))),
        speaking=Speaking(order=Order.LOT),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def draw_cycle(now: datetime) -> None:
    """Prepare, fix and draw the cycle; where a step is done, the next one goes on."""
    mira, first = persons.person_of(MIRA), _monday(now.date() - timedelta(days=SINCE_FIRST_SESSION))
    cycle = Cycle.objects.filter(key=KEY).first() or cycles.make_cycle(
        by=mira, key=KEY, title=TITLE, plan=_plan(first, now), invented=True
    )
    if cycle.state == Cycle.State.PREPARING and cycle.seed_on:
        then = now - timedelta(days=now.toordinal() - cycle.seed_on.toordinal() + 10)
        cycle = cycles.fix_cycle(by=mira, cycle=cycle, revision=cycle.revision, now=then, today=then.date())
    if cycle.state == Cycle.State.FIXED and cycle.seed_on:
        then = now - timedelta(days=now.toordinal() - cycle.seed_on.toordinal() - 1)
        cycles.draw_cycle(
            by=mira, cycle=cycle, revision=cycle.revision, seed=SEED, now=then, today=then.date()
        )


def go_through() -> None:
    """The first party is reviewed to its outcome; the second handed in no self-report."""
    order = Cycle.objects.get(key=KEY).record["order"]
    first, second = (queries.review(KEY, key) for key in order[:2])
    _papers(first, Paper.SELF_REPORT, Paper.SUMMARY, Paper.COMPILATION, Paper.SUBMISSION)
    _questions(first)
    _session(first)
    _outcome(first)
    _papers(second, Paper.SUMMARY, Paper.COMPILATION)
    _recommendations(second, 2)
    _stood_down(queries.review(KEY, order[4]))


def _others(review: Review) -> list[Party]:
    return list(Party.objects.filter(key__in=UNDER_REVIEW).exclude(pk=review.party_id).order_by("name"))


def _papers(review: Review, *kinds: Paper) -> None:
    words = {
        Paper.SELF_REPORT: "A press council was founded, and the act on public records was amended.",
        Paper.SUMMARY: "Three organisations wrote; all of them name delays in answering requests.",
        Paper.COMPILATION: "Of eleven recommendations of the Partnership, four were answered.",
        Paper.SUBMISSION: "Observers were asked to leave two polling stations; nobody was told why.",
    }
    titles = {
        Paper.SELF_REPORT: f"Self-report of {review.party.name}",
        Paper.SUMMARY: "Summary of what civil society handed in",
        Paper.COMPILATION: "Compilation of the Secretariat",
        Paper.SUBMISSION: "What we saw",
    }
    for kind in kinds:
        if not review.papers.filter(kind=kind.value).exists():
            reviews.hand_in(
                by=PLATFORM, review=review, kind=kind, title=titles[kind], language="en", text=words[kind],
                party=Party.objects.get(key="lantern-network") if kind is Paper.SUBMISSION else None,
                now=_before(review, 95),
            )  # fmt: skip


def _before(review: Review, days: int) -> datetime:
    assert review.begins
    return review.begins - timedelta(days=days)


def _questions(review: Review) -> None:
    asked = (
        "How many requests for records were refused last year?",
        "Who appoints the press council?",
    )
    for party, text in zip(_others(review), asked, strict=False):
        if not review.questions.filter(party=party).exists():
            at = _before(review, 30)
            reviews.ask(
                by=PLATFORM, review=review, party=party, text=text, language="en", now=at, today=at.date()
            )
    question = review.questions.select_related("review__party").earliest("id")
    if not question.answered_at:
        reviews.reply(
            by=PLATFORM, question=question, text="Forty-one of six hundred.", now=_before(review, 9)
        )


def _session(review: Review) -> None:
    """The list of speakers opens, is put in order by lot, and is gone through; the last is absent."""
    if not review.list_opens:
        opens, closes = _before(review, 7), _before(review, 1)
        sessions.open_list(by=PLATFORM, review=review, opens=opens, closes=closes)
    for n, party in enumerate(_others(review)[:4]):
        if not Speaker.objects.filter(review=review, party=party).exists():
            at = _before(review, 5) + timedelta(minutes=n)
            sessions.put_on_list(by=PLATFORM, review=review, party=party, now=at)
    if not Review.objects.get(pk=review.pk).list_record:
        sessions.order_list(by=PLATFORM, review=review, now=_before(review, 0))
    _speeches(review)


def _speeches(review: Review) -> None:
    *speaking, last = queries.speakers(review)
    at = _before(review, 0) + timedelta(minutes=70)
    for n, speaker in enumerate(speaking):
        begin = at + timedelta(minutes=4 * n)
        if speaker.state == Speaker.State.LISTED:
            speaker = sessions.call_speaker(by=PLATFORM, speaker=speaker, now=begin)
        if speaker.state == Speaker.State.SPEAKING:
            sessions.end_speech(
                by=PLATFORM, speaker=_again(speaker), now=begin + timedelta(seconds=150 + 12 * n)
            )
    if last.state == Speaker.State.LISTED:
        sessions.end_speech(by=PLATFORM, speaker=last, now=at + timedelta(minutes=20), absent=True)


def _again(speaker: Speaker) -> Speaker:
    return Speaker.objects.select_related("party", "review__party", "review__cycle").get(pk=speaker.pk)


def _recommendations(review: Review, most: int) -> None:
    others, there = _others(review), review.recommendations.count()
    for n, (how_many, text, themes) in list(enumerate(RECOMMENDATIONS[:most]))[there:]:
        parties = [others[(n + i) % len(others)] for i in range(how_many)]
        recommending.recommend(
            by=PLATFORM, review=review, parties=parties, text=text, language="en", themes=_known(themes),
            now=_before(review, 0) + timedelta(minutes=90 + n),
        )  # fmt: skip


def _known(themes: tuple[str, ...]) -> list[str]:
    there = {key for key, _ in knowledge.theme_choices()}
    return [key for key in themes if key in there]


def _outcome(review: Review) -> None:
    review = Review.objects.select_related("cycle", "party").get(pk=review.pk)
    if review.outcome is not None:
        return
    _recommendations(review, len(RECOMMENDATIONS))
    at = _before(review, -4)
    mira: Any = persons.person_of(MIRA)
    reviews.finish_stage(
        by=mira, review=review, kind=Stage.SESSION, note="Held at Dalmar, in public.", now=_before(review, 0)
    )
    recommending.adopt_outcome(
        by=mira, review=review, title=f"Outcome of the review of {review.party.name}", issued_on=at.date(),
        place="Dalmar", now=at,
    )  # fmt: skip


def _stood_down(review: Review) -> None:
    """A reviewer of a session that lies ahead stands down, and the next lot finds another."""
    if not Reviewer.objects.filter(review=review).exclude(until=None).exists():
        reviewer = (
            Reviewer.objects.filter(review=review)
            .select_related("party", "review__cycle", "review__party")
            .earliest("place")
        )
        cycles.stand_down(
            by=PLATFORM, reviewer=reviewer, reason="General elections on the day of the session.",
            now=_before(review, 90),
        )  # fmt: skip
