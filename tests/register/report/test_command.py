"""The report from a terminal: the same bytes as the edition that was published."""

from __future__ import annotations

import hashlib
import json
from contextlib import nullcontext
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from koinon.register.actions import reports
from koinon.register.commands.register import register
from tests.register.report.worlds import LATER, harbour, report

pytestmark = pytest.mark.django_db


def run(*arguments: str) -> Result:
    return CliRunner().invoke(register, ["report", *arguments], obj=nullcontext)


def test_what_is_written_later_is_the_edition_byte_by_byte(tmp_path: Path) -> None:
    here = harbour()
    made = report(here)
    edition = reports.publish(by=here.officer, report=made, revision=made.revision, now=LATER)
    for form, digest in edition.digests.items():
        out = tmp_path / f"report.{form}"
        told = run(made.slug, "--out", str(out), "--json")
        assert told.exit_code == 0, told.output
        assert hashlib.sha256(out.read_bytes()).hexdigest() == digest
        assert json.loads(told.stdout.splitlines()[-1])["sha256"] == digest


def test_another_day_is_told_as_it_was(tmp_path: Path) -> None:
    made = report(harbour())
    out = tmp_path / "earlier.html"
    assert run(made.slug, "--as-of", "2031-06-01", "--out", str(out)).exit_code == 0
    text = out.read_text("utf-8")
    assert "1 June 2031" in text and "0 of 4 answers" in text
    made.refresh_from_db()
    assert made.as_of.isoformat() == "2031-09-01", "writing a file changes nothing"


def test_an_unknown_ending_is_refused(tmp_path: Path) -> None:
    assert run("any", "--out", str(tmp_path / "report.odt")).exit_code == 2
