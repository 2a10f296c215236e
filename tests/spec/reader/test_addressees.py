"""Who is to act."""

from __future__ import annotations

import pytest

from koinon.register.engine.rulings import sentence_ruling
from tests.spec.reader.forms import one, read, voice

CASES = [
    ("We urge the EU, ASEAN, and their member states to act.", ["EU", "ASEAN", "member states"]),
    ("We strongly urge the EU and ASEAN to act.", ["EU", "ASEAN"]),
    ("We call on all relevant countries to act.", ["states"]),
    ("We call on governments and civil society organisations to act.", ["governments", "civil society"]),
    ("We call on the governments of member States to act.", ["member states"]),
    ("We call on the Government of Arcadia to act.", ["Arcadia"]),
    ("We invite institutional donors such as the EU to act.", ["institutional donors"]),
    ("We invite all actors, inter alia, parliaments and courts to act.", ["parliaments", "courts"]),
    (
        "Governments, organisations, and tech companies must act.",
        ["governments", "organisations", "tech companies"],
    ),
    ("In this context, parliaments should act.", ["parliaments"]),
    (
        "We call on banks, notaries and real estate agents to act.",
        ["banks", "notaries", "real estate agents"],
    ),
    (
        "We invite intergovernmental and non-governmental organizations to act.",
        ["intergovernmental organizations", "civil society"],
    ),
    ("We urge organizations of the United Nations system to act.", ["UN system"]),
    ("Governments attending the Fair must act.", ["governments"]),
    ("Courts need to be heard early, and they should act.", ["courts"]),
    ("Welcomes the work of the Council and invites it to act.", ["Council"]),
    ("Small libraries are welcome to act.", ["small libraries"]),
    ("The purpose of the Fair should be to act.", ["Fair"]),
    ("To this end each member city should act.", ["member cities"]),
    ("The EU, in consultation with ASEAN, should act.", ["EU"]),
    (
        "The Committee on the Rights of Elders should call on members to act.",
        ["Committee on the Rights of Elders"],
    ),
    ("Governments that have not yet done so should act.", ["governments"]),
    ("Registers should be opened by local authorities.", ["local authorities"]),
    (
        "National and regional protection mechanisms must act.",
        ["national and regional protection mechanisms"],
    ),
    (
        "Member states must act, while big tech companies should help.",
        ["member states", "big tech companies"],
    ),
    ("The Economic and Social Council should meet.", ["Economic and Social Council"]),
]


@pytest.mark.parametrize(("sentence", "names"), CASES)
def test_named_in_the_sentence(sentence: str, names: list[str]) -> None:
    ruling = sentence_ruling(sentence, voice())
    assert ruling is not None
    assert [named.name for named in ruling.parties] == names


def test_they_are_those_of_the_sentence_before() -> None:
    found = read("Our paper\n\nWe urge Arcadia to act. It is imperative that they act soon.\n").provisions
    assert [[a.name for a in p.addressees] for p in found] == [["Arcadia"], ["Arcadia"]]


def test_a_known_party_carries_its_key_and_the_words_of_the_text() -> None:
    provision = one("Our paper\n\nWe urge the ASEAN member states to act.\n")
    (addressee,) = provision.addressees
    assert (addressee.name, addressee.mention, addressee.party) == (
        "ASEAN member states",
        "ASEAN member states",
        "asean-member-states",
    )


def test_the_recipient_in_the_title_is_asked_when_no_one_is_named() -> None:
    text = (
        "Recommendations of the Forum of Cities to the EU\n\n• Open the archives of the courts.\n"
        "• Publish the budget.\n"
    )
    assert [[a.name for a in p.addressees] for p in read(text).provisions] == [["EU"], ["EU"]]


def test_a_heading_names_the_recipient() -> None:
    text = (
        "Ways forward\n\nTo the public broadcaster\n\n1. Reopen the district studios.\n"
        "2. Share raw pictures.\n"
    )
    assert {a.name for p in read(text).provisions for a in p.addressees} == {"public broadcaster"}


def test_a_short_form_stands_for_its_full_name() -> None:
    text = (
        "Our paper\n\nWe support a League of Open Cities (League).\n\n1. The League should meet every year.\n"
    )
    assert one(text).addressees[0].name == "League of Open Cities"


def test_a_self_commitment_is_addressed_to_the_issuer() -> None:
    text = "The Assembly of Arcadia,\n\n1. Decides to meet every year;\n"
    provision = one(text)
    assert provision.issuer == "Assembly of Arcadia"
    assert [a.name for a in provision.addressees] in (["Assembly of Arcadia"], ["we"])


def test_they_at_the_head_of_an_item_are_those_of_the_item_before() -> None:
    found = read(
        "CODE OF CONDUCT OF THE LEAGUE OF TOWNS\n\n1. Parties shall publish their accounts.\n"
        "2. They shall not pay for votes.\n"
    ).provisions
    assert [[a.name for a in p.addressees] for p in found] == [["parties"], ["parties"]]
    assert {p.kind.value for p in found} == {"commitment"}


def test_members_bear_the_name_that_the_text_gives_them() -> None:
    found = read(
        "Charter of the League\n\nThe member towns met. The member towns agreed.\n\n1. Members shall act.\n"
        "2. Foreign and other relevant Ministers shall meet.\n"
    ).provisions
    assert [[a.name for a in p.addressees] for p in found] == [
        ["member towns"],
        ["Foreign Ministers", "ministers"],
    ]
