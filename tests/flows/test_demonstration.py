"""The invented partnership is filled through the real actions, and goes on where it was cut off."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.utils import timezone

from koinon.flows.demonstration import filling, marker
from koinon.flows.demonstration.partnership import PAPERS, PEOPLE
from koinon.ledger.models import Entry
from koinon.register.models import Document, Provision, Translation

pytestmark = pytest.mark.django_db


def test_the_demonstration_is_complete_also_when_it_was_cut_off(tmp_path: Path) -> None:
    todo = list(filling.steps(tmp_path, timezone.now()))
    for _, step in todo[: len(todo) // 2]:
        step()
    for _, step in filling.steps(tmp_path, timezone.now()):  # the next start
        step()
    entries = Entry.objects.count()
    for _, step in filling.steps(tmp_path, timezone.now()):  # and one more: nothing is left to do
        step()
    assert Entry.objects.count() == entries
    published = Document.objects.filter(state="published")
    assert published.exclude(kind="review-outcome").count() == len(PAPERS) - 1
    assert published.filter(kind="review-outcome").count() == 1
    assert set(marker.sign_ins(tmp_path)) == {guest.email for guest in PEOPLE}
    assert (tmp_path / "demonstration.json").stat().st_mode & 0o077 == 0
    shown = Provision.objects.filter(document__state="published")
    for kind in ("commitment", "recommendation", "principle"):
        assert shown.filter(kind=kind).exists()
    assert shown.filter(deadline_due__isnull=False, addressees__party__invented=True).exists()
    assert all(document.invented for document in Document.objects.all())
    languages = {(t.language, t.standing): t.wordings.count() for t in Translation.objects.all()}
    assert languages[("fr", "human")] > languages[("ar", "machine")] > 0
