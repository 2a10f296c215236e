"""Texts of fifty thousand characters, and texts that run from right to left: the pages stay light."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from koinon.ledger import guard
from koinon.register.models import Claim, Restatement
from tests.factories import register as make
from tests.factories.following import follow_up
from tests.factories.people import party

pytestmark = pytest.mark.django_db
LIGHT = 100_000  # bytes
ENGLISH = "Governments should place a moratorium on the export of spyware until safeguards exist. "
ARABIC = "ينبغي للحكومات أن توقف تصدير برامج التجسس إلى أن تتوفر الضمانات. "


@pytest.mark.parametrize(("language", "words"), [("en", ENGLISH), ("ar", ARABIC)])
def test_restatements_and_disputes_of_long_texts(client: Client, language: str, words: str) -> None:
    text = (words * (50_000 // len(words))).strip()
    papers = [make.document(f"paper-{n}", text, language=language) for n in range(26)]
    items = [make.provision(paper, text, addressees=["Alba"]) for paper in papers]
    alba = party("alba", "Alba")
    threads = [follow_up(item, alba) for item in items]
    with guard.writing("factory"):
        for earlier, later in pairwise(items):
            Restatement.objects.create(
                earlier=earlier,
                later=later,
                state=Restatement.State.CONFIRMED,
                proposed_at=make.DAY,
                decided_at=make.DAY,
            )
        for thread in threads:
            for number, (side, level) in enumerate(
                (("addressee", "complete"), ("civil-society", "not-started")), 1
            ):
                Claim.objects.create(
                    follow_up=thread, number=number, side=side, level=level, as_of=date(2031, 6, 1),
                    text=text[:20_000], language=language, published_at=make.DAY + timedelta(days=30),
                )  # fmt: skip
            type(thread).objects.filter(pk=thread.pk).update(disputed=True, claims=2)
    for address in (reverse("register:chains"), reverse("register:disputes")):
        answer = client.get(address)
        assert answer.status_code == 200
        assert len(answer.content) < LIGHT, f"{address}: {len(answer.content)} bytes"
        root = html.document_fromstring(answer.content)
        found = root.xpath(f"//*[starts-with(normalize-space(text()), '{words[:20]}')]")
        assert found, f"{address}: the words are there"
        if language == "ar":
            for element in found:
                own = element.xpath("ancestor-or-self::*[self::bdi or (@dir and not(self::html))]")
                assert own, f"{address}: {html.tostring(element)[:200]!r}"
