"""The outlook beside gradient boosting and an L2 logit (scikit-learn), same folds, same rows, in one run.

    python bench/outlook.py [--features FILE] [--outcome adverse] [--spaces FILE] [--draws N] [--seed N]

FILE: the features of the Predicting Adverse Regime Transitions project; test years 2011–2020, which are
forecasts made at the end of 2010–2019. Every model learns only from windows that had closed (the
embargo); ours is tested once more by the leaky split of the published tests. Differences carry paired
bootstrap intervals by country. With --spaces also the closing of the six spaces, pooled. Processor seconds.

Named for the baselines elsewhere, embargoed by one year: gradient boosting .746 / .227 / .0511, L2 logit
.777 / .211 / .0513 (AUC / average precision / Brier); published, leaky: .841 / .395 / .0455; closing of
spaces: .742 / .288 / .114.

Exit code 1 when ours is not better than both baselines on average precision and on the Brier score.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
ROOT = Path(__file__).resolve().parents[1]
FORECAST = ROOT.parent / "shared" / "data" / "forecast"

import numpy as np  # noqa: E402
import polars as pl  # noqa: E402

from koinon.observatory.engine.outlook import demspaces, measures, recipes, running  # noqa: E402
from koinon.observatory.engine.outlook.part import part  # noqa: E402
from koinon.observatory.engine.outlook.trial import PUBLISHED, material, trial  # noqa: E402


def main() -> int:
    """Run the test, print it, and say whether ours is better."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--features", type=Path, default=FORECAST / "part_features_vdem_v12.parquet")
    asked.add_argument("--spaces", type=Path)
    asked.add_argument("--outcome", default="adverse", choices=("adverse", "favourable"))
    asked.add_argument("--draws", type=int, default=2000)
    asked.add_argument("--seed", type=int, default=20110101)
    given = asked.parse_args()
    if not given.features.is_file():
        print(f"No features at {given.features}: name them with --features.")
        return 0
    told = transitions(given)
    if given.spaces:
        closing(given)
    ours = told["measures"]["outlook"]
    others = [told["measures"][one.name] for one in recipes.BASELINES]
    return int(not all(ours["ap"] > one["ap"] and ours["brier"] < one["brier"] for one in others))


def transitions(given: argparse.Namespace) -> dict:
    """Ours beside the baselines, and ours by the leaky split."""
    began = time.process_time()
    panel = part(pl.read_parquet(given.features))
    spent: dict[str, float] = {}

    def timed(member: str, standpoint: int, compute):
        start = time.process_time()
        said = compute()
        spent[member] = spent.get(member, 0.0) + time.process_time() - start
        return said

    others = (recipes.CLIMATOLOGY, *recipes.BASELINES)
    told = trial(
        panel, material(panel), given.outcome, recipes.OUTLOOK, others, recipes.TESTED_ON, seed=given.seed,
        draws=given.draws, keep=timed,
    ).told  # fmt: skip
    print(f"{given.outcome}: {told['measures']['outlook']['n']} cases, base rate {told['base']:.3f}")
    for name, found in told["measures"].items():
        line(name, found)
    line("outlook, leaky", told["leaky"])
    if given.outcome == "adverse":
        line("published, leaky", PUBLISHED)
    for name, differences in told["differences"].items():
        for measure, d in differences.items():
            print(f"  outlook − {name}, {measure}: {d['value']:+.4f} [{d['low']:+.4f}, {d['high']:+.4f}]")
    for name, seconds in spent.items():
        print(f"  {seconds:7.1f} s  {name}")
    print(f"  {time.process_time() - began:7.1f} s  in all")
    return told


def closing(given: argparse.Namespace) -> None:
    """The closing of all six spaces, pooled as one test."""
    panel = demspaces.demspaces(pl.read_parquet(given.spaces))
    said, came = [], []
    for title in demspaces.SPACES.values():
        outcome = f"closing {title}"
        here = running.forecasts(
            panel, demspaces.material(panel, outcome), outcome, demspaces.SPACES_OUTLOOK, demspaces.TESTED_ON,
            seed=given.seed,
        )  # fmt: skip
        rows = ~np.isnan(here) & ~np.isnan(panel.came[outcome])
        said.append(here[rows])
        came.append(panel.came[outcome][rows])
    all_said, all_came = np.concatenate(said), np.concatenate(came)
    base = np.full(len(all_came), all_came.mean())
    line("closing of spaces", measures.measures(all_came, all_said, base).as_dict())


def line(name: str, m: dict) -> None:
    """One model's measures."""
    print(f"  {name:28} AUC {m['auc']:.3f}  AP {m['ap']:.3f}  Brier {m['brier']:.4f}")


if __name__ == "__main__":
    sys.exit(main())
