"""A published document as a file: what is in it, and what is refused."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from koinon.ledger import guard
from koinon.register.models import Translation, Wording
from tests.factories import register as make
from tests.register.exports.test_akn import A, valid

pytestmark = pytest.mark.django_db
AT = datetime(2031, 7, 1, tzinfo=UTC)


def test_a_document_is_given_as_akoma_ntoso_in_each_language_it_has(client: Client) -> None:
    paper = make.document("paper", "States should act.", "Nobody asked for this.")
    made = make.provision(paper, "States should act.", addressees=["states"], themes=["surveillance"])
    with guard.writing("factory"):
        french = Translation.objects.create(document=paper, language="fr", title="Le papier", entered_at=AT)
        Wording.objects.create(
            translation=french, provision=made, text="Que les États agissent.", standing="human",
            of_revision=1, entered_at=AT,
        )  # fmt: skip
    address = reverse("register:document-akn", args=["paper"])
    answer = client.get(address)
    assert answer["Content-Type"].startswith("application/akn+xml")
    root = valid(answer.content)
    assert [p.text for p in root.iter(f"{A}p") if p.text] == ["Nobody asked for this."]
    assert [m.text for m in root.iter(f"{A}inline")] == ["States should act."]
    assert [m.text for m in valid(client.get(address + "?language=fr").content).iter(f"{A}inline")] == [
        "Que les États agissent."
    ]
    assert client.get(address + "?language=ar").status_code == 404
    assert client.get(address, headers={"If-None-Match": answer["ETag"]}).status_code == 304


@pytest.mark.parametrize("state", ["review", "reading", "failed", "withdrawn"])
def test_what_is_not_published_leaves_in_no_format(client: Client, state: str) -> None:
    make.document("hidden", "Secret.", state=state)
    for name in ("document-akn", "document-deadlines"):
        assert client.get(reverse(f"register:{name}", args=["hidden"])).status_code == 404
