"""Postponing the stages that follow the outcome of a review, where it is adopted late.

Called within the action that adopts it; nothing here decides or records.
"""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from koinon.register.engine.reviewing.stages import Dates, postponed
from koinon.register.engine.reviewing.words import Stage
from koinon.register.models import Review, ReviewStage
from koinon.register.queries.review_words import OUTCOME_LATE


def after(review: Review, adopted_at: datetime) -> date | None:
    """Postpone response and adoption if the outcome is late; until when the response is due.

    The earlier dates stay beside the new ones, as where somebody moves a stage.
    """
    stages = {Stage(stage.kind): stage for stage in ReviewStage.objects.filter(review=review)}
    outcome = _dates(stages.get(Stage.OUTCOME))
    for kind in (Stage.RESPONSE, Stage.ADOPTION):
        stage = stages.get(kind)
        dates = _dates(stage)
        if stage is None or dates is None or outcome is None or stage.done_at or stage.passed_at:
            continue
        if found := postponed(timezone.localdate(adopted_at), outcome, dates):
            before = {"opens_on": dates.now[0].isoformat(), "due_on": dates.now[1].isoformat()}
            move = {"at": adopted_at.isoformat(), "reason": "", "because": OUTCOME_LATE, **before}
            stage.moves = [*stage.moves, move]
            stage.opens_on, stage.due_on = found
            stage.save(update_fields=["moves", "opens_on", "due_on"])
    response = stages.get(Stage.RESPONSE)
    return response.due_on if response and not response.passed_at else None


def _dates(stage: ReviewStage | None) -> Dates | None:
    if stage is None or stage.opens_on is None or stage.due_on is None:
        return None
    now = (stage.opens_on, stage.due_on)
    first = stage.moves[0] if stage.moves else {}
    if not (first.get("opens_on") and first.get("due_on")):
        return Dates(now, now)
    return Dates((date.fromisoformat(first["opens_on"]), date.fromisoformat(first["due_on"])), now)
