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


def damaged(path: Path, cut: slice = slice(None), middle: bytes = b"") -> Path:
    """A packed table of which only a part is left, or with other bytes in its middle."""
    whole = gzip.compress(rising(path.with_suffix("")).read_bytes())
    half = len(whole) // 2
    path.write_bytes((whole[:half] + middle + whole[half + len(middle) :])[cut])
    return path


def refusal(source: Path, *more: str) -> str:
    run = CliRunner().invoke(koinon, ["observatory", "episodes", str(source), *more])
    assert isinstance(run.exception, Refused), run.output
    return str(run.exception)


def test_files_that_cannot_be_read_are_told_apart(tmp_path: Path) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes(rising(tmp_path / "x.csv").read_bytes().replace(b"Harbour", b"Harb\xf6ur"))
    sheet, nothing = tmp_path / "sheet.csv", tmp_path / "nothing.csv"
    sheet.write_bytes(b"PK\x03\x04" + bytes(100))
    nothing.write_bytes(b"")
    (tmp_path / "folder").mkdir()
    told = {
        "cut off": refusal(damaged(tmp_path / "cut.csv.gz", slice(-40))),
        "damaged": refusal(damaged(tmp_path / "bad.csv.gz", middle=b"\xff" * 40)),
        "not written in UTF-8": refusal(latin),
        "(ZIP or XLSX)": refusal(sheet),
        "is empty": refusal(nothing),
        "is a folder": refusal(tmp_path / "folder"),
        "There is no file": refusal(tmp_path / "nowhere.csv"),
    }
    assert {words for words, sentence in told.items() if words not in sentence} == set()


@pytest.mark.parametrize("name", ["in.csv.gz", "IN.CSV.GZ", "in.csv"])
@pytest.mark.parametrize("packed", [True, False])
def test_whether_a_file_is_packed_is_seen_from_its_bytes(tmp_path: Path, name: str, packed: bool) -> None:
    written = rising(tmp_path / "plain.csv").read_bytes()
    (tmp_path / name).write_bytes(gzip.compress(written) if packed else written)
    run = CliRunner().invoke(koinon, ["observatory", "episodes", str(tmp_path / name), "--json"])
    assert run.exit_code == 0 and json.loads(run.stderr)["democratization"] == 1


def test_a_table_is_packed_where_its_name_says_so(tmp_path: Path) -> None:
    source = rising(tmp_path / "in.csv")
    for out in ("plain.csv", "one.csv.gz", "two.CSV.GZ"):
        CliRunner().invoke(koinon, ["observatory", "episodes", str(source), "--out", str(tmp_path / out)])
    plain, one, two = (tmp_path / out for out in ("plain.csv", "one.csv.gz", "two.CSV.GZ"))
    assert gzip.decompress(one.read_bytes()) == plain.read_bytes()
    assert one.read_bytes() == two.read_bytes()


def test_nothing_is_written_over_what_is_read(tmp_path: Path) -> None:
    source = rising(tmp_path / "in.csv")
    before, link = source.read_bytes(), tmp_path / "link.csv"
    link.symlink_to(source)
    for out in (source, tmp_path / "." / "in.csv", link):
        assert "what is read here" in refusal(source, "--out", str(out))
    assert source.read_bytes() == before


@real
def test_what_both_find_and_ends_otherwise_is_named_with_both_ends(tmp_path: Path) -> None:
    source, out = SHARED / "ert_input_v15.csv.gz", tmp_path / "o.csv"
    command = ["observatory", "episodes", str(source), "--exact", "--out", str(out)]
    command += ["--cum-incl", ".03", "--year-turn", ".01"]
    told = json.loads(CliRunner().invoke(koinon, [*command, "--json"]).stderr)
    by_name = {one["id"]: one for kind in ("dem", "aut") for one in told["hinging"][kind]["ends_otherwise"]}
    assert by_name["IRQ_2003_2007"] == {
        "id": "IRQ_2003_2007",
        "binary": {"termination": 2, "outcome": 4, "censored": False},
        "exact": {"termination": 1, "outcome": 3, "censored": False},
    }
    said = CliRunner().invoke(koinon, command).stderr
    assert "aut, ends otherwise: MLT_2013_2014 (termination 2 → 1; outcome 4 → 3)" in said


@real
def test_what_hinges_on_binary_fractions_is_named(tmp_path: Path) -> None:
    source = SHARED / "ert_input_v15.csv.gz"
    command = ["observatory", "episodes", str(source), "--exact", "--json", "--out", str(tmp_path / "o.csv")]
    told = json.loads(CliRunner().invoke(koinon, command).stderr)
    assert (told["democratization"], told["autocratization"]) == (418, 257)
    assert "CZE_2013_2021" in told["hinging"]["aut"]["only_exact"]
