"""Lists in the layout of the Universal Human Rights Index: its readers read them, and so does our import."""

from __future__ import annotations

import io
from datetime import date

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from koinon.register.actions import intake as intakes
from koinon.register.actions import taking
from koinon.register.models import Document, Intake, Provision
from tests.factories import register as make
from tests.factories.people import party, person
from tests.register.intake.files import UHRI_HEADER, uhri, workbook

pytestmark = pytest.mark.django_db


def exported(client: Client, slug: str) -> bytes:
    response = client.get(reverse("register:document-uhri", args=[slug]))
    assert response.status_code == 200 and ".uhri.xlsx" in response["Content-Disposition"]
    return b"".join(response.streaming_content)  # type: ignore[attr-defined]


def rows(data: bytes) -> list[dict[str, object]]:
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    return [dict(zip(sheet[0], row, strict=True)) for row in sheet[1:]]


def test_a_provision_of_ones_own_fills_every_column_of_the_export(client: Client) -> None:
    velmark = party("state-vel", "Velmark")
    made = make.document("outcome", "Protect those who report.", "We note it.")
    make.provision(
        made, "Protect those who report.", label="4.12", addressees=[velmark, "Orlund"],
        themes=["elections"], groups=["women"],
    )  # fmt: skip
    make.provision(made, "We note it.", kind="finding", label="(a)")
    data = exported(client, "outcome")
    first, second = rows(data)
    assert tuple(first) == UHRI_HEADER
    assert first["Text"] == "4.12 Protect those who report."
    assert first["Countries Concerned"] == "- Velmark\n- Orlund"
    assert first["Reccomending Body"] == "- Harbour Conference"
    assert first["Type"] == "- Recommendations" and second["Type"] == "- Concerns/Observations"
    assert first["Document Symbol"] == "- outcome" and first["OHCHR Annotation Id"] == "outcome/1"
    assert first["Document Publication Date"] == date(2031, 5, 4)
    assert first["Themes"] == "- Right to participate in public affairs & right to vote"
    assert str(first["Affected Persons"]).startswith("- Women") and first["Sdgs"] == "- 16.7"
    assert first["UPR Session"] == first["UPR Position"] == first["UPR Reccomending States"] == ""
    assert second["Text"] == "We note it."


def test_what_came_from_the_index_goes_back_as_it_came_and_comes_in_unchanged(client: Client) -> None:
    ada = person("Ada", role="secretariat")
    given = [
        uhri("a-1", "124.38 Protect those who report (Sundara);"),
        uhri("a-2", "124.39 Free the press."),
        uhri("a-3", "The Committee is concerned.", body="- CRC", kind="- Concerns/Observations",
             symbol="- CRC/C/VEL/CO/3", session="", states="", position=""),
    ]  # fmt: skip
    brought(ada, workbook(*given))
    assert Provision.objects.count() == 3
    back: list[dict[str, object]] = []
    for document in Document.objects.all():
        data = exported(client, document.slug)
        back += rows(data)
        again = brought(ada, data, confirm=False)
        assert (again.new, again.changed, again.faulty) == (0, 0, [])
        assert again.unchanged == len(rows(data))
    found = {str(row["OHCHR Annotation Id"]): row for row in back}
    for row in given:
        expected = dict(zip(UHRI_HEADER, row, strict=True))
        expected["Document Publication Date"] = date(2014, 6, 10)
        assert found[str(expected["OHCHR Annotation Id"])] == expected


def brought(ada: object, data: bytes, *, confirm: bool = True) -> Intake:
    intake = intakes.bring_rows(by=ada, name="export.xlsx", data=data, wanted="uhri")
    taking.make_preview(intake)
    intake.refresh_from_db()
    if confirm:
        intakes.confirm_rows(by=ada, intake=intake)
        taking.carry_out(intake, ada)
        intake.refresh_from_db()
        assert intake.state == "done", intake.problem
    return intake
