"""What every test may use: a throwaway database server, a browser, and no network."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import hypothesis

DATA = tempfile.TemporaryDirectory(prefix="koinon tests ")
os.environ["KOINON_DATA"] = DATA.name
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
for name in [
    n for n in os.environ if n.startswith("KOINON_") and n not in ("KOINON_DATA", "KOINON_DATABASE_URL")
]:
    del os.environ[name]  # a developer's own settings are not what is tested

ROOT = Path(__file__).resolve().parent.parent

# Hypothesis keeps no folder of examples and judges no speed: other processes share the machine.
hypothesis.settings.register_profile("house", database=None, deadline=None)
hypothesis.settings.load_profile("house")

pytest_plugins = ("tests.database", "tests.browser")


def pytest_configure() -> None:
    """Read the settings, which tells pytest-django to set Django up."""
    from django.conf import settings

    assert Path(DATA.name).resolve() == settings.DATA_DIR


def pytest_unconfigure() -> None:
    """Leave nothing behind."""
    DATA.cleanup()
