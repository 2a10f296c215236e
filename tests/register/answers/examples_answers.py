"""One example of every action on answers."""

from __future__ import annotations

from typing import Any

from koinon.register.actions import answer_sheets
from koinon.register.actions.answers import Written
from koinon.register.queries import asked
from koinon.register.queries.answer_sheets import record
from tests.house.actions import example
from tests.register.answers.office import NOW, office, seen


@example("register.draft_answers")
def draft_answers() -> dict[str, Any]:
    world = office()
    return {"by": world.ida, "written": [Written(world.asked[0], 0, world.said())], "now": NOW}


def _handed_in() -> dict[str, Any]:
    world = office()
    made = world.drafted(*world.asked, submit=True)
    return {"by": world.bo, "answers": made, "revisions": seen(made)}


def _drafted() -> dict[str, Any]:
    world = office()
    made = world.drafted(*world.asked)
    return {"by": world.ida, "answers": made, "revisions": seen(made)}


@example("register.submit_answers")
def submit_answers() -> dict[str, Any]:
    return {**_drafted(), "now": NOW}


@example("register.take_back_answers")
def take_back_answers() -> dict[str, Any]:
    given = _handed_in()
    return {**given, "by": given["answers"][0].drafted_by}


@example("register.drop_answers")
def drop_answers() -> dict[str, Any]:
    return _drafted()


@example("register.return_answers")
def return_answers() -> dict[str, Any]:
    return {**_handed_in(), "note": "Name the law."}


@example("register.approve_answers")
def approve_answers() -> dict[str, Any]:
    return {**_handed_in(), "now": NOW}


@example("register.bring_back_answers")
def bring_back_answers() -> dict[str, Any]:
    world = office()
    one = asked.follow_up_for(world.ida, world.asked[0].pk)
    cells = record(one) | {"position": "accepted"}
    lines = (",".join(cells), ",".join(f'"{value or ""}"' for value in cells.values()))
    intake = answer_sheets.keep(by=world.ida, name="answers.csv", data="\n".join(lines).encode())
    return {"by": world.ida, "intake": intake, "now": NOW}
