"""`koinon observatory episodes` as people call it."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from koinon.cli import koinon
from koinon.kernel.refusals import Refused
from tests.observatory.engine.panels import SHARED
from tests.observatory.engine.test_reading import file

real = pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/vdem is not there")


def rising(path: Path) -> Path:
    """An invented country that rises from .400 by .02 a year and then stands still."""
    values = [min(400 + 20 * n, 560) for n in range(20)]
    path.write_text("".join(file(*({"v2x_polyarchy": f"{v / 1000}"} for v in values))), "utf-8")
    return path


def test_the_table_is_written_and_told(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    run = CliRunner().invoke(
        koinon, ["observatory", "episodes", str(rising(tmp_path / "in.csv")), "--out", str(out), "--json"]
    )
    assert run.exit_code == 0, run.output
    assert json.loads(run.stderr) == {"rows": 20, "democratization": 1, "autocratization": 0}
    assert "NAM_1991_1998" in out.read_text("utf-8")
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_a_refusal_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before", "utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_text("a,b\n1,2\n", "utf-8")
    run = CliRunner().invoke(koinon, ["observatory", "episodes", str(broken), "--out", str(out)])
    assert isinstance(run.exception, Refused) and out.read_text("utf-8") == "before"
    gone = CliRunner().invoke(koinon, ["observatory", "episodes", str(tmp_path / "nowhere.csv")])
    assert isinstance(gone.exception, Refused) and "There is no file" in str(gone.exception)


@real
def test_the_published_table_comes_out_byte_for_byte(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    source = SHARED / "ert_input_v15.csv.gz"
    run = CliRunner().invoke(koinon, ["observatory", "episodes", str(source), "--out", str(out)])
    assert run.exit_code == 0, run.output
    with gzip.open(SHARED / "ert_reference_v15.csv.gz") as reference:
        assert out.read_bytes() == reference.read()


@real
def test_what_hinges_on_binary_fractions_is_named(tmp_path: Path) -> None:
    source = SHARED / "ert_input_v15.csv.gz"
    command = ["observatory", "episodes", str(source), "--exact", "--json", "--out", str(tmp_path / "o.csv")]
    told = json.loads(CliRunner().invoke(koinon, command).stderr)
    assert (told["democratization"], told["autocratization"]) == (418, 257)
    assert "CZE_2013_2021" in told["hinging"]["aut"]["only_exact"]
