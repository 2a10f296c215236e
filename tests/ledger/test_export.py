from __future__ import annotations

import json
import stat
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from koinon.ledger import checkpoints, erasure, queries
from koinon.ledger.engine.chain import digest
from koinon.ledger.engine.verification import verification
from koinon.ledger.models import Checkpoint, Private
from tests.ledger.acting import filled

pytestmark = pytest.mark.django_db


def test_an_export_holds_under_the_published_key() -> None:
    filled(4)
    checkpoints.checkpoint()
    filled(3)
    outcome = verification(queries.export(), trusted_key=checkpoints.public_key())
    assert (outcome.holds, outcome.entries, outcome.signed_to) == (True, 7, 4)


def test_an_export_carries_neither_restricted_facts_nor_personal_data() -> None:
    filled(3)
    text = "".join(queries.export())
    assert "private-" not in text and "person:" not in text
    rows = [json.loads(line) for line in text.splitlines()[1:]]
    assert ["facts" in row for row in rows] == [True, True, False]
    assert '"n":3' not in text


def test_a_forgotten_person_leaves_the_chain_valid_and_no_way_to_test_a_guess() -> None:
    entry = filled(2)[0]
    part = Private.objects.get(entry=entry)
    assert digest(part.data, part.salt) == entry.private_digest
    assert erasure.forget("person:1") == 1
    part.refresh_from_db()
    assert (part.person, part.salt, part.data) == ("", "", {})
    assert Private.objects.get(entry=entry.number + 1).data["note"] == "private-2"
    assert verification(queries.export()).holds
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ledger_private WHERE data::text LIKE '%%private-1%%'")
        assert cursor.fetchone() == (0,)


def test_the_key_is_made_once_and_closed_to_others() -> None:
    assert checkpoints.public_key() == checkpoints.public_key()
    assert stat.S_IMODE(checkpoints.key_path().stat().st_mode) == 0o600


def test_a_checkpoint_signs_the_head_once() -> None:
    assert checkpoints.checkpoint() is None
    filled(2)
    first, again = checkpoints.checkpoint(), checkpoints.checkpoint()
    assert first is not None and again is not None and first.pk == again.pk
    assert Checkpoint.objects.count() == 1


def test_checkpoints_come_by_number_of_entries_and_by_time() -> None:
    assert checkpoints.checkpoint_when_due(timezone.now()) is None
    entries = filled(3)
    assert checkpoints.checkpoint_when_due(entries[0].at + timedelta(hours=23)) is None
    assert checkpoints.checkpoint_when_due(entries[0].at + timedelta(hours=25)) is not None
    more = filled(checkpoints.EVERY)
    signed = checkpoints.checkpoint_when_due(more[-1].at)
    assert signed is not None and signed.entry_id == more[-1].number
