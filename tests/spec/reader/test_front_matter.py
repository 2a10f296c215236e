"""What a document is, from its first lines: date and place. The texts are invented."""

from __future__ import annotations

from datetime import date

import pytest

from koinon.kernel.directory import Directory
from koinon.register.engine.documents import Extract
from koinon.register.engine.reader import reading

CASES = [
    # text, date, place
    (
        "May 4, 2031\nThe Harbour Foundation published on 3 May 2031 a paper on lighthouses. "
        "It concludes that light is needed.\n\nRecommendations\n- Keep the lamps lit.\n",
        date(2031, 5, 4),
        None,
    ),
    ("Policy Brief, 16 August 2031\n\nOn Harbours\n\nWe will meet.\n", date(2031, 8, 16), None),
    ("Harbour Declaration\n\nLanternport, 3 April 2033\n\nWe will meet.\n", date(2033, 4, 3), "Lanternport"),
]


@pytest.mark.parametrize(("text", "day", "place"), CASES)
def test_date_and_place(text: str, day: date, place: str | None) -> None:
    found = reading(Extract("a.txt", "txt", text), directory=Directory.of([]))
    assert (found.date, found.place) == (day, place)
