"""What data sets' words mean: UPR Info's "Response", the UHRI's "UPR Position", IMPACT OSS's levels.

Values as they occur in the published files; wordings of States are from their addenda.
"""

from __future__ import annotations

import pytest

from koinon.register.engine.following.answers import STATED, STEPS, Step, asks_for_none, barred, stated
from koinon.register.engine.following.words import Position
from koinon.register.engine.intake.impact_oss import SUPPORT

CASES = """
Accepted                    | accepted
Supported                   | accepted
 ACCEPTED                   | accepted
Enjoys the support          | accepted
Accepted; Accepted          | accepted
Supported in part           | accepted-in-part
Partially accepted          | accepted-in-part
Noted                       | noted
Not supported               | noted
Does not enjoy the support  | noted
Rejected                    | declined
Not accepted                | declined
Accepted; Noted             |
Supported/Noted             |
General Response            |
No Clear Response           |
No Response                 |
Pending                     |
Examined later              |
not                         |
                            |
"""


@pytest.mark.parametrize("line", [line for line in CASES.splitlines() if line.strip()])
def test_what_a_data_set_says(line: str) -> None:
    words, _, position = line.partition("|")
    assert stated(words.rstrip()) == (Position(position.strip()) if position.strip() else None)


def test_every_level_of_impact_oss_is_a_position() -> None:
    assert [stated(words) for words in SUPPORT.values()] == ["noted", "accepted-in-part", "accepted"]


@pytest.mark.parametrize(
    ("words", "none"),
    [("", True), ("Voluntary Pledge", True), ("Voluntary pledge; Pledge", True), ("Pending", False)],
)
def test_a_pledge_of_the_states_own_asks_for_no_answer(words: str, none: bool) -> None:
    assert asks_for_none(words) is none


def test_no_wording_means_two_things_and_each_position_has_some() -> None:
    assert set(STATED.values()) == set(Position)


STATES = ("", "draft", "submitted", "returned")


@pytest.mark.parametrize("step", Step)
@pytest.mark.parametrize("state", STATES)
def test_each_step_leads_somewhere_or_says_why_not(step: Step, state: str) -> None:
    said = barred(step, state)
    assert (said is None) == (state in STEPS[step])
    assert said is None or str(said).endswith(".")


def test_nothing_is_published_that_a_validator_has_not_seen() -> None:
    to_publish = [(s, state) for s in Step for state, after in STEPS[s].items() if after == "published"]
    assert to_publish == [(Step.APPROVE, "submitted")]
