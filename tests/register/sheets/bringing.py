"""A document with three provisions, its sheet, and the way back of a sheet through the desk."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from koinon.people.models import Party
from koinon.register.models import Document, Intake, Provision
from tests.factories import register as make
from tests.register.sheets.office import Rows, opened

WORDS = ("The Council should publish every vote.", "States should protect judges in Žilina.", "We note it.")


def filled(slug: str, council: Party, state: str = "published") -> Document:
    """A document with three provisions: one of the council's, one with a date, one plain."""
    made = make.document(slug, *WORDS, state=state, issuers=[council])
    make.provision(made, WORDS[0], label="1.10", addressees=[council, "observers"], themes=["democracy"])
    make.provision(made, WORDS[1], label="=2", due=date(2032, 12, 31), groups=["women"])
    make.provision(made, WORDS[2], kind="finding", strength="optional")
    return made


def sheet_of(client: Client, document: Document) -> Rows:
    response = client.get(reverse("register:document-xlsx", args=[document.slug]))
    assert response.status_code == 200
    return opened(b"".join(response.streaming_content))  # type: ignore[attr-defined]


def brought(client: Client, data: bytes, name: str = "sheet.xlsx") -> str:
    """The address of the preview of a sheet that was uploaded."""
    response = client.post(reverse("register:bring_sheet"), {"file": SimpleUploadedFile(name, data)})
    assert response.status_code == 302, response.content.decode()
    return str(response["Location"])


def taken(client: Client, data: bytes, name: str = "sheet.xlsx") -> Intake:
    address = brought(client, data, name)
    response = client.post(address)
    assert response.status_code == 302, response.content.decode()
    return Intake.objects.latest("pk")


def preview(client: Client, data: bytes, name: str = "sheet.xlsx") -> Any:
    response = client.get(brought(client, data, name))
    assert response.status_code == 200
    return response.context


def numbered(document: Document, number: int) -> Provision:
    return Provision.objects.get(document=document, number=number)
