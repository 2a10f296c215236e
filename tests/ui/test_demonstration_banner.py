from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from koinon.flows.demonstration import marker

BANNER = "This is a demonstration"
pytestmark = pytest.mark.django_db


def test_an_invented_partnership_says_so_on_every_page(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path
    assert BANNER not in Client().get("/documents/").content.decode()
    marker.keep(tmp_path, "mira@halcyon.example", "secret")
    for path in ("/", "/documents/", "/account/login/"):
        assert BANNER in Client().get(path).content.decode()
