from __future__ import annotations

import json
import re
from contextlib import nullcontext
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from django.utils import timezone

from koinon.kernel.refusals import Refusal
from koinon.ledger.models import Entry
from koinon.ledger.platform import PLATFORM
from koinon.people import tasks
from koinon.people.actions import invitations
from koinon.people.commands.people import people
from koinon.people.engine.scopes import SCOPES
from koinon.people.models import Invitation, Party
from koinon.people.queries import invitations as waiting
from tests.factories.people import party
from tests.people.cast import NOW, joined, secretary, unposted

pytestmark = pytest.mark.django_db


@pytest.fixture
def ardenia() -> Party:
    return party("state-ard", "Ardenia", "state", "Republic of Ardenia")


def run(*words: str) -> Result:
    """The command as `koinon people …` runs it, on the database of the test."""
    return CliRunner().invoke(people, words, obj=nullcontext)


def test_the_first_officer_is_invited_from_the_machine() -> None:
    done = run("invite", "ines@secretariat.example", "--role", "secretariat")
    assert done.exit_code == 0
    link = done.stdout.strip()
    token = link.rstrip("/").rpartition("/")[2]
    assert waiting.open_invitation(token, now=timezone.now()).email == "ines@secretariat.example"
    assert Entry.objects.latest("number").private.person == PLATFORM.reference


def test_a_party_is_given_by_key_or_by_any_of_its_names(ardenia: Party) -> None:
    for n, name in enumerate(("state-ard", "Ardenia", "the Republic of Ardenia")):
        done = run("invite", f"p{n}@x.example", "--role", "focal-point", "--party", name, "--json")
        assert json.loads(done.stdout)["email"] == f"p{n}@x.example"
    assert set(Invitation.objects.values_list("party__key", flat=True)) == {"state-ard"}


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("invite", "a@x.example", "--role", "focal-point"), "acts for a party"),
        (
            ("invite", "a@x.example", "--role", "focal-point", "--party", "Atlantis"),
            "There is no party called “Atlantis”",
        ),
        (("grant", "nobody@x.example", "--role", "observer"), "use koinon people invite first"),
        (("end", "nobody@x.example", "--role", "observer"), "holds no mandate"),
    ],
)
def test_a_refusal_is_one_sentence(words: tuple[str, ...], sentence: str) -> None:
    done = run(*words)
    assert isinstance(done.exception, Refusal)
    assert sentence in str(done.exception)


def test_the_list_shows_mandates_in_force_only(ardenia: Party) -> None:
    joined("lea@ardenia.example", "Lea Brandt", "focal-point", ardenia)
    run(
        "grant", "lea@ardenia.example", "--role", "assessor", "--since", "2001-01-01", "--until", "2001-12-31"
    )
    (row,) = json.loads(run("list", "--json").stdout)
    assert row == {
        "email": "lea@ardenia.example", "name": "Lea Brandt", "open": True,
        "mandates": [{"role": "focal-point", "party": "state-ard"}],
    }  # fmt: skip
    assert run("list").stdout == "lea@ardenia.example  Lea Brandt  focal-point state-ard\n"


def test_a_mandate_is_granted_and_ended(ardenia: Party) -> None:
    ola = joined("ola@x.example", "Ola Berg")
    assert run("grant", "OLA@x.example", "--role", "delegate", "--party", "Ardenia").exit_code == 0
    done = run("end", "ola@x.example", "--role", "delegate", "--party", "Ardenia", "--on", "2999-12-31")
    assert done.stdout.endswith("ends on 2999-12-31.\n")
    assert str(ola.mandates.get(role="delegate").until) == "2999-12-31"


def test_expired_invitations_are_forgotten_at_night() -> None:
    secretary()
    for days in (-15, 0):
        then, email = NOW + timedelta(days=days), f"a{-days}@x.example"
        invitations.invite(by=PLATFORM, email=email, name="", role="observer", now=then, post=unposted)
    tasks.forget_what_ran_out(timestamp=0)
    assert list(Invitation.objects.filter(accepted=None).values_list("email", flat=True)) == ["a0@x.example"]
    assert Invitation.objects.filter(accepted__isnull=False).exists(), (
        "an accepted one stays, without its address"
    )


def test_the_help_and_the_guide_name_every_scope_of_a_token() -> None:
    told = " ".join(run("token", "--help").stdout.split())
    guide = (Path(__file__).parents[2] / "docs/how-to/api.md").read_text("utf-8")
    for scope in SCOPES:
        assert re.search(rf"\b{scope}\b", told.partition("--scope TEXT")[2])
        assert f"| `{scope}` |" in guide
