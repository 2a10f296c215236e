from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from koinon.ledger.platform import PLATFORM
from koinon.people import rules
from koinon.people.actions import mandates, persons
from koinon.people.engine.roles import ROLES
from koinon.people.models import Person
from tests.factories.people import party, person
from tests.people.cast import joined, secretary, without_mandate

pytestmark = pytest.mark.django_db


def test_a_mandate_for_the_partnership_gives_its_role_s_permissions_everywhere() -> None:
    ines, ardenia = secretary(), party("ardenia", "Ardenia")
    assert rules.may(ines, "documents.publish")
    assert rules.may_for(ines, "documents.publish", ardenia)
    assert rules.may_somewhere(ines, "documents.publish")


def test_a_mandate_for_a_party_counts_for_that_party_only() -> None:
    ardenia, borvia = party("ardenia", "Ardenia"), party("borvia", "Borvia")
    focal = joined("focal@ardenia.example", "Lea Brandt", "focal-point", ardenia)
    assert rules.may_for(focal, "documents.upload", ardenia)
    assert rules.may_somewhere(focal, "documents.upload")
    refused = rules.may_for(focal, "documents.upload", borvia)
    assert not refused
    assert "for Borvia" in refused.reason
    assert not rules.may(focal, "documents.upload")


def test_where_any_of_several_permissions_will_do_the_reason_names_every_role_that_has_one() -> None:
    ardenia, aldo = party("ardenia", "Ardenia"), without_mandate()
    either = ("answers.draft", "answers.approve")
    focal = joined("focal@ardenia.example", "Lea Brandt", "focal-point", ardenia)
    assert rules.may_somewhere(focal, either) and rules.may_for(focal, either, ardenia)
    for refused in (rules.may_somewhere(aldo, either), rules.may_for(aldo, either, ardenia)):
        assert not refused
        assert "Focal point" in refused.reason and "Validator" in refused.reason


def test_who_has_no_mandate_in_force_may_nothing() -> None:
    aldo = without_mandate()
    for role in ROLES.values():
        for permission in role.may:
            assert not rules.may_somewhere(aldo, permission)


def test_a_mandate_holds_from_its_first_day_to_its_last() -> None:
    ines = joined("new@secretariat.example", "Ines Okoro")
    mandates.grant(
        by=PLATFORM, person=ines, role="secretariat", since=date(2030, 5, 1), until=date(2030, 5, 31)
    )
    held = [
        rules.may(ines, "people.invite", today=date(2030, m, d))
        for m, d in ((4, 30), (5, 1), (5, 31), (6, 1))
    ]
    assert [bool(verdict) for verdict in held] == [False, True, True, False]


def test_a_stranger_is_told_to_sign_in() -> None:
    assert rules.may(AnonymousUser(), "documents.upload").reason == "Sign in first."
    assert rules.may(None, "documents.upload").reason == "Sign in first."


def test_a_closed_account_may_nothing() -> None:
    ines, other = secretary(), secretary("Odile Tran")
    persons.close(by=other, person=ines)
    assert rules.may(ines, "documents.upload").reason == rules.LEFT
    assert not rules.only_oneself(by=ines, person=ines)


def test_the_reason_names_the_roles_that_may() -> None:
    assert "as Secretariat" in rules.may(joined("o@x.example", "Ola"), "documents.publish").reason


def test_the_platform_may_and_cannot_be_impersonated() -> None:
    assert rules.may(PLATFORM, "people.invite")

    class Pretender:
        reference = "platform"

    assert not rules.may(Pretender(), "people.invite")


def test_mandates_in_force_are_read_once_when_prefetched(django_assert_num_queries: object) -> None:
    secretary()
    ines = Person.objects.prefetch_related("mandates").get()
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert rules.may(ines, "documents.upload", today=timezone.localdate() + timedelta(days=1))


def test_a_role_that_needs_a_party_gives_nothing_without_one() -> None:
    lost = person("Lost", role="coordinator")
    for verdict in (
        rules.may(lost, "documents.review"),
        rules.may_for(lost, "documents.review", party("a", "A")),
    ):
        assert not verdict
