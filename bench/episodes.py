"""`koinon observatory episodes` beside the R package ERT, where R and the package are installed, in one run.

    .venv/bin/python bench/episodes.py [--runs 5] [--rows TABLE.csv.gz]

Times are of whole processes, from start to the table on disk; medians of runs that alternate. Where R or the
package is missing it says so, and lays ours beside the slow reference of tests/observatory/engine alone.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
REAL = ROOT.parent / "shared/data/vdem/ert_input_v15.csv.gz"
IN_R = """
suppressMessages(library(ERT))
given <- commandArgs(trailingOnly = TRUE)
data <- read.csv(given[1])
write.csv(get_eps(data = data), given[2], row.names = FALSE, na = "")
"""


def main() -> int:
    """Run, measure, print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--rows", type=Path, default=REAL)
    options = parser.parse_args()
    if not options.rows.is_file():
        print(f"{options.rows} is not there: name a table of V-Dem's country-years by --rows.")
        return 1
    with tempfile.TemporaryDirectory(prefix="koinon-bench-") as folder:
        out, script = Path(folder) / "out.csv", Path(folder) / "run.R"
        script.write_text(IN_R, "utf-8")
        koinon = Path(sys.executable).with_name("koinon")
        ways = {
            "koinon": [str(koinon), "observatory", "episodes", str(options.rows), "--out", str(out)],
            **with_r(script, options.rows, out),
        }
        told: dict[str, list[tuple[float, float, int]]] = {name: [] for name in ways}
        for _ in range(options.runs):
            for name, command in ways.items():
                told[name].append(run(command))
    medians = {
        name: [statistics.median(part) for part in zip(*rows, strict=True)] for name, rows in told.items()
    }
    for name, (wall, cpu, memory) in medians.items():
        used = f"{cpu:7.3f} s of processor   {memory / 1024:6.0f} MB"
        print(f"{name:10} {wall:7.3f} s   {used}   median of {options.runs}")
    slow = reference(options.rows)
    print(f"{'reference':10} {slow:7.3f} s   (the engine's part alone, once)")
    if "R" in medians:
        print(f"ratio R / koinon: {medians['R'][0] / medians['koinon'][0]:.1f} (wall)")
    return 0


def with_r(script: Path, rows: Path, out: Path) -> dict[str, list[str]]:
    """The command of the R package; none, with the reason, where it cannot be run."""
    r = shutil.which("Rscript")
    if r is None:
        print("R is not installed here: ours is shown without it.")
        return {}
    if subprocess.run([r, "-e", "library(ERT)"], capture_output=True, check=False).returncode:
        print("R is there, its package ERT is not: ours is shown without it.")
        return {}
    return {"R": [r, str(script), str(rows), str(out)]}


def run(command: list[str]) -> tuple[float, float, int]:
    """Seconds on the clock, seconds of processor, kilobytes at most."""
    began = time.perf_counter()
    child = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, used = os.wait4(child.pid, 0)
    wall = time.perf_counter() - began
    if status:
        raise SystemExit(f"{command[0]} ended with {os.waitstatus_to_exitcode(status)}.")
    return wall, used.ru_utime + used.ru_stime, used.ru_maxrss


def reference(rows: Path) -> float:
    """The slow, obvious way, country by country and year by year."""
    sys.path.insert(0, str(ROOT))
    from tests.observatory.engine import slow_episodes

    opened = gzip.open if rows.suffix == ".gz" else open
    with opened(rows, "rt", encoding="utf-8", newline="") as file:
        table = [{name: cell(name, text) for name, text in row.items()} for row in csv.DictReader(file)]
    began = time.perf_counter()
    slow_episodes.episodes(table, slow_episodes.Parameters())
    return time.perf_counter() - began


def cell(name: str, text: str) -> str | float | int | None:
    """A cell as the reference wants it."""
    if name in ("country_name", "country_text_id", "country_id"):
        return text
    if text in ("", "NA"):
        return None
    return float(text) if name.startswith("v2x_polyarchy") else int(text)


if __name__ == "__main__":
    sys.exit(main())
