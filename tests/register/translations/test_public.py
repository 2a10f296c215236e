"""What everyone sees of translations: the language line, the wording, what is missing, how it is marked."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from koinon.ledger import guard
from koinon.register.models import Document, Provision, Translation, Wording
from tests.factories import register as make
from tests.factories.people import party

pytestmark = pytest.mark.django_db
LINES = ("1. States protect journalists.", "2. States publish what they did.", "3. States meet every year.")


def translated(
    language: str = "fr", standing: str = "human", made_by: str = "Jo Quill", **texts: str
) -> Document:
    """A document of three provisions, the first ones in another language too."""
    document = make.document("outcome", *LINES)
    council = party("council", "Harbour Council", "organ")
    made = [make.provision(document, line, addressees=[council], themes=["democracy"]) for line in LINES]
    with guard.writing("factory"):
        translation = Translation.objects.create(
            document=document, language=language, standing=standing, made_by=made_by,
            made_on=date(2031, 6, 1), entered_at=make.DAY,
        )  # fmt: skip
        for provision in made[: len(texts)]:
            word(translation, provision, texts[f"p{provision.number}"])
    return document


def word(translation: Translation, provision: Provision, text: str, of_revision: int = 1) -> None:
    with guard.writing("factory"):
        Wording.objects.create(
            translation=translation, provision=provision, text=text, standing=translation.standing,
            made_by=translation.made_by, of_revision=of_revision, entered_at=make.DAY,
        )  # fmt: skip


def test_a_document_shows_the_chosen_wording_and_says_what_is_not_translated(client: Client) -> None:
    translated(p1="Les États protègent les journalistes.", p2="Les États publient ce qu’ils ont fait.")
    authoritative = client.get("/documents/outcome/").text
    assert "States protect journalists." in authoritative
    assert "français" in authoritative
    assert "human translation, by Jo Quill" in " ".join(authoritative.split())
    assert "2 of 3" in authoritative
    french = client.get("/documents/outcome/?text=fr").text
    assert (
        '<mark class="span" id="p1" lang="fr" dir="ltr">Les États protègent les journalistes.</mark>'
        in french
    )
    assert "States protect journalists." not in french
    assert "States meet every year." in french
    assert french.count("not translated") == 1


def test_a_machine_translation_is_called_so_in_words(client: Client) -> None:
    translated("ar", "machine", "Argos 1.9", p1="تحمي الدول الصحفيين.")
    page = client.get("/documents/outcome/?text=ar").text
    assert '<p class="passage-text" lang="ar" dir="rtl">' in page
    assert page.count("machine translation") == 2, "in the line of languages, and at the one wording"
    quote = client.get("/documents/outcome/1/?text=ar").text
    assert 'lang="ar" dir="rtl"' in quote
    assert "Machine translation by Argos 1.9" in quote


def test_a_wording_of_an_earlier_text_is_called_so(client: Client) -> None:
    document = translated(p1="Les États protègent les journalistes.")
    with guard.writing("factory"):
        document.provisions.filter(number=1).update(revision=2)
    assert "of an earlier wording" in client.get("/documents/outcome/?text=fr").text
    assert "of an earlier wording" in client.get("/documents/outcome/1/?text=fr").text


def test_a_reader_is_shown_what_exists_in_their_language(client: Client) -> None:
    translated(p1="Les États protègent les journalistes.")
    make.indexed()
    for address in ("/fr/documents/outcome/", "/fr/documents/outcome/1/", "/fr/parties/council/",
                    "/fr/themes/democracy/", "/fr/search/"):  # fmt: skip
        page = client.get(address).text
        assert "Les États protègent les journalistes." in page, address
        assert "Jo Quill" in page, address
        assert "States meet every year." in page or address.endswith("/1/"), address
    assert "States protect" in client.get("/fr/documents/outcome/?text=en").text
    assert "Les États" not in client.get("/search/").text


def test_a_document_in_the_language_of_the_reader_needs_no_translation(client: Client) -> None:
    document = make.document("resultats", "1. Les États agissent.", language="fr")
    make.provision(document, "1. Les États agissent.")
    page = client.get("/fr/documents/resultats/").text
    assert "Les États agissent." in page
    assert "languages-list" not in page


def test_an_unpublished_translation_is_shown_to_nobody(client: Client) -> None:
    document = translated(p1="Les États protègent les journalistes.")
    with guard.writing("factory"):
        Document.objects.filter(pk=document.pk).update(state="withdrawn")
    make.indexed()
    for address in (
        "/fr/documents/outcome/",
        "/fr/documents/outcome/1/",
        "/fr/themes/democracy/",
        "/fr/search/",
    ):
        assert "Les États protègent" not in client.get(address).text


@pytest.mark.parametrize("address", ["/fr/documents/outcome/", "/fr/themes/democracy/", "/fr/search/"])
def test_as_many_queries_for_one_wording_as_for_three(client: Client, address: str) -> None:
    document = translated(p1="Un.")
    make.indexed()
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(f"{address}?page=1&again=1")
    translation = Translation.objects.get()
    for provision in document.provisions.exclude(number=1):
        word(translation, provision, "Encore.")
    with CaptureQueriesContext(connection) as three:
        client.get(f"{address}?page=1&again=2")
    assert len(one) == len(three)
