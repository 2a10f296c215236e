"""The record of an outlook as charts."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.observatory.queries.outlook_words import chance, class_words
from koinon.ui import charts


def record(test: dict[str, Any], *, title: str) -> charts.Chart:
    """How often it came, by how high the figure was, with 95 % intervals. `test`: of one direction."""
    rows = [
        charts.Dot(
            _("%(given)s (%(n)s cases)") % {"given": class_words(one), "n": charts.number_text(one["n"])},
            100 * one["share"], 100 * one["share_low"], 100 * one["share_high"],
        )
        for one in test["bins"]
    ]  # fmt: skip
    most = max(test["bins"], key=lambda one: one["n"])
    summary = ngettext(
        "Most cases, %(n)s, were given %(given)s; it came in %(came)s of them (%(share)s).",
        "Most cases, %(n)s, were given %(given)s; it came in %(came)s of them (%(share)s).",
        most["n"],
    ) % {
        "n": charts.number_text(most["n"]), "given": class_words(most), "came": most["came"],
        "share": chance(most["share"]),
    }  # fmt: skip
    return charts.dots(
        rows, title=title, summary=summary,
        columns=(_("Given"), _("Came, % with interval")), scale=(0.0, 100.0), places=0,
    )  # fmt: skip
