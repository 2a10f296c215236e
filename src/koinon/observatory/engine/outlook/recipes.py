"""What the outlook is made with, and what it is compared with.

Every choice was made on forecasts made at the end of 1995 … 2008, whose outcomes were all known by 2010, the
first standpoint of the test; see docs/explanation/outlook.md for all that was tried.
"""

from __future__ import annotations

from koinon.observatory.engine.outlook.measures import Floats
from koinon.observatory.engine.outlook.members import Average, Climatology, Given, Logit, Trees

CHOSEN_ON = range(1995, 2009)  # standpoints that settings were chosen on
TESTED_ON = range(2010, 2020)  # those of the published tests: "test years" 2011–2020
VERSION = "1"  # of the recipe; another one makes another outlook of the same figures


def every(given: Given) -> Floats:
    """The figures as published."""
    return given.every


def derived(given: Given) -> Floats:
    """The figures with a reason."""
    return given.derived


def both(given: Given) -> Floats:
    """The figures as published and the derived ones."""
    return given.both


LOGIT = Logit("logit of all figures", both, strength=0.01)
TREES = Trees(
    "extra trees of derived figures",
    derived,
    "ExtraTreesClassifier",
    (("n_estimators", 200), ("min_samples_leaf", 5), ("max_features", 0.3), ("n_jobs", 1)),
)
OUTLOOK = Average("outlook", (LOGIT, TREES))
CLIMATOLOGY = Climatology()
PLAIN_LOGIT = Logit("L2 logit", every, strength=0.03)
BOOSTING = Trees(
    "gradient boosting",
    every,
    "HistGradientBoostingClassifier",
    (("max_iter", 200), ("learning_rate", 0.03), ("max_leaf_nodes", 8)),
)
BASELINES = (BOOSTING, PLAIN_LOGIT)
