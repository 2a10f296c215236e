"""The register from a terminal."""

from __future__ import annotations

import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from koinon.register.commands.register import register
from koinon.register.models import Document
from tests.factories.people import person
from tests.register.examples import published

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(register, arguments, obj=nullcontext)


def test_a_file_is_brought_and_the_same_one_again_refused(tmp_path: Path) -> None:
    person("Ada", role="secretariat")
    file = tmp_path / "outcome.txt"
    file.write_text("We will meet.")
    first = run("bring", str(file), "--by", "ada@example.org", "--json")
    again = run("bring", str(file), "--by", "ada@example.org", "--json")
    assert (first.exit_code, again.exit_code) == (0, 1)
    assert json.loads(first.stdout)[0]["document"] == Document.objects.get().slug
    assert "is here already" in json.loads(again.stdout)[0]["problem"]


def test_someone_unknown_brings_nothing(tmp_path: Path) -> None:
    file = tmp_path / "outcome.txt"
    file.write_text("We will meet.")
    assert "Nobody signs in as" in str(run("bring", str(file), "--by", "no@example.org").exception)
    assert not Document.objects.exists()


def test_what_is_published_is_shown_and_everything_listed() -> None:
    _, document, _ = published()
    shown = json.loads(run("show", document.slug, "--json").stdout)
    assert [row["number"] for row in shown["provisions"]] == [1, 2]
    assert run("show", "nothing-here").exit_code == 1
    assert [row["state"] for row in json.loads(run("list", "--json").stdout)] == ["published"]
