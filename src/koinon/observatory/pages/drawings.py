"""A chart of the observatory with all that goes with it: its sources, its files, its page for embedding."""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _

from koinon.observatory.pages.serving import files, public
from koinon.ui import downloads
from koinon.ui.charts import Chart
from koinon.ui.downloads import Download
from koinon.ui.drawing.files import alone, bare
from koinon.ui.files import FORMATS, Listing, Record

# Only these pages may stand in a frame of another site; they hold no script, no form and no cookie.
EMBEDDED = "; ".join(
    (
        "default-src 'none'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors *",
    )
)
COLUMNS = (
    "place", "place_name", "year", "value", "low", "high", "class", "indicator", "dataset", "version",
    "publisher", "licence",
)  # fmt: skip
HEIGHT = 620  # px of the frame in the snippet


@dataclass(frozen=True)
class Drawn:
    """A chart, the releases it rests on, and where it is found: `route` with `args` and `query`.

    `records` are its rows for files, with the columns of COLUMNS; what is missing is empty.
    """

    chart: Chart
    releases: Sequence[Any]
    route: str
    records: Callable[[], list[Record]]
    args: tuple[object, ...] = ()
    query: Mapping[str, object] = field(default_factory=dict)

    def address(self, of: str, **more: object) -> str:
        """Where its embedding, its SVG or one of its files is found."""
        asked = {**self.query, **more}
        tail = f"?{urlencode(asked, doseq=True)}" if asked else ""
        return reverse(f"observatory:{self.route}-{of}", args=self.args) + tail


Maker = Callable[..., "Drawn | None"]


def routes(stem: str, maker: Maker, name: str) -> list[URLPattern]:
    """The routes of one kind of chart: its embedding, its drawing and its rows as files."""
    return [
        path(f"{stem}embed/", _embedded(maker), name=f"{name}-embed"),
        path(f"{stem}chart.svg", _drawing(maker), name=f"{name}-svg"),
        *downloads.routes(f"{stem}chart", _rows(maker), name),
    ]


def shown(request: HttpRequest, drawn: Drawn | None, *, image: bool = False) -> dict[str, object] | None:
    """What a page's template needs of a chart; None where there is nothing to draw.

    As an image where the drawing would make the page heavy: it is asked for by itself and kept.
    """
    if drawn is None or not drawn.chart.rows:
        return None
    embed = request.build_absolute_uri(drawn.address("embed"))
    snippet = format_html(
        '<iframe src="{}" title="{}" width="100%" height="{}" loading="lazy"></iframe>',
        embed, drawn.chart.title, HEIGHT,
    )  # fmt: skip
    found = [Download(drawn.address("svg"), "SVG")]
    found += [Download(drawn.address(form.key), form.label) for form in FORMATS]
    bare_address = drawn.address("svg", bare=1) if image else ""
    return {
        "drawn": drawn, "embed": embed, "snippet": str(snippet), "downloads": found, "image": bare_address,
    }  # fmt: skip


def _embedded(maker: Maker) -> Callable[..., Any]:
    @public
    def embed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        drawn = _there(maker(request, *args, **kwargs))
        response = render(request, "observatory/world/embed.html", {"drawn": drawn})
        response.headers["Content-Security-Policy"] = EMBEDDED
        response.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
        return response

    return embed


def _drawing(maker: Maker) -> Callable[..., Any]:
    @public
    def drawing(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        drawn = _there(maker(request, *args, **kwargs))
        if request.GET.get("bare"):
            text = bare(drawn.chart, narrow=bool(request.GET.get("narrow")))
        else:
            text = alone(drawn.chart, [said_source(release) for release in drawn.releases])
        policy = f"default-src 'none'; style-src {_own_styles(text)}; sandbox"
        return HttpResponse(text, content_type="image/svg+xml", headers={"Content-Security-Policy": policy})

    return drawing


def _own_styles(svg: str) -> str:
    """What colours the drawing by night stands within it, and is named by its digest: nothing else counts."""
    found = (sha256(css.encode()).digest() for css in re.findall("<style>(.*?)</style>", svg, re.DOTALL))
    return " ".join(f"'sha256-{b64encode(digest).decode()}'" for digest in found) or "'none'"


def _rows(maker: Maker) -> Callable[..., Any]:
    @files
    def rows(request: HttpRequest, *args: Any, **kwargs: Any) -> Listing:
        drawn = _there(maker(request, *args, **kwargs))
        name = "-".join(str(part) for part in (drawn.route, *drawn.args))
        return Listing(name, COLUMNS, drawn.records, _flat)

    return rows


def _flat(record: Record) -> Record:
    return {column: record.get(column) for column in COLUMNS}


def _there(drawn: Drawn | None) -> Drawn:
    if drawn is None or not drawn.chart.rows:
        raise Http404
    return drawn


def said_source(release: Any) -> str:
    """The source line of a release as plain text."""
    return _("Source: %(title)s %(version)s, %(publisher)s. Licence: %(licence)s. Loaded on %(day)s.") % {
        "title": release.dataset.title,
        "version": release.version,
        "publisher": release.dataset.publisher,
        "licence": release.dataset.licence,
        "day": date_format(release.loaded_at, "DATE_FORMAT"),
    }


def records_of(indicator: Any, found: Sequence[Any], names: Mapping[str, str]) -> list[Record]:
    """Figures of an indicator as rows of files."""
    release = indicator.release
    about = {
        "indicator": indicator.key,
        "dataset": release.dataset.key,
        "version": release.version,
        "publisher": release.dataset.publisher,
        "licence": release.dataset.licence,
    }
    return [
        {
            "place": one.place, "place_name": names.get(one.place, one.place), "year": one.year,
            "value": one.value, "low": one.low, "high": one.high, **about,
        }
        for one in found
    ]  # fmt: skip
