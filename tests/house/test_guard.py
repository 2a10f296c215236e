"""Nothing of ours is written beside the ledger, by whatever way the statement comes."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import path

from koinon.ledger import guard
from koinon.people.models import Place


def careless(request: HttpRequest) -> HttpResponse:
    Place.objects.create(code="nowhere", kind="country", name="Nowhere")
    return HttpResponse("written")


urlpatterns = [path("careless/", careless)]


@pytest.mark.django_db
@override_settings(ROOT_URLCONF=__name__)
def test_a_page_that_writes_outside_an_action_is_refused(client: Client) -> None:
    with pytest.raises(guard.WriteOutsideAction, match="people_place"):
        client.get("/careless/")


@pytest.mark.django_db
def test_every_table_of_ours_is_guarded_on_every_connection() -> None:
    connection.ensure_connection()
    assert guard.refuse_stray_writes in connection.execute_wrappers
    ours = [m for m in apps.get_models(include_auto_created=True) if m.__module__.startswith("koinon.")]
    assert len(ours) > 15
    for model in ours:
        with pytest.raises(guard.WriteOutsideAction), connection.cursor() as cursor:
            cursor.execute(f'DELETE FROM "{model._meta.db_table}"')
