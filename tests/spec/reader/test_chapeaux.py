"""Chapeaux: verb, actor and addressee pass down; an item with an act of its own overrides."""

from __future__ import annotations

from textwrap import dedent

import pytest

from koinon.register.engine.documents import Provision
from tests.spec.reader.forms import read


def provisions(text: str) -> tuple[Provision, ...]:
    return read(dedent(text)).provisions


def test_a_chapeau_is_no_provision_and_passes_its_verb_and_addressee_down() -> None:
    found = provisions("""
        Our paper

        We urge the EU and Arcadia to:

        • open the archives;
        • consider publishing the minutes.
        """)
    assert [p.text for p in found] == ["open the archives;", "consider publishing the minutes."]
    assert [(p.kind, p.strength) for p in found] == [
        ("recommendation", "recommendation"),
        ("recommendation", "optional"),
    ]
    assert [[a.name for a in p.addressees] for p in found] == [["EU", "Arcadia"]] * 2


def test_lettered_items_under_a_numbered_chapeau() -> None:
    found = provisions("""
        The Assembly,

        1. Calls upon all States:

           (a) To ratify the Convention;

           (b) To report every year;

        2. Decides to remain seized of the matter.
        """)
    assert [p.label for p in found] == ["1(a)", "1(b)", "2"]
    assert [p.kind.value for p in found] == ["recommendation", "recommendation", "commitment"]
    assert found[1].deadline is not None


def test_roman_items_inside_letters_that_reach_i() -> None:
    letters = "\n".join(f"({c}) publish report {c};" for c in "abcdefgh")
    text = (
        f"The Assembly,\n\n1. Requests States to:\n\n{letters}\n(i) act on two matters:\n"
        f"(i) the first;\n(ii) the second;\n(j) end.\n"
    )
    labels = [p.label for p in read(text).provisions]
    assert labels == [*(f"1({c})" for c in "abcdefgh"), "1(i)(i)", "1(i)(ii)", "1(j)"]


def test_bullets_inside_numbers_count_from_one() -> None:
    found = provisions("""
        Plan

        We commit to:

        1-1. Opening registers by:

        - Publishing them;
        - Translating them.

        1-2. Training officials.
        """)
    assert [p.label for p in found] == ["1-1 bullet 1", "1-1 bullet 2", "1-2"]
    assert {(p.kind.value, p.strength.value) for p in found} == {("commitment", "binding")}
    assert found[0].section[-1] == "1-1. Opening registers by"


def test_an_item_with_its_own_act_overrides_the_chapeau() -> None:
    found = provisions("""
        Our paper

        We put forward the following principles and proposals:

        1. The League should meet every year.
        2. The League should not be misused.
        3. We recommend that the League establish a secretariat.
        """)
    assert [p.kind.value for p in found] == ["recommendation", "principle", "recommendation"]


def test_an_intention_to_encourage_states_is_a_commitment_with_those_addressees() -> None:
    found = provisions("""
        Plan

        We intend to encourage States to promote learning by:

        1. Strengthening public schools;
        2. Training teachers.
        """)
    assert [(p.kind.value, p.strength.value, p.addressees[0].name) for p in found] == [
        ("commitment", "intention", "states")
    ] * 2


def test_a_bullet_that_ends_in_a_colon_before_bullets_of_its_level_is_an_item() -> None:
    found = provisions("""
        Our paper

        We urge Arcadia to:

        • Uphold the principle of asylum:
        • Stop pushbacks.
        """)
    assert len(found) == 2


def test_clauses_that_lost_their_bullets_are_items() -> None:
    found = provisions("""
        Joint statement

        We urge Arcadia to:
        Drop all charges;
        Investigate the arrests;
        Amend the law within six months.
        """)
    assert [p.text for p in found] == [
        "Drop all charges;",
        "Investigate the arrests;",
        "Amend the law within six months.",
    ]


@pytest.mark.parametrize(
    ("heading", "kind"),
    [("Findings", "finding"), ("Recommendations", "recommendation"), ("Our commitments", "commitment")],
)
def test_headings_decide_where_items_have_no_act(heading: str, kind: str) -> None:
    text = (
        f"Report of the Ministers\n\n{heading}\n\n• Open the archives of the courts.\n"
        f"• Publish the budget of the courts.\n"
    )
    assert {p.kind.value for p in read(text).provisions} == {kind}


def test_an_act_after_a_semicolon_goes_on_with_the_speaker() -> None:
    (found,) = provisions("""
        The Assembly,

        1. Warns against the closing of archives; calls on the EU to adopt a strategy by 2030;
        """)
    assert (found.kind.value, [a.name for a in found.addressees]) == ("recommendation", ["EU"])


def test_a_chapeau_right_before_headings_stands_over_the_lists_under_each() -> None:
    found = provisions("""
        Declaration of the Ministers

        We intend to uphold the following:

        Open archives

        • Refrain from closing archives without a decision of a court.
        • Promote the use of archives by everyone who wishes.

        Open courts

        • Refrain from closing hearings without a decision of a court.
        • Promote the publication of all of the judgments.
        """)
    assert {(p.kind.value, p.strength.value) for p in found} == {("commitment", "intention")}
    assert len(found) == 4


def test_a_communique_may_tell_in_the_past() -> None:
    found = provisions("""
        Communiqué

        1. Law Ministers met in Port Almeria. Ministers welcomed the report.

        2. Ministers asked the Secretariat to assist in the training of judges.

        3. Ministers agreed to meet every two years. They invited Arcadia to be the host.

        4. Ministers noted the progress made.
        """)
    assert [p.kind.value for p in found] == ["principle", "recommendation", "commitment", "principle"]
    assert found[1].addressees[0].name == "Secretariat"


def test_items_under_a_heading_that_says_for_whom_are_recommendations_to_them() -> None:
    found = read(
        "A paper of our league\n\n2.2 For donors attending the Fair\n\n"
        "- Core costs. Rent, salaries and lawyers, and not only workshops.\n"
        "- Presidency: circulate a draft.\n- Agree on a list. Parliaments, in turn, should hold a hearing.\n"
    ).provisions
    assert [(p.kind.value, p.strength.value, [a.name for a in p.addressees]) for p in found] == [
        ("recommendation", "recommendation", ["donors"]),
        ("recommendation", "recommendation", ["donors"]),
        ("recommendation", "recommendation", ["donors", "parliaments"]),
    ]


def test_a_heading_that_says_what_a_party_should_do_asks_that_party() -> None:
    found = read(
        "A paper of our league\n\nWhat governments should do\n\n- Money. Limits on spending.\n"
    ).provisions
    assert [(p.kind.value, [a.name for a in p.addressees]) for p in found] == [
        ("recommendation", ["governments"])
    ]
