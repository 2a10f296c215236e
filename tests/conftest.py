"""What every test may use: a throwaway database server, a browser, and no network."""

from __future__ import annotations

import os
from collections.abc import Iterator

import hypothesis
import pytest

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

# Hypothesis keeps no folder of examples and judges no speed: other processes share the machine.
hypothesis.settings.register_profile("house", database=None, deadline=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ("tests.database", "tests.browser", "tests.prepared")


def pytest_configure() -> None:
    """Read the settings, which tells pytest-django to set Django up."""
    from django.conf import settings

    assert settings.DATA_DIR.is_dir()


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Begin in English: a request leaves its language behind for what it still has to send."""
    from django.utils.translation import override

    with override("en"):
        yield
