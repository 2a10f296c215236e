"""The world page: how quickly it answers, and a map beside the same map drawn anew by the grammar.

    python -m bench.world --home http://127.0.0.1:8000

Asks a platform that runs already on loopback (`koinon up`, with releases loaded) for the world page: the
first answer after a restart, then warm ones; and times the drawing of one map here: joined from shapes that
were projected once, against Vega-Lite projecting and drawing the same shapes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

AGAIN = 30


def seconds(work: Callable[[], object], times: int = AGAIN) -> list[float]:
    """How long each run of something takes."""
    found = []
    for _run in range(times):
        began = time.perf_counter()
        work()
        found.append(time.perf_counter() - began)
    return found


def told(name: str, found: list[float]) -> None:
    """The median and the slowest, in milliseconds."""
    print(f"{name:58} median {1000 * statistics.median(found):8.1f} ms   most {1000 * max(found):8.1f} ms")


def pages(home: str) -> None:
    """The world page, first and warm."""

    def ask(address: str) -> Callable[[], bytes]:
        def get() -> bytes:
            with urllib.request.urlopen(home + address) as answer:
                return bytes(answer.read())

        return get

    told("world page, first answer", seconds(ask("/observatory/"), 1))
    told("world page, warm", seconds(ask("/observatory/")))
    told("map as a file, warm", seconds(ask("/observatory/chart.svg")))


def drawings() -> None:
    """One map of all shapes: joined here, and drawn anew by Vega-Lite from longitudes and latitudes."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "koinon.site.settings")
    import django

    django.setup()
    import vl_convert

    from koinon.ui import charts
    from koinon.ui.drawing.world import world

    classes = [charts.Class(str(n), f"Class {n}", f"step-{n + 1}") for n in range(5)]
    placed = [charts.Placed(code, code, str(n % 5), "1") for n, code in enumerate(world()["shapes"])]
    columns = ("Place", "Class", "Figure")

    def joined() -> object:
        return charts.world_map(placed, classes, title="T", summary="S", columns=columns)

    drawn = joined()
    told("map joined from shapes projected once", seconds(joined))
    print(f"{'':58} {len(drawn.wide):,} bytes")  # type: ignore[attr-defined]
    topology = json.loads(Path("node_modules/world-atlas/countries-110m.json").read_text("utf-8"))
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "data": {"values": topology, "format": {"type": "topojson", "feature": "countries"}},
        "projection": {"type": "equalEarth"},
        "mark": {"type": "geoshape", "stroke": "white"},
        "encoding": {"color": {"field": "id", "type": "nominal", "legend": None}},
        "width": 1000,
        "height": 450,
    }

    def grammar() -> str:
        return str(vl_convert.vegalite_to_svg(spec, allowed_base_urls=[]))

    size = len(grammar())
    told("the same map by Vega-Lite (vl-convert), drawn anew", seconds(grammar, 8))
    print(f"{'':58} {size:,} bytes")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--home", default="", help="address of the running platform, such as http://127.0.0.1:8000"
    )
    given = parser.parse_args()
    if given.home:
        pages(given.home)
    drawings()
