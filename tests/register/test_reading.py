"""A file is really read, in a process of its own, and what is found is recorded once."""

from __future__ import annotations

import pytest

from koinon.people.actions import catalogue
from koinon.people.models import Person
from koinon.register.actions import reading, uploading
from koinon.register.models import Document, Proposal, Reading
from koinon.register.tasks import read_document
from tests.factories.people import person

pytestmark = pytest.mark.django_db

PAPER = """Statement of the Lanternport Forum

Lanternport, 3 April 2033

1. We will publish a guide for victims of spyware by 1 May 2034.
2. ASEAN should adopt a moratorium on spyware.
"""


@pytest.fixture
def ada() -> Person:
    catalogue.keep_current()
    return person("Ada", role="secretariat")


def brought(ada: Person, name: str, data: bytes) -> Reading:
    return uploading.upload(by=ada, name=name, data=data).readings.get()


def test_the_job_records_what_the_reader_finds(ada: Person) -> None:
    waiting = brought(ada, "statement.txt", PAPER.encode())
    read_document(reading=waiting.pk)
    document = Document.objects.get()
    one, two = Proposal.objects.all()
    assert (document.state, str(document.issued_on), document.text) == ("review", "2033-04-03", PAPER)
    assert one.deadline["due"] == "2034-05-01"
    assert [a["party"] for a in two.addressees] == ["asean"]
    assert [a["name"] for a in one.addressees] == [one.issuer]  # "we" has a name in the register


def test_doing_the_job_again_changes_nothing(ada: Person) -> None:
    waiting = brought(ada, "statement.txt", PAPER.encode())
    read_document(reading=waiting.pk)
    read_document(reading=waiting.pk)
    assert Proposal.objects.count() == 2


def test_a_reading_that_was_cut_off_is_done_from_the_start(ada: Person) -> None:
    waiting = brought(ada, "statement.txt", PAPER.encode())
    reading.progress(waiting, "provisions", 2)  # and then the machine went down
    read_document(reading=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, Proposal.objects.count()) == ("done", 2)


def test_a_broken_file_leaves_its_sentence_and_nothing_else(ada: Person) -> None:
    waiting = brought(ada, "broken.docx", b"PK\x03\x04 nothing more")
    read_document(reading=waiting.pk)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.document.state) == ("failed", "failed")
    assert "broken.docx" in waiting.problem
    assert not Proposal.objects.exists()


def test_a_document_removed_meanwhile_is_nothing_to_read(ada: Person) -> None:
    waiting = brought(ada, "statement.txt", PAPER.encode())
    uploading.discard(by=ada, document=waiting.document)
    read_document(reading=waiting.pk)
    assert not Reading.objects.exists()
