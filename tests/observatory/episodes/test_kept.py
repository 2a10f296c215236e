"""The agreement of draws is counted once, kept, and gone on with where it was stopped."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from click.testing import CliRunner
from django.conf import settings

from koinon.cli import koinon
from koinon.ledger.models import Entry
from koinon.observatory.engine.agreement.drawing import Errors
from koinon.observatory.queries import agreement
from koinon.observatory.tasks import count_agreement
from tests.observatory.episodes.invented import loaded

pytestmark = pytest.mark.django_db


class Stopped(Exception):
    """What a kill is in this test."""


def test_who_is_stopped_goes_on_and_comes_to_the_same(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    release = loaded()
    heard: list[int] = []

    def stop(done: int) -> None:
        heard.append(done)
        if done >= agreement.STEP:
            raise Stopped

    with pytest.raises(Stopped):
        agreement.count(release, Errors.LASTING, draws=200, tell=stop)
    assert heard == [0, agreement.STEP] and agreement.kept(release, Errors.LASTING, draws=200) is None
    after: list[int] = []
    made = agreement.count(release, Errors.LASTING, draws=200, tell=after.append)
    assert after == [agreement.STEP, 2 * agreement.STEP, 200]
    kept = agreement.kept(release, Errors.LASTING, draws=200)
    assert kept is not None and kept.draws == 200
    settings.DATA_DIR = tmp_path / "anew"
    anew = agreement.count(loaded("v2"), Errors.LASTING, draws=200)
    for one, other in zip(made.held, anew.held, strict=True):
        for part in agreement.PARTS:
            assert np.array_equal(getattr(one, part), getattr(other, part))
    assert not list(tmp_path.glob("derived/agreement/*.npz"))
    about = json.loads(next(tmp_path.glob("derived/agreement/*/about.json")).read_text("utf-8"))
    assert (about["errors"], about["draws"], about["seed"]) == ("lasting", 200, 1)


def test_the_job_counts_what_is_missing() -> None:
    loaded("of the job", CCX=[0.4] * 12)
    assert len(agreement.missing()) == 2
    before = Entry.objects.filter(verb="observatory.keep_agreement").count()
    count_agreement()
    count_agreement()
    assert agreement.missing() == []
    assert Entry.objects.filter(verb="observatory.keep_agreement").count() == before + 2


def test_the_command_counts_and_tells(monkeypatch: pytest.MonkeyPatch) -> None:
    loaded("of the command", CCX=[0.45] * 12)
    run = CliRunner().invoke(
        koinon, ["observatory", "agreement", "--draws", "20", "--json"], obj=_here, catch_exceptions=False
    )
    told = json.loads(run.stdout)
    assert [(row["errors"], row["draws"], row["dem"]["episodes"]) for row in told] == [
        ("common", 20, 1), ("lasting", 20, 1),
    ]  # fmt: skip
    assert Path(settings.DATA_DIR, "derived", "agreement").is_dir()


class _here:  # noqa: N801 - stands for `platform`, which is there already
    def __enter__(self) -> None:
        """Nothing to start."""

    def __exit__(self, *_: object) -> None:
        """Nothing to end."""
