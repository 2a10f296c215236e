"""A directory finds a party by any of its names, and tells who belongs to a group on a day."""

from __future__ import annotations

from datetime import date

import pytest

from koinon.kernel.directory import Directory, KnownParty, Membership, claims, folded

LEAGUE = KnownParty(
    "league",
    "Halcyon League",
    "intergovernmental",
    ("Ligue d'Halcyon", "La Lyre"),
    ("HALE", "HL", "U.S."),
    members=(
        Membership("state-a"),
        Membership("state-b", since=date(2001, 5, 1)),
        Membership("state-c", until=date(2010, 1, 1)),
    ),
)
MEMBERS = KnownParty("league-members", "HALE member states", "class", members_of="league")
STATE = KnownParty("state-a", "Arcadia", "state")
DIRECTORY = Directory.of((LEAGUE, MEMBERS, STATE))


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("Halcyon League", "league"),
        ("the  halcyon\nLEAGUE", "league"),
        ("Ligue d’Halcyon", "league"),
        ("la Ligue d'Halcyon", "league"),
        ("La Lyre", "league"),
        ("HALE", "league"),
        ("the HALE", "league"),
        ("Hale", "league"),
        ("hale", None),
        ("HL", "league"),
        ("Hl", None),
        ("US", "league"),
        ("U. S.", "league"),
        ("us", None),
        ("all HALE member states", "league-members"),
        ("the Government of Arcadia", "state-a"),
        ("gouvernement d'Arcadia", "state-a"),
        ("Autoridades de Arcadia", "state-a"),
        ("Arcadia's", "state-a"),
        ("Arcadian", None),
        ("", None),
        ("the", None),
    ],
)
def test_names_resolve_with_and_without_article(name: str, key: str | None) -> None:
    found = DIRECTORY.resolve(name)
    assert (found.key if found else None) == key


@pytest.mark.parametrize(
    ("day", "members"),
    [
        (date(2000, 1, 1), ("state-a", "state-c")),
        (date(2001, 4, 30), ("state-a", "state-c")),
        (date(2001, 5, 1), ("state-a", "state-b", "state-c")),
        (date(2009, 12, 31), ("state-a", "state-b", "state-c")),
        (date(2010, 1, 1), ("state-a", "state-b")),
        (None, ("state-a", "state-b")),
    ],
)
def test_members_follow_the_day(day: date | None, members: tuple[str, ...]) -> None:
    assert DIRECTORY.members("league", day) == members
    assert DIRECTORY.members("league-members", day) == members


def test_the_first_claim_holds_and_every_claim_is_reported() -> None:
    other = KnownParty("other", "Arcadia", "network", (), ("HL",))
    names, acronyms = claims((STATE, other, LEAGUE))
    assert names["arcadia"] == ["state-a", "other"]
    assert acronyms["HL"] == ["other", "league"]
    assert Directory.of((STATE, other)).names["arcadia"] == "state-a"


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Côte d'Ivoire", "cote d ivoire"),
        ("COTE D’IVOIRE", "cote d ivoire"),
        ("São  Tomé\tand Príncipe", "sao tome and principe"),
        ("Türkiye", "turkiye"),
        ("Straße", "strasse"),
        ("ﬁnance", "finance"),
        ("!?", ""),
    ],
)
def test_names_are_compared_without_case_accents_and_punctuation(name: str, form: str) -> None:
    assert folded(name) == form
