"""Releases with figures that a test makes up, and places to have them."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.conf import settings

from koinon.ledger import guard
from koinon.observatory.models import Dataset, Release
from koinon.people.models import Place

NOW = datetime(2031, 5, 1, 9, tzinfo=UTC)


def place(code: str, name: str = "", kind: str = "country", **more: Any) -> Place:
    """An invented place, made where it is not there yet."""
    with guard.writing("factory"):
        made, _ = Place.objects.get_or_create(
            code=code, defaults={"name": name or code.title(), "kind": kind, "invented": True, **more}
        )
    return made


def release(
    dataset: str,
    version: str,
    rows: Sequence[Mapping[str, Any]] | pl.DataFrame,
    *,
    tables: Mapping[str, pl.DataFrame] | None = None,
    indicators: Sequence[Mapping[str, Any]] = (),
) -> Release:
    """A release whose table `rows` has place, unit, unit_name, year and what the rows hold beside."""
    frame = rows if isinstance(rows, pl.DataFrame) else pl.DataFrame(list(rows), infer_schema_length=None)
    if "unit" not in frame.columns:
        frame = frame.with_columns(unit=pl.col("place"), unit_name=pl.col("place"))
    digest = hashlib.sha256(f"{dataset} {version} {frame.write_csv()}".encode()).hexdigest()
    folder = f"datasets/{dataset}/{digest[:16]}"
    at = Path(settings.DATA_DIR) / folder
    at.mkdir(parents=True, exist_ok=True)
    held = {"rows": frame, **(tables or {})}
    for name, table in held.items():
        table.write_parquet(at / f"{name}.parquet")
    years = frame["year"] if "year" in frame.columns and frame.height else None
    with guard.writing("factory"):
        kept, _ = Dataset.objects.get_or_create(
            key=dataset,
            defaults={
                "title": dataset, "publisher": "Invented Institute", "licence": "CC0", "invented": True,
            },
        )  # fmt: skip
        made = Release.objects.create(
            dataset=kept,
            version=version,
            citation=f"Invented Institute: {dataset} {version}.",
            file_name=f"{dataset}.csv",
            checksum=digest,
            size=frame.height,
            folder=folder,
            tables=[{"name": n, "rows": t.height, "columns": t.width} for n, t in held.items()],
            rows=frame.height,
            units=frame["unit"].n_unique(),
            first=int(years.min()) if years is not None else None,
            last=int(years.max()) if years is not None else None,
            loaded_at=NOW,
        )
        for position, one in enumerate(indicators):
            made.indicators.create(**{"title": one["key"], "position": position, **one})
    return made
