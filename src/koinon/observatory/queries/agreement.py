"""The agreement of draws, counted once for a release and kept in the data folder.

A folder `<data>/derived/agreement/<digest>` holds `counts.npz` and `about.json`; the digest covers what was
loaded, the parameters, how errors hang together, the seed, and the way it is counted. While it is counted a
file beside it keeps what is done, so that whoever is stopped goes on from there: a draw is the same whenever
it is made.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np
from django.conf import settings

from koinon.observatory.engine.agreement.counting import Agreement, Held, counted, nothing
from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.engine.episodes.finding import Episodes
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.models import Release
from koinon.observatory.queries.episodes import DEFAULT, Found, basis_of, sources

WAY = 1  # goes up when the same draws would be counted or made otherwise
DRAWS, SEED = 1000, 1
STEP = 96  # draws after which what is done is kept
ASSUMED = (Errors.COMMON, Errors.LASTING)  # what pages show beside each other
PARTS = tuple(Held.__dataclass_fields__)


@dataclass(frozen=True)
class Shares:
    """Shares of draws that hold a verdict, under one assumption of how errors hang together."""

    errors: Errors
    draws: int
    exists: float
    begins: float
    ends_alike: float


@dataclass(frozen=True)
class Year:
    """Shares of draws in which a place is in an episode in a year."""

    errors: Errors
    draws: int
    dem: float
    aut: float


def missing(draws: int = DRAWS, seed: int = SEED) -> list[tuple[Release, Errors]]:
    """What is not counted yet of the releases that are loaded."""
    return [(r, e) for r in sources() for e in ASSUMED if not _folder(r, e, draws, seed).is_dir()]


def count(
    release: Release,
    errors: Errors,
    *,
    draws: int = DRAWS,
    seed: int = SEED,
    tell: Callable[[int], None] = lambda done: None,
) -> Agreement:
    """Count over the draws, from where an earlier attempt was stopped, and keep the result."""
    folder = _folder(release, errors, draws, seed)
    if not folder.is_dir():
        _work(release, errors, draws, seed, folder, tell)
    return _read(release, errors, folder)


def kept(release: Release, errors: Errors, *, draws: int = DRAWS, seed: int = SEED) -> Agreement | None:
    """What was counted; None where it is not yet."""
    folder = _folder(release, errors, draws, seed)
    return _read(release, errors, folder) if folder.is_dir() else None


def of_episode(release: Release, found: Found) -> list[Shares]:
    """How many draws hold an episode at default parameters; nothing where it is not counted."""
    told = []
    for errors in ASSUMED:
        agreement = kept(release, errors)
        place = _place(release, agreement, found) if agreement is not None else None
        if agreement is None or place is None:
            continue
        number, held = place
        shares = (int(part[number]) / agreement.draws for part in (held.exists, held.begins, held.ends_alike))
        told.append(Shares(errors, agreement.draws, *shares))
    return told


def of_year(release: Release, unit: str, year: int) -> list[Year]:
    """How many draws put a unit into an episode in a year; nothing where it is not counted."""
    panel = basis_of(release).panel
    if unit not in panel.names or not panel.first <= year <= int(panel.years[-1]):
        return []
    at = (panel.names.index(unit), year - panel.first)
    told = []
    for errors in ASSUMED:
        agreement = kept(release, errors)
        if agreement is not None:
            dem, aut = (int(held.within[at]) / agreement.draws for held in agreement.held)
            told.append(Year(errors, agreement.draws, dem, aut))
    return told


def _place(release: Release, agreement: Agreement, found: Found) -> tuple[int, Held] | None:
    side = 0 if found.story.kind == "dem" else 1
    episodes, held = agreement.found[side], agreement.held[side]
    panel = basis_of(release).panel
    same = (episodes.unit == panel.names.index(found.story.unit)) & (
        episodes.start == found.story.start - panel.first
    )
    at = np.flatnonzero(same & episodes.counted)
    return (int(at[0]), held) if len(at) else None


def _digest(release: Release, p: Parameters, errors: Errors, draws: int, seed: int) -> str:
    said = [WAY, release.folder, release.checksum, asdict(p), errors.value, draws, seed]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()[:24]


def _folder(release: Release, errors: Errors, draws: int, seed: int) -> Path:
    digest = _digest(release, DEFAULT, errors, draws, seed)
    return Path(settings.DATA_DIR) / "derived" / "agreement" / digest


def _work(
    release: Release, errors: Errors, draws: int, seed: int, folder: Path, tell: Callable[[int], None]
) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    basis = basis_of(release)
    begun = folder.with_suffix(".begun.npz")
    done, held = _taken_up(begun) or (0, nothing(basis, DEFAULT))
    tell(done)
    while done < draws:
        upto = min(done + STEP, draws)
        more = counted(basis, DEFAULT, errors, first=done + 1, last=upto, seed=seed)
        held, done = (held[0] + more[0], held[1] + more[1]), upto
        _put(begun, done, held)
        tell(done)
    draft = folder.with_name(f".{folder.name}.{os.getpid()}")
    draft.mkdir(exist_ok=True)
    _put(draft / "counts.npz", done, held)
    about = {
        "dataset": release.dataset.key, "version": release.version, "checksum": release.checksum,
        "parameters": asdict(DEFAULT), "errors": errors.value, "draws": draws, "seed": seed, "way": WAY,
    }  # fmt: skip
    (draft / "about.json").write_text(json.dumps(about, indent=2), "utf-8")
    if not folder.is_dir():
        draft.rename(folder)
    begun.unlink(missing_ok=True)


def _put(file: Path, done: int, held: tuple[Held, Held]) -> None:
    """All of it or nothing."""
    arrays: dict[str, Any] = {
        f"{kind}_{part}": getattr(one, part)
        for kind, one in zip(("dem", "aut"), held, strict=True)
        for part in PARTS
    }
    draft = file.with_name(f".{file.name}.{os.getpid()}.npz")
    np.savez_compressed(draft, done=np.array(done), **arrays)
    draft.replace(file)


def _taken_up(file: Path) -> tuple[int, tuple[Held, Held]] | None:
    if not file.is_file():
        return None
    with np.load(file) as arrays:
        dem, aut = (Held(*(arrays[f"{kind}_{part}"] for part in PARTS)) for kind in ("dem", "aut"))
        return int(arrays["done"]), (dem, aut)


def _read(release: Release, errors: Errors, folder: Path) -> Agreement:
    done, held = _counts(str(folder))
    return Agreement(done, _found(release.pk, release.folder), held)


@lru_cache(maxsize=4)
def _found(pk: int, folder: str) -> tuple[Episodes, Episodes]:
    _, dem, aut = basis_of(Release(pk=pk, folder=folder)).episodes(DEFAULT)
    return dem, aut


@lru_cache(maxsize=16)
def _counts(folder: str) -> tuple[int, tuple[Held, Held]]:
    found = _taken_up(Path(folder) / "counts.npz")
    assert found is not None, "a folder is put in its place when it is whole"
    return found
