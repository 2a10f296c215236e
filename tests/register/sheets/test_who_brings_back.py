"""Who may bring a sheet back, what of it stays inside, and what becomes of sheets that wait."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.models import Entry
from koinon.people.models import Party, Person
from koinon.register.actions import sheets
from koinon.register.models import Document, Intake, Source
from tests.factories.people import party, person
from tests.register.sheets.bringing import brought, filled, numbered, preview, sheet_of, taken
from tests.register.sheets.office import Rows, as_xlsx, opened, typed

pytestmark = pytest.mark.django_db


def a_coordinator(council: Party) -> Client:
    client = Client()
    client.force_login(person("Cora", role="coordinator", party=council))
    return client


def a_draft(council: Party, slug: str = "draft-of-harbour") -> Document:
    """A document under review that the council brought."""
    draft = filled(slug, council, state="review")
    with guard.writing("factory"):
        draft.behalf = council
        draft.save()
    return draft


def draft_sheet(client: Client, draft: Document) -> Rows:
    response = client.get(reverse("register:sheet_of_document", args=[draft.pk]))
    assert response.status_code == 200
    return opened(b"".join(response.streaming_content))  # type: ignore[attr-defined]


def test_a_coordinator_changes_the_drafts_of_her_party_and_nothing_published(
    office: Client, council: Party, outcome: Document
) -> None:
    cora, draft = a_coordinator(council), a_draft(council)
    intake = taken(cora, as_xlsx(typed(draft_sheet(cora, draft), 1, label="A")))
    assert numbered(draft, 1).label == "A" and numbered(draft, 1).revisions.get().published is False
    entry = Entry.objects.latest("number")
    assert (entry.visibility, entry.facts["provisions"]) == ("restricted", {draft.slug: [1]})
    assert intake.changed == 1
    seen = preview(cora, as_xlsx(typed(sheet_of(office, outcome), 1, label="A", reason="Because.")))
    (refused,) = seen["refused"]
    assert "for the partnership" in refused.problems[0].said
    assert seen["barred"] == ""


def test_an_entry_about_what_is_published_says_nothing_of_drafts(
    office: Client, council: Party, outcome: Document
) -> None:
    draft = a_draft(council, "secret-draft")
    public, inside = sheet_of(office, outcome), draft_sheet(office, draft)
    rows = typed(public, 1, label="P", reason="Because.") + typed(inside, 1, label="D")[2:]
    taken(office, as_xlsx(rows))
    assert (numbered(outcome, 1).label, numbered(draft, 1).label) == ("P", "D")
    entry = Entry.objects.latest("number")
    assert entry.visibility == "public" and "secret" not in str(entry.facts)
    assert entry.facts["changed"] == 1
    assert entry.private.data["under_review"] == {"secret-draft": [1]}


def test_what_one_may_not_see_is_as_unknown_as_what_is_not_there(council: Party, office: Client) -> None:
    hidden = filled("hidden-draft", party("others", "Others", "organ"), state="review")
    rows = draft_sheet(office, hidden)
    told = set()
    for slug in ("hidden-draft", "never-was"):
        seen = preview(a_coordinator_of(council, slug), as_xlsx(typed(rows, 1, document=slug)[:3]))
        (refused,) = seen["refused"]
        told.add(str(refused.problems[0].said).replace(slug, "…"))
        assert refused.standing is None
    assert len(told) == 1


def a_coordinator_of(council: Party, name: str) -> Client:
    client = Client()
    client.force_login(person(name, role="coordinator", party=council))
    return client


def test_nobody_takes_in_or_sees_the_sheet_of_another(
    office: Client, council: Party, outcome: Document
) -> None:
    address = brought(office, as_xlsx(typed(sheet_of(office, outcome), 1, label="A", reason="Because.")))
    other = Client()
    other.force_login(person("Bea", role="secretariat"))
    for response in (other.get(address), other.post(address), other.get(f"{address}rows-to-mend.xlsx")):
        assert response.status_code == 404
    assert numbered(outcome, 1).label == "1.10"


def test_someone_without_a_mandate_may_look_and_not_change(outcome: Document, office: Client) -> None:
    data = as_xlsx(typed(sheet_of(office, outcome), 1, label="A", reason="Because."))
    visitor = Client()
    visitor.force_login(person("Vera"))
    seen = preview(visitor, data)
    assert not list(seen["changed"]) and len(list(seen["refused"])) == 1 and seen["barred"]
    assert visitor.post(reverse("register:sheet", args=[seen["intake"].pk])).status_code == 403


def test_a_sheet_that_waits_survives_and_gives_way_to_the_next(office: Client, outcome: Document) -> None:
    rows = sheet_of(office, outcome)
    brought(office, as_xlsx(rows))
    brought(office, as_xlsx(typed(rows, 1, label="A")))
    assert Intake.objects.count() == 1 and Source.objects.filter(intakes__isnull=False).count() == 1
    waiting = Intake.objects.get()
    office.post(reverse("register:drop_sheet", args=[waiting.pk]))
    assert not Intake.objects.exists() and not Source.objects.filter(name="sheet.xlsx").exists()


@pytest.mark.parametrize(
    "data", [b"", b"%PDF-1.7", b"PK\x03\x04broken", b"a,b\n1,2\n", b"document,number\nx,1\n"]
)
def test_a_file_that_is_no_such_sheet_gets_one_sentence(office: Client, data: bytes) -> None:
    response = office.post(reverse("register:bring_sheet"), {"file": SimpleUploadedFile("odd.xlsx", data)})
    assert response.status_code == 422
    assert response.context["form"].errors["file"][0].endswith(".")
    assert not Intake.objects.exists()


def test_two_confirmations_at_once_take_the_sheet_in_once(
    office: Client, outcome: Document, ada: Person
) -> None:
    data = as_xlsx(typed(sheet_of(office, outcome), 1, label="A", reason="Because."))
    intake = taken(office, data)
    with pytest.raises(Refused, match="taken in already"):
        sheets.bring_back(by=ada, intake=intake)
    assert numbered(outcome, 1).revision == 2
