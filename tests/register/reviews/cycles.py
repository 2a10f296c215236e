"""A small cycle of peer reviews, made through the real actions: five invented states review each other."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from koinon.ledger.platform import PLATFORM
from koinon.people.models import Party, Person
from koinon.register.actions import cycles, recommending, reviews, sessions
from koinon.register.engine.reviewing.cycles import Calendar, Plan, Speaking
from koinon.register.engine.reviewing.pool import Conflict, Pool
from koinon.register.engine.reviewing.speaking import Order
from koinon.register.engine.reviewing.words import Paper
from koinon.register.models import Cycle, Review, ReviewQuestion, ReviewRecommendation, Speaker
from koinon.register.queries import reviews as queries
from tests.factories.people import party, person

STATES = {"aldry": "Aldry", "berrin": "Berrin", "castell": "Castell", "dorne": "Dorne", "elvara": "Elvara"}
FIXED = datetime(2031, 1, 6, 9, tzinfo=UTC)
SEED_ON = date(2031, 1, 15)
DRAWN = datetime(2031, 1, 16, 9, tzinfo=UTC)
SESSION = date(2031, 11, 10)  # a Monday


def plan(**rest: Any) -> Plan:
    """The plan of the cycle: two reviewers each, Aldry and Berrin are neighbours."""
    pool = {
        "parties": tuple(STATES),
        "reviewers": tuple(STATES),
        "each": 2,
        "mutual": True,
        "conflicts": (Conflict(frozenset(("aldry", "berrin")), "neighbours"),),
    }
    of_plan = {
        "seed_source": "The six numbers of the harbour lottery",
        "seed_on": SEED_ON,
        "calendar": Calendar(
            days=tuple(SESSION + timedelta(days=n) for n in range(3)), times=(time(9), time(14, 30))
        ),
        "speaking": Speaking(),
    }
    own = {name: rest.pop(name) for name in list(rest) if name in of_plan}
    return Plan(Pool(**(pool | rest)), **(of_plan | own))


def prepared(**rest: Any) -> Cycle:
    """The cycle in preparation; its states are made where they are not there."""
    for key, name in STATES.items():
        if not Party.objects.filter(key=key).exists():
            party(key, name)
    return cycles.make_cycle(by=PLATFORM, title="First cycle", plan=plan(**rest), invented=True)


def fixed(**rest: Any) -> Cycle:
    """The cycle with its rules made public."""
    made = prepared(**rest)
    return cycles.fix_cycle(by=PLATFORM, cycle=made, revision=made.revision, now=FIXED, today=FIXED.date())


def drawn(seed: str = "4 8 15 16 23 42", **rest: Any) -> Cycle:
    """The cycle with its draw made."""
    made = fixed(**rest)
    return cycles.draw_cycle(
        by=PLATFORM, cycle=made, revision=made.revision, seed=seed, now=DRAWN, today=DRAWN.date()
    )


def first(cycle: Cycle) -> Review:
    """The first review of a drawn cycle."""
    return queries.review(cycle.key, cycle.record["order"][0])


def officer() -> Person:
    """Someone of the secretariat."""
    found = Person.objects.filter(name="Maren").first()
    return found or person("Maren", role="secretariat")


def delegate(of: Party, role: str = "delegate") -> Person:
    """Someone who takes part for a party."""
    name = f"{role.capitalize()}-{of.key}"
    return Person.objects.filter(name=name).first() or person(name, role=role, party=of)


def other(review: Review) -> Party:
    """A party that is not under review in that review: the next by name."""
    return Party.objects.filter(key__in=STATES).exclude(pk=review.party_id).order_by("name")[0]


def third(review: Review) -> Party:
    """Another one."""
    return Party.objects.filter(key__in=STATES).exclude(pk=review.party_id).order_by("name")[1]


def asked(review: Review) -> ReviewQuestion:
    """A question in advance, four weeks before the session."""
    assert review.begins
    at = review.begins - timedelta(days=28)
    return reviews.ask(
        by=PLATFORM, review=review, party=other(review), text="When will the media act be reviewed?",
        language="en", now=at, today=at.date(),
    )  # fmt: skip


def listing(review: Review) -> Review:
    """The review with its list of speakers open for a week before the session."""
    assert review.begins
    return sessions.open_list(
        by=PLATFORM, review=review, opens=review.begins - timedelta(days=7),
        closes=review.begins - timedelta(days=1),
    )  # fmt: skip


def listed(review: Review, *parties: Party, later: int = 0) -> list[Speaker]:
    """Those parties on the list, in that order."""
    assert review.begins
    at = review.begins - timedelta(days=3) + timedelta(hours=later)
    return [
        sessions.put_on_list(by=PLATFORM, review=review, party=p, now=at + timedelta(minutes=n))
        for n, p in enumerate(parties)
    ]


def ordered(review: Review) -> Review:
    """The list closed, and put in order."""
    assert review.begins
    return sessions.order_list(by=PLATFORM, review=review, now=review.begins - timedelta(hours=1))


def recommended(
    review: Review, text: str = "Publish who owns the media.", *parties: Party
) -> ReviewRecommendation:
    """A recommendation made in the session."""
    assert review.begins
    return recommending.recommend(
        by=PLATFORM, review=review, parties=parties or [other(review)], text=text, language="en",
        now=review.begins, themes=["democracy"],
    )  # fmt: skip


def adopted(review: Review) -> Review:
    """The review with its outcome."""
    assert review.begins
    at = review.begins + timedelta(days=3)
    recommending.adopt_outcome(
        by=PLATFORM, review=review, title=f"Outcome of the review of {review.party.name}",
        issued_on=at.date(), place="Harbour", now=at,
    )  # fmt: skip
    return queries.review(review.cycle.key, review.party.key)


def self_report(review: Review, text: str = "What we did since the last review.") -> Any:
    """The self-report, handed in a hundred days before the session."""
    assert review.begins
    return reviews.hand_in(
        by=PLATFORM, review=review, kind=Paper.SELF_REPORT, title="Self-report", language="en", text=text,
        now=review.begins - timedelta(days=100),
    )  # fmt: skip


BY_LOT = Speaking(order=Order.LOT)
