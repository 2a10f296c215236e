"""How long loading takes and how much memory: a V-Dem-like file of 4,600 columns, and real roll calls.

    python bench/loading.py                       the generated file, 28,000 rows
    python bench/loading.py --rows 2000           a smaller one
    python bench/loading.py --votes FILE.csv.gz   roll calls with absences, as published

Runs the preparation of a release (reading, checking, leading to places, Parquet), without the database,
in a process of its own, and tells its seconds and its peak of memory.
"""

from __future__ import annotations

import argparse
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

COLUMNS, ROWS, UNITS = 4600, 28_000, 200


def generated(path: Path, rows: int) -> None:
    """A file laid out as V-Dem is: names with _codelow, _codehigh and _sd, a third of the cells empty."""
    chance = random.Random(1)
    names = [f"v2bench{n // 4}{('', '_codelow', '_codehigh', '_sd')[n % 4]}" for n in range(COLUMNS - 8)]
    head = [
        "country_name", "country_text_id", "country_id", "year", "historical_date",
        "v2x_polyarchy", "v2x_polyarchy_codelow", "v2x_polyarchy_codehigh",
    ]  # fmt: skip
    pool = [_cells(chance, len(names)) for _ in range(50)]
    with path.open("w", encoding="utf-8") as file:
        file.write(",".join([*head, *names]) + "\n")
        for row in range(rows):
            unit, year = row % UNITS, 1885 + row // UNITS
            front = f"Unit {unit},U{unit:03},{unit},{year},{year}-12-31,0.5,0.4,0.6"
            file.write(f"{front},{chance.choice(pool)}\n")


def _cells(chance: random.Random, count: int) -> str:
    cells = []
    for _ in range(count // 4):
        value = chance.random()
        there = chance.random() > 0.35
        cells += [f"{value:.3f}", f"{value - 0.1:.3f}", f"{value + 0.1:.3f}", "0.05"] if there else [""] * 4
    return ",".join([*cells, *[""] * (count % 4)])


def prepare(source: str, path: Path) -> None:
    """Prepare a release and tell what it took; no place was added here."""
    from koinon.observatory.actions import preparing
    from koinon.observatory.queries import places

    places.own = dict
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        into = Path(folder) / "release"
        into.mkdir()
        made = preparing.prepare(source, preparing.looked_at(source, [(path, path.name)]), "bench", into)
        size = sum(file.stat().st_size for file in into.iterdir())
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{source}: {made.rows:,} rows × {len(made.tables[0].columns):,} columns, "
        f"{path.stat().st_size / 2**20:,.0f} MiB → {size / 2**20:,.0f} MiB of Parquet, "
        f"{time.perf_counter() - began:.1f} s, peak {peak:,.0f} MiB"
    )


def main() -> None:
    asked = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    asked.add_argument("--rows", type=int, default=ROWS)
    asked.add_argument("--votes", type=Path)
    asked.add_argument("--alone", nargs=2, help=argparse.SUPPRESS)
    said = asked.parse_args()
    if said.alone:
        _set_up()
        prepare(said.alone[0], Path(said.alone[1]))
        return
    with tempfile.TemporaryDirectory() as folder:
        path = said.votes
        if path is None:
            path = Path(folder) / "vdem_like.csv"
            generated(path, said.rows)
        source = "unga-raw" if said.votes else "vdem"
        subprocess.run([sys.executable, __file__, "--alone", source, str(path)], check=True)


def _set_up() -> None:
    import os

    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    with tempfile.TemporaryDirectory() as data:
        os.environ["KOINON_DATA"] = data
        django.setup()


if __name__ == "__main__":
    main()
