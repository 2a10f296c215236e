"""Every column is public, personal or secret: exactly one of them."""

from __future__ import annotations

import pytest
from django.apps import apps

MODELS = [m for m in apps.get_models() if m.__module__.startswith("koinon.")]


@pytest.mark.parametrize("model", MODELS, ids=lambda m: m._meta.label)
def test_every_column_is_classified_once(model: type) -> None:
    classes = model.classified  # type: ignore[attr-defined]
    assert set(classes) == {"public", "personal", "secret"}
    named = [name for names in classes.values() for name in names]
    columns = {field.name for field in model._meta.local_concrete_fields}  # type: ignore[attr-defined]
    relations = {field.name for field in model._meta.local_many_to_many}  # type: ignore[attr-defined]
    assert len(named) == len(set(named)), "a column is classified twice"
    assert columns <= set(named) <= columns | relations
