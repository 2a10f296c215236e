"""Folds of an outlook in the making, kept as files, so that a run that was cut off goes on where it stood.

They lie in `<data>/derived/outlook/<digest>/`, named by what they depend on beside the digest: member, split,
outcome and standpoint. The digest is of the figures, the recipe and the seed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from django.conf import settings

from koinon.observatory.engine.outlook.measures import Floats

Tell = Callable[[str, int, int], None]


@dataclass(frozen=True)
class Progress:
    """How far the work has come: folds done of all, and the step in words."""

    step: str
    done: int
    total: int


class Folds:
    """Keeps the forecasts of folds in a folder, and tells after each how many are done."""

    def __init__(self, digest: str, total: int, tell: Tell) -> None:
        self._folder = _home() / digest
        self._folder.mkdir(parents=True, exist_ok=True)
        self._total, self._tell, self._done = total, tell, 0

    def __call__(self, member: str, standpoint: int, compute: Callable[[], Floats]) -> Floats:
        """The kept forecasts of a fold, or those computed now and kept."""
        name = hashlib.sha256(f"{member} {standpoint}".encode()).hexdigest()[:24]
        path = self._folder / f"{name}.npy"
        if path.is_file():
            said: Floats = np.load(path, allow_pickle=False)
        else:
            said = compute()
            draft = path.with_suffix(f".{os.getpid()}")
            with draft.open("wb") as file:
                np.save(file, said, allow_pickle=False)
            draft.replace(path)
        self._done += 1
        self._tell(f"{member}, {standpoint}", self._done, self._total)
        return said


def tell(step: str, done: int, total: int) -> None:
    """Tell how far the work has come, whole or not at all."""
    path = _told()
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_suffix(f".{os.getpid()}")
    draft.write_text(json.dumps(asdict(Progress(step, done, total))), "utf-8")
    draft.replace(path)


def told() -> Progress | None:
    """How far the work has come; None where there is none."""
    try:
        return Progress(**json.loads(_told().read_text("utf-8")))
    except (FileNotFoundError, ValueError):
        return None


def ended() -> None:
    """There is no work any more."""
    _told().unlink(missing_ok=True)


def _home() -> Path:
    return Path(settings.DATA_DIR) / "derived" / "outlook"


def _told() -> Path:
    return _home() / "progress.json"
