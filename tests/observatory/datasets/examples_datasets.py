"""Examples of the actions on datasets, and what their routes lead to."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.utils import timezone

from koinon.ledger.platform import PLATFORM
from koinon.observatory.actions import bringing, loading, preparing
from koinon.observatory.models import Loading, Release
from tests.factories.people import person
from tests.house.actions import example
from tests.house.places import fills, fills_api
from tests.observatory.datasets import published


def _officer() -> Any:
    return person("Mira", role="secretariat")


def _file() -> Path:
    return published.file(Path(tempfile.mkdtemp(prefix="koinon tests ")), "ert.csv", published.GOOD)


def loaded() -> Release:
    """A release of invented figures in the layout of ERT."""
    release, _ = loading.load(
        by=PLATFORM, source="ert", paths=[(_file(), "ert.csv")], version="", now=timezone.now()
    )
    return release


def waiting() -> Loading:
    """A file that was brought and not yet loaded."""
    return bringing.bring_release(
        by=PLATFORM,
        source="ert",
        version="",
        files=[("ert.csv", [published.GOOD.encode()])],
        now=timezone.now(),
    )


@example("observatory.load_release")
def load_release() -> dict[str, Any]:
    path = _file()
    into = path.parent / "release"
    into.mkdir()
    now = timezone.now()
    looked = preparing.looked_at("ert", [(path, path.name)])
    ready = preparing.prepare("ert", looked, "", into, today=timezone.localdate(now))
    return {"by": _officer(), "prepared": ready, "now": now}


@example("observatory.end_release")
def end_release() -> dict[str, Any]:
    return {"by": _officer(), "release": loaded(), "reasons": "The wrong file.", "now": timezone.now()}


@example("observatory.bring_release")
def bring_release() -> dict[str, Any]:
    files = [("ert.csv", [published.GOOD.encode()])]
    return {"by": _officer(), "source": "ert", "version": "", "files": files, "now": timezone.now()}


@example("observatory.settle_brought")
def settle_brought() -> dict[str, Any]:
    return {"by": PLATFORM, "brought": waiting(), "now": timezone.now(), "problem": "It is empty."}


@fills("observatory/datasets", "desk/observatory/datasets")
def of_routes(world: Any) -> dict[str, Any]:
    release = loaded()
    return {
        "key": "ert", "version": release.version, "indicator": "v2x_polyarchy", "pk": waiting().pk,
    }  # fmt: skip


@fills_api
def of_paths(world: Any) -> dict[str, Any]:
    return {
        "/datasets/{key}": "ert",
        "/releases/{version}": "v15",
        "/indicators/{indicator}": "v2x_polyarchy",
        "/loadings/{pk}": str(waiting().pk),
    }
