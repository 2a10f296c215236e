"""`koinon observatory regimes` as people call it."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from koinon.cli import koinon
from koinon.kernel.refusals import Refused
from tests.observatory.engine.panels import SHARED
from tests.observatory.engine.test_regime_tables import file

COMMAND = ["observatory", "regimes"]
ALONE = """
import sys
from koinon.cli import koinon
koinon(sys.argv[1:], standalone_mode=False)
print([name for name in ("django", "polars") if name in sys.modules], file=sys.stderr)
"""


def table(path: Path) -> Path:
    """Two invented years, of which the second is not as published."""
    text = "".join(file({}, {"v2x_regime": "1", "v2elfrfair_osp": ""}))
    path.write_bytes(gzip.compress(text.encode()) if path.suffix == ".gz" else text.encode())
    return path


@pytest.mark.parametrize("name", ["in.csv", "in.csv.gz"])
def test_the_classes_are_written_and_told(tmp_path: Path, name: str) -> None:
    out = tmp_path / "out.csv"
    run = CliRunner().invoke(koinon, [*COMMAND, str(table(tmp_path / name)), "--out", str(out)])
    assert run.exit_code == 0, run.output
    assert "2 country-years: 0 closed, 0 electoral autocracy, 0 electoral democracy, 2 liberal" in run.stderr
    assert "As published: 1 of the 2 that have both" in run.stderr
    assert out.read_text("utf-8").splitlines()[2] == 'AAX,"Upland, ""old""",2002,3,3,3,0,1'
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "out.csv"])


def test_figures_are_told_as_json_beside_the_table(tmp_path: Path) -> None:
    run = CliRunner().invoke(koinon, [*COMMAND, str(table(tmp_path / "in.csv")), "--json"])
    assert json.loads(run.stderr) | {"classes": 0} == {
        "rows": 2, "classes": 0, "autocracy": 0, "untold": 0, "compared": 2, "same": 1, "kind_open": 0,
    }  # fmt: skip
    assert run.stdout.startswith("country_text_id,country_name,year,regime,lower,upper,autocracy,published")


def test_it_runs_without_a_web_framework_and_without_frames(tmp_path: Path) -> None:
    command = [sys.executable, "-c", ALONE, *COMMAND, str(table(tmp_path / "in.csv")), "--json"]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 0 and ran.stderr.splitlines()[-1] == "[]", ran.stderr


def test_a_refusal_leaves_what_was_there(tmp_path: Path) -> None:
    out = tmp_path / "out.csv"
    out.write_text("before", "utf-8")
    broken = tmp_path / "broken.csv"
    broken.write_text("".join(file({}, {"v2x_liberal": "much"})), "utf-8")
    run = CliRunner().invoke(koinon, [*COMMAND, str(broken), "--out", str(out)])
    assert isinstance(run.exception, Refused) and "Row 3 of broken.csv: v2x_liberal" in str(run.exception)
    assert out.read_text("utf-8") == "before"
    cut = tmp_path / "cut.csv.gz"
    cut.write_bytes(table(tmp_path / "in.csv.gz").read_bytes()[:-12])
    run = CliRunner().invoke(koinon, [*COMMAND, str(cut), "--out", str(out)])
    assert isinstance(run.exception, Refused) and "cut.csv.gz breaks off" in str(run.exception)
    run = CliRunner().invoke(koinon, [*COMMAND, str(table(tmp_path / "in.csv")), "--out", "/nowhere/o.csv"])
    assert isinstance(run.exception, Refused) and "cannot be written" in str(run.exception)


@pytest.mark.skipif(not SHARED.exists(), reason="../shared/data/vdem is not there")
def test_what_the_published_files_lack_is_named() -> None:
    run = CliRunner().invoke(koinon, [*COMMAND, str(SHARED / "vdem_v15_main_indices.csv.gz")])
    assert isinstance(run.exception, Refused)
    assert "lacks the columns v2elfrfair_osp, v2elmulpar_osp, v2x_liberal" in str(run.exception)
