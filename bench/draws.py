"""A thousand draws of the whole panel, counted at once, beside a plain loop over draws.

    .venv/bin/python bench/draws.py [--draws 1000] [--rows TABLE.csv[.gz]]

Without a table of V-Dem's country-years (it looks for ../shared/data/vdem/ert_input_v15.csv.gz) it makes an
invented panel of 183 countries and 125 years. Both ways see the same draws and must count the same.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import sys
import time
from pathlib import Path

import numpy as np

from koinon.observatory.engine.agreement.counting import counted, years_of
from koinon.observatory.engine.agreement.drawing import Errors, belief, draws
from koinon.observatory.engine.episodes.basis import Basis
from koinon.observatory.engine.episodes.finding import episodes
from koinon.observatory.engine.episodes.panel import NA, balanced
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.reading import CARRIED, index_of, table

REAL = Path(__file__).resolve().parents[2] / "shared/data/vdem/ert_input_v15.csv.gz"


def main() -> int:
    """Count both ways, compare, and print."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument("--draws", type=int, default=1000)
    parser.add_argument("--rows", type=Path, default=REAL)
    options = parser.parse_args()
    basis = read(options.rows) if options.rows.is_file() else invented()
    units, years = basis.panel.edi.shape
    print(f"{units} units, {years} years, {options.draws} draws")
    same = True
    for errors in Errors:
        began, cpu = time.perf_counter(), time.process_time()
        dem, aut = counted(basis, Parameters(), errors, first=1, last=options.draws, seed=1)
        ours, own = time.perf_counter() - began, time.process_time() - cpu
        began = time.perf_counter()
        slow = loop(basis, errors, options.draws)
        theirs = time.perf_counter() - began
        alike = np.array_equal(dem.within, slow[0]) and np.array_equal(aut.within, slow[1])
        same &= alike
        print(
            f"{errors.value:9} at once {ours:6.1f} s ({own:.1f} s of processor)   loop {theirs:6.1f} s   "
            f"ratio {theirs / ours:4.1f}   counts {'the same' if alike else 'DIFFER'}"
        )
    print(f"memory at most {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024} MB")
    return 0 if same else 1


def loop(basis: Basis, errors: Errors, number: int) -> tuple[np.ndarray, np.ndarray]:  # type: ignore[type-arg]
    """One draw after another, each through the engine for a single panel, regimes and all."""
    told = belief(basis)
    dem, aut = (np.zeros(basis.panel.edi.shape, dtype=np.int64) for _ in range(2))
    for n in range(1, number + 1):
        panel = basis.panel.with_index(draws(told, errors, 1, [n])[0])
        _, up, down = episodes(panel, Parameters())
        for count, found in ((dem, up), (aut, down)):
            count += years_of(found, found.counted, panel.edi.shape)
    return dem, aut


def read(file: Path) -> Basis:
    """A basis from V-Dem's country-years."""
    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", newline="") as lines:
        found = table(lines, file.name)
    low, high = (
        index_of(found, [float(cell) if cell not in ("", "NA") else np.nan for cell in found.columns[name]])
        for name in CARRIED
    )
    return Basis(found.panel, low, high)


def invented(units: int = 183, years: int = 125) -> Basis:
    """A panel of random walks with an interval of .025 to each side."""
    rng = np.random.default_rng(1)
    edi = np.clip(rng.random((units, 1)) + np.cumsum(rng.normal(0, 0.02, (units, years)), axis=1), 0.03, 0.97)
    edi = edi.round(3)
    names = [f"U{unit:03}" for unit in range(units) for _ in range(years)]
    regime = np.digitize(edi, [0.2, 0.5, 0.75]).ravel()
    panel = balanced(
        names=names,
        years=np.tile(np.arange(1900, 1900 + years), units),
        edi=edi.ravel(),
        regime=regime,
        elected=rng.random(units * years) < 0.25,
        assumed=rng.random(units * years) < 0.8,
        coding_end=np.full(units * years, 1899 + years),
        gaps=np.full((units * years, 6), NA),
    )
    return Basis(panel, edi - 0.025, edi + 0.025)


if __name__ == "__main__":
    sys.exit(main())
