"""What is asked of whom, and about what, as charts; each part of a bar is a strength."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.register.engine.documents import Strength
from koinon.register.queries.claim_lists import Figures
from koinon.register.queries.figures import Row
from koinon.register.queries.following_figures import Tally
from koinon.register.queries.themes import theme_name
from koinon.ui.charts import Chart, bars, number_text, stacked
from koinon.ui.templatetags.ui import strength_word


def by_addressee(rows: Sequence[Row]) -> Chart | None:
    """Who is asked, the most often asked first; None when nobody is."""
    return _by_strength(rows, [row.name for row in rows], _("What is asked of whom"), _("Addressee"))


def who_acts(rows: Sequence[Row]) -> Chart | None:
    """Who is to act, whether asked or promising; None when nobody is."""
    return _by_strength(rows, [row.name for row in rows], _("Who is to act"), _("Addressee"))


def by_theme(rows: Sequence[Row]) -> Chart | None:
    """What the provisions are about; None when there are none."""
    names = [theme_name(row.key) for row in rows]
    return _by_strength(rows, names, _("Themes and how strongly they bind"), _("Theme"))


def claims_by_side(figures: Figures, sides: Sequence[str], levels: Sequence[str]) -> Chart | None:
    """How far things are done, as each side states it, with the words of both; None without statements."""
    if not figures.claimed:
        return None
    said = ngettext(
        "On %(count)s follow-up of %(all)s somebody has stated how far it is done.",
        "On %(count)s follow-ups of %(all)s somebody has stated how far they are done.",
        figures.claimed,
    ) % {"count": figures.claimed, "all": figures.followed}
    return stacked(
        [(word, list(counts.values())) for word, counts in zip(sides, figures.counts.values(), strict=True)],
        title=_("Statements by side and level"),
        summary=said,
        label=_("Side"),
        series=levels,
    )


def _by_strength(rows: Sequence[Row], names: Sequence[str], title: str, label: str) -> Chart | None:
    if not rows:
        return None
    strengths = [s.value for s in Strength]  # all of them, so that a strength keeps its colour
    first = ngettext(
        "%(name)s stands first with %(count)s provision.",
        "%(name)s stands first with %(count)s provisions.",
        rows[0].total,
    ) % {"name": names[0], "count": rows[0].total}
    return stacked(
        [(name, [row.by_strength[s] for s in strengths]) for name, row in zip(names, rows, strict=True)],
        title=title,
        summary=first,
        label=label,
        series=[str(strength_word(s)) for s in strengths],
    )


def follow_ups_by(title: str, rows: Sequence[tuple[str, Tally]]) -> Chart | None:
    """Follow-ups as bars in the order given, each parted by how they stand; None without rows."""
    if not rows:
        return None
    total = sum(one.running for _name, one in rows)
    silent, owed = sum(one.silent for _name, one in rows), sum(one.owed for _name, one in rows)
    return stacked(
        [(name, (one.answered, one.expected, one.silent, one.nothing)) for name, one in rows],
        title=title,
        summary=_("Of %(owed)s expected answers %(silent)s have not come; the bars show %(all)s follow-ups.")
        % {"owed": number_text(owed), "silent": number_text(silent), "all": number_text(total)},
        label=_("Name"),
        series=[_("Answered"), _("Expected later"), _("No answer, overdue"), _("No answer is expected")],
    )


def follow_ups_standing(parts: Sequence[tuple[str, int]], whole: Tally) -> Chart | None:
    """The parts into which all running follow-ups fall; None without any."""
    if not whole.running:
        return None
    return bars(
        parts,
        title=_("How follow-ups stand"),
        summary=_("%(all)s follow-ups, each in exactly one row.") % {"all": number_text(whole.running)},
        columns=(_("How it stands"), _("Follow-ups")),
    )


def silent_by_month(months: Sequence[tuple[str, int]], whole: Tally) -> Chart | None:
    """Those that are silent now, by the month of the date for the answer; None where nobody is."""
    if not months:
        return None
    return bars(
        months,
        title=_("Since when answers are missing"),
        summary=_("Of %(all)s follow-ups that are silent now, by the month of the date for the answer.")
        % {"all": number_text(whole.silent)},
        columns=(_("Month"), _("Silent now")),
    )
