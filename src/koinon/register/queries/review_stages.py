"""How the stages of a review stand on a day, and who owes what."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from koinon.people.models import Party
from koinon.register.engine.reviewing.stages import Standing, State, standing
from koinon.register.engine.reviewing.words import Owner, Stage
from koinon.register.models import Review, ReviewStage
from koinon.register.queries.reviews import outcome_state

_OF_THE_OUTCOME = (Stage.OUTCOME, Stage.RESPONSE, Stage.ADOPTION, Stage.MID_TERM)
_AHEAD = (State.OPEN, State.NOT_OPEN, State.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class Shown:
    """A stage of a review and how it stands."""

    review: Review
    row: ReviewStage
    kind: Stage
    owner: Owner
    standing: Standing

    @property
    def state(self) -> str:
        """Its state as a plain word: "overdue"."""
        return self.standing.state.value

    @property
    def opens_on(self) -> date | None:
        """The day it opens; none once nothing is to be done."""
        return None if self.standing.state == State.WITHDRAWN else self.row.opens_on

    @property
    def due_on(self) -> date | None:
        """The day it is due; none once nothing is to be done."""
        return None if self.standing.state == State.WITHDRAWN else self.row.due_on

    @property
    def waits(self) -> bool:
        """Whether its day has come, but not what it answers to: the response waits for the outcome."""
        return self.kind == Stage.RESPONSE and self.review.outcome_id is None

    @property
    def by_itself(self) -> bool:
        """Whether it counts as done or passed without anybody having said so."""
        return self.standing.state in (State.DONE, State.PASSED) and not (
            self.row.done_at or self.row.passed_at
        )


def shown(review: Review, today: date) -> list[Shown]:
    """The nine stages of a review from `queries.reviews`, in their order."""
    return [
        Shown(review, row, Stage(row.kind), Owner(row.owner), _standing(review, row, today))
        for row in review.stages.all()
    ]


def is_off(review: Review, row: ReviewStage) -> bool:
    """Whether nothing is to be done in a stage any more, as the outcome was withdrawn."""
    if row.kind not in _OF_THE_OUTCOME or outcome_state(review) != "withdrawn":
        return False
    return row.kind == Stage.OUTCOME or not (row.done_at or row.passed_at)


def stage(review: Review, kind: Stage | str, today: date) -> Shown:
    """One stage."""
    return next(found for found in shown(review, today) if found.kind == kind)


def _standing(review: Review, row: ReviewStage, today: date) -> Standing:
    if is_off(review, row):
        return Standing(State.WITHDRAWN)
    found = standing(
        row.opens_on, row.due_on, done=row.done_at is not None, passed=row.passed_at is not None, today=today
    )
    followed, answered = getattr(review, "followed", 0), getattr(review, "answered", 0)
    if row.kind == Stage.RESPONSE and followed and answered == followed and found.state != State.PASSED:
        return Standing(State.DONE)
    if (
        row.kind == Stage.RESPONSE
        and review.outcome_id is None
        and found.state in (State.OPEN, State.OVERDUE)
    ):
        return Standing(State.NOT_OPEN)  # nobody can respond to what is not adopted
    if row.kind == Stage.QUESTIONS and found.state == State.OVERDUE:  # their time is over
        return Standing(State.DONE if getattr(review, "asked", 0) else State.PASSED)
    return found


def now(stages: Sequence[Shown]) -> Shown | None:
    """What a review is at: the stage overdue the longest, else the first open, to come, or withdrawn."""
    overdue = [found for found in stages if found.standing.state == State.OVERDUE]
    if overdue:
        return max(overdue, key=lambda found: found.standing.overdue)
    return next((f for f in stages if f.standing.state in _AHEAD), None)


def owed(reviews: Iterable[Review], party: Party, today: date) -> list[Shown]:
    """What a party has to hand in for the reviews of its own, what is due first standing first."""
    found = [
        stage
        for review in reviews
        if review.party_id == party.pk
        for stage in shown(review, today)
        if stage.owner == Owner.PARTY
        and stage.standing.state not in (State.DONE, State.PASSED, State.WITHDRAWN)
    ]
    return sorted(found, key=lambda stage: stage.row.due_on or date.max)
