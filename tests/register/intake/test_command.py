"""Imports from a terminal: the counts as JSON, faulty rows with their mend, nothing in a preview."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from koinon.ledger.models import Entry
from koinon.register.commands.register import register
from koinon.register.models import Provision
from tests.factories.people import person
from tests.register.intake.files import upr, upr_file

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(register, arguments, obj=nullcontext)


def told(*arguments: str) -> Any:
    return json.loads(run("import", *arguments, "--json").stdout)


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "upr.csv"
    path.write_bytes(upr_file(upr(), upr("Another", by="Orlund"), upr("", session=18)))
    return str(path)


def test_the_outcome_is_printed_as_json(file: str) -> None:
    preview = told("upr-info", file, "--preview")
    assert not Provision.objects.exists()
    first, again = told("upr-info", file), told("upr-info", file)
    assert (preview["new"], first["new"], again["new"]) == (2, 2, 0)
    assert (again["changed"], again["unchanged"], Provision.objects.count()) == (0, 2, 2)
    fault = {
        "row": 4,
        "column": "Text",
        "problem": "This cell is empty.",
        "mend": "Fill it in, or take the row out.",
    }
    assert first["faulty"] == [fault]
    assert first["rows"] == {"read": 3, "skipped": 0}


def test_several_files_and_who_takes_them_in(file: str, tmp_path: Path) -> None:
    ada = person("Ada", role="secretariat")
    other = tmp_path / "other.csv"
    other.write_bytes(upr_file(upr(session=19)))
    assert [row["new"] for row in told("upr-info", file, str(other), "--by", "ada@example.org")] == [2, 1]
    assert {e.private.person for e in Entry.objects.filter(verb="register.take_in")} == {ada.reference}


def test_a_file_that_cannot_be_read_ends_with_one(file: str, tmp_path: Path) -> None:
    broken = tmp_path / "broken.csv"
    broken.write_text("Once upon a time")
    outcome = run("import", "upr-info", file, str(broken))
    assert outcome.exit_code == 1
    assert "2 are new, 0 changed, 0 unchanged, 1 faulty" in outcome.stdout
    assert "row 4, Text: This cell is empty." in outcome.stdout
    assert "broken.csv has none of the columns" in outcome.stderr


def test_someone_unknown_or_unfit_takes_nothing_in(file: str) -> None:
    person("Stranger")
    assert "Nobody signs in as" in str(run("import", "upr-info", file, "--by", "no@example.org").exception)
    assert run("import", "upr-info", file, "--by", "stranger@example.org").exit_code == 1
    assert not Provision.objects.exists()


def test_the_template_is_written_once(tmp_path: Path) -> None:
    path = tmp_path / "ours.xlsx"
    assert run("template", str(path)).exit_code == 0
    assert path.read_bytes().startswith(b"PK")
    assert "is there already" in str(run("template", str(path)).exception)
