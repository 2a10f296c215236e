"""The secretariat's office and a published document of three provisions."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

# The factories hold tables: they are imported once Django is set up.


@pytest.fixture
def council(db: None) -> Any:
    from tests.factories.people import party

    return party("council", "Harbour Council", "organ")


@pytest.fixture
def ada(db: None) -> Any:
    from tests.factories.people import person

    return person("Ada", role="secretariat")


@pytest.fixture
def office(ada: Any) -> Client:
    client = Client()
    client.force_login(ada)
    return client


@pytest.fixture
def outcome(council: Any) -> Any:
    from tests.register.sheets.bringing import filled

    return filled("outcome-of-harbour", council)
