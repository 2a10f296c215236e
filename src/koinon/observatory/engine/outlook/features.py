"""What a forecast is made from: figures of the place's own past, and their preparation in a learning window.

`derived` looks only backwards in time and learns nothing. What must be learnt (means, spreads, what stands
for a missing figure) is learnt by `Preparation` from the learning rows of a fold alone.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from koinon.observatory.engine.outlook.measures import Floats
from koinon.observatory.engine.outlook.panel import Panel, Past

CLASSES = 4  # of Regimes of the World: closed autocracy … liberal democracy
SHADES = 10  # of the same with the intervals: classes with "may be one lower", "may be one higher"
DEMOCRACY = 0.5  # the threshold of v2x_polyarchy between autocracy and democracy
LIBERAL = 0.8  # that of v2x_liberal between electoral and liberal democracy
NEAR = 0.06  # the usual half-width of the published interval of v2x_polyarchy near the threshold
MOVING = (
    "v2x_polyarchy", "v2x_liberal", "v2xel_frefair", "v2x_freexp_altinf", "v2x_civlib", "v2x_horacc",
    "v2xcs_ccsi",
)  # fmt: skip
SPANS = (1, 2, 3, 5)  # years
STANDING = (
    "low_border_case", "high_border_case", "num_of_neg_changes_3yrs", "num_of_neg_changes_5yrs",
    "num_of_neg_changes_10yrs", "any_neg_change", "is_election_year", "is_leg", "is_elec", "v2x_ex_military",
    "v2x_ex_party", "v2x_ex_confidence", "v2xel_frefair", "v2x_corr", "v2x_civlib", "v2x_horacc",
    "v2xcs_ccsi", "v2x_freexp_altinf", "v2elmulpar", "v2elfrfair", "v2clacjust", "v2cltrnslw",
    "v2x_elecreg", "v2x_rule",
    "v2x_jucon", "v2xlg_legcon", "v2elintim", "v2elirreg", "v2x_gencs", "v2pepwrsoc",
)  # fmt: skip
YEARLY = "diff_year_prior_v2"
COUNTS = ("v2ellocumul", "v2elprescumul", "v2ex_", "v2x", "v2elembaut", "v2elembcap")  # on other scales


def derived(panel: Panel) -> dict[str, Floats]:
    """Eighty figures with a reason: class, distance to its borders, what moved, how long it stood."""
    known, past = panel.figures, Past(panel.place, panel.at)
    edi, liberal = known["v2x_polyarchy"], known["v2x_liberal"]
    found = {f"class {k}": (known["v2x_regime"] == k).astype(np.float64) for k in range(CLASSES)}
    found |= {f"shade {k}": (known["v2x_regime_amb"] == k).astype(np.float64) for k in range(SHADES)}
    found["above democracy"], found["above liberal"] = edi - DEMOCRACY, liberal - LIBERAL
    found["near democracy"] = np.exp(-(((edi - DEMOCRACY) / NEAR) ** 2) / 2)
    for name in MOVING:
        for span in SPANS:
            found[f"{name} in {span}"] = past.change(known[name], span)
    found["years since"] = np.log1p(known["yrs_since_any_neg_change"])
    found["years of class"] = np.log1p(known["currentRegimeDuration"])
    found |= {name: known[name] for name in STANDING}
    return found | _drift(panel, past)


def _drift(panel: Panel, past: Past) -> dict[str, Floats]:
    """How all experts' indicators together moved, in their common (standard normal) units."""
    names = [n for n in panel.figures if n.startswith(YEARLY) and not n[len(YEARLY) - 2 :].startswith(COUNTS)]
    steps = np.clip(panel.matrix(tuple(names)), -1, 1)
    drift = steps.mean(axis=1)
    before, earlier = past.back(drift, 1), past.back(drift, 2)
    return {
        "drift": drift, "drift before": before, "drift earlier": earlier,
        "drift in 3": drift + before + earlier, "stir": np.abs(steps).mean(axis=1),
    }  # fmt: skip


@dataclass(frozen=True)
class Preparation:
    """Means, spreads and gaps of the learning rows; `gaps` are columns with a mark for "missing"."""

    mean: Floats
    spread: Floats
    gaps: np.ndarray

    @staticmethod
    def learnt(rows: Floats) -> Preparation:
        """From the learning rows, shape (rows, columns). A column without a figure counts as constant."""
        known = ~np.isnan(rows)
        n = np.maximum(known.sum(axis=0), 1)
        mean = np.where(known, rows, 0).sum(axis=0) / n
        spread = np.sqrt((np.where(known, rows - mean, 0) ** 2).sum(axis=0) / n)
        return Preparation(mean, np.where(spread > 0, spread, 1), np.flatnonzero(~known.all(axis=0)))

    def applied(self, rows: Floats) -> Floats:
        """Rows scaled; missing figures stand at the mean, and a column for each gap says where."""
        missing = np.isnan(rows)
        scaled = np.where(missing, 0, (rows - self.mean) / self.spread)
        return np.column_stack([scaled, missing[:, self.gaps].astype(np.float64)])
