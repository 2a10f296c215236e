"""Files that were brought to become a release: how each stands, and how far its loading has come."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from koinon.kernel.refusals import NotFound, NotPermitted
from koinon.kernel.sentences import Sentence, sentence
from koinon.observatory.models import Loading
from koinon.observatory.rules.loading import may_keep_figures


def loadings(by: Any) -> QuerySet[Loading]:
    """What was brought, newest first, for whoever may keep figures."""
    if not (verdict := may_keep_figures(by=by)):
        raise NotPermitted("observatory.may_keep_figures", verdict.reason)
    return Loading.objects.select_related("release__dataset").order_by("-id")


def loading_for(by: Any, pk: int) -> Loading:
    """One of them."""
    found = loadings(by).filter(pk=pk).first()
    if found is None:
        raise NotFound("observatory.loading", "Nothing was brought under this number.")
    return found


def problem_of(loading: Loading) -> str:
    """Why it could not be loaded, as a sentence that can be told in other languages."""
    said = loading.said or {}
    if not said.get("template"):
        return loading.problem
    return sentence(said["template"], **{k: _inner(v) for k, v in said.get("data", {}).items()})


def _inner(value: str) -> Sentence:
    """What fills a place: a sentence of an adapter is told in the reader's language as well."""
    return sentence(value)


def progress_file(pk: int) -> Path:
    """Where the progress of a loading is told: its transaction shows nothing before its end."""
    return Path(settings.DATA_DIR) / "cache" / "loading" / f"{pk}.json"


def progress(pk: int) -> dict[str, Any]:
    """How far a loading has come: `step`, `done` and `total`; step "" before it begins."""
    try:
        told = json.loads(progress_file(pk).read_text("utf-8"))
    except (OSError, ValueError):
        return {"step": "", "done": 0, "total": 0}
    return {"step": str(told["step"]), "done": int(told["done"]), "total": int(told["total"])}
