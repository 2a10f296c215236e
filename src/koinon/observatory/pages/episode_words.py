"""How an episode came about, in sentences."""

from __future__ import annotations

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from koinon.observatory.engine.episodes.finding import BREAKDOWN, CENSORED, DROP, SLIDE, STABLE
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.engine.episodes.telling import Limit, Story
from koinon.observatory.templatetags.observatory_episodes import OUTCOMES, index_figure, regime_word


def sentences(story: Story, p: Parameters, last: int) -> list[str]:
    """The story in the order in which it happened; `last` is the last year of the release."""
    return [
        _onset(story, p),
        _course(story, p),
        _regime(story),
        *_end(story, p, last),
        _outcome(story),
    ]


def otherwise(story: Story, p: Parameters) -> list[str]:
    """What would have made it different."""
    return [sentence for limit in story.limits for sentence in (_limit(limit), _tie(limit)) if sentence]


def _onset(story: Story, p: Parameters) -> str:
    words = {
        "dem": _(
            "In %(year)s the electoral democracy index rose from %(before)s to %(first)s, by %(step)s: "
            "at least the %(limit)s with which an episode begins."
        ),
        "aut": _(
            "In %(year)s the electoral democracy index fell from %(before)s to %(first)s, by %(step)s: "
            "at least the %(limit)s with which an episode begins."
        ),
    }
    return words[story.kind] % {
        "year": story.start,
        "before": index_figure(story.before),
        "first": index_figure(story.first),
        "step": index_figure(abs(story.step)),
        "limit": _threshold(p.start_incl),
    }


def _course(story: Story, p: Parameters) -> str:
    words = ngettext(
        "From %(start)s to %(end)s it moved that much in %(count)s year; its lowest figure up to "
        "%(until)s is %(low)s, its highest %(high)s. They lie %(span)s apart: "
        "at least the %(limit)s that make it count.",
        "From %(start)s to %(end)s it moved that much in %(count)s years; its lowest figure up to "
        "%(until)s is %(low)s, its highest %(high)s. They lie %(span)s apart: "
        "at least the %(limit)s that make it count.",
        story.moves,
    )
    return words % {
        "start": story.start,
        "end": story.end,
        "count": number_format(story.moves),
        "until": story.measured_to,
        "low": index_figure(story.low),
        "high": index_figure(story.high),
        "span": index_figure(story.span),
        "limit": _threshold(p.cum_incl),
    }


def _regime(story: Story) -> str:
    facts = {
        "before": regime_word(story.regime_before),
        "after": regime_word(story.regime_after),
        "pre": story.pre,
        "end": story.end,
        "year": story.crossed,
    }
    if story.crossed:
        return (
            _(
                "Regimes of the World: %(before)s in %(pre)s, %(after)s in "
                "%(end)s; it crossed the line in %(year)s."
            )
            % facts
        )
    return _("Regimes of the World: %(before)s in %(pre)s, %(after)s in %(end)s.") % facts


def _end(story: Story, p: Parameters, last: int) -> list[str]:
    facts = {
        "last": story.last,
        "end": story.end,
        "tolerance": number_format(p.tolerance),
        "start": _threshold(p.start_incl),
        "turn": _threshold(p.year_turn),
        "slide": _threshold(p.cum_turn),
        "until": story.ends_if_calm,
        "known": story.known_to,
    }
    if story.turn:
        facts |= {
            "year": story.turn.year,
            "step": index_figure(abs(story.turn.step)),
            "far": index_figure(abs(story.turn.far)),
        }
    return [words % facts for words in _end_words(story, last)]


def _end_words(story: Story, last: int) -> list[str]:
    up = story.kind == "dem"
    if story.termination == CENSORED:
        told = _(
            "Its end is not known: the last change was in %(last)s, figures "
            "without a break reach to %(known)s, "
            "and %(tolerance)s years must pass to tell."
        )
        return [told, *(_ahead(up) if story.known_to >= last else ())]
    ends = {
        STABLE: _(
            "It ended with %(last)s: in the %(tolerance)s years after, the "
            "index did not move on by %(start)s "
            "in any year, nor back by more than %(turn)s."
        ),
        DROP: _(
            "It ended with %(last)s: in %(year)s the index fell by %(step)s, "
            "more than the %(turn)s that turn it."
        )
        if up
        else _(
            "It ended with %(last)s: in %(year)s the index rose by %(step)s, "
            "more than the %(turn)s that turn it."
        ),
        SLIDE: _(
            "It ended with %(last)s: by %(year)s the index had slid back by "
            "%(far)s, at least the %(slide)s that turn it."
        ),
        BREAKDOWN: _("It ended with %(last)s: the year after %(end)s the regime broke down or closed.")
        if up
        else _("It ended with %(last)s: the year after %(end)s there was a transition to democracy."),
    }
    return [ends[story.termination]]


def _ahead(up: bool) -> list[str]:
    """What would end an episode that is under way."""
    if up:
        return [
            _(
                "It will have ended with %(last)s if the index neither rises by "
                "%(start)s in a year until %(until)s nor "
                "turns; a fall of more than %(turn)s within a year would turn it."
            )
        ]
    return [
        _(
            "It will have ended with %(last)s if the index neither falls by "
            "%(start)s in a year until %(until)s nor "
            "turns; a rise of more than %(turn)s within a year would turn it."
        )
    ]


def _outcome(story: Story) -> str:
    if story.outcome is None:
        return _("What came of it cannot be said: the regime is not classified in one of its years.")
    return _("What came of it, by the first rule that fits: %(outcome)s.") % {
        "outcome": OUTCOMES[story.kind, story.outcome]
    }


def _limit(limit: Limit) -> str:
    words = {
        "start_incl": _(
            "If an onset took a change of more than %(limit)s, it would have begun later or not at all."
        ),
        "cum_incl": _("If an episode took more than %(limit)s in all, it would not count."),
        "year_turn": _(
            "If only a change of %(limit)s or more turned it, it would not have been turned there."
        ),
        "cum_turn": _(
            "If only a slide of more than %(limit)s turned it, it would not have been turned there."
        ),
    }
    said = words[limit.name] % {"limit": index_figure(limit.limit)}
    if limit.near and not limit.tie:
        apart = index_figure(abs(limit.limit - limit.value))
        said += " " + _("That is %(apart)s beside the threshold: a small error decides.") % {"apart": apart}
    return said


def _tie(limit: Limit) -> str:
    if not limit.tie:
        return ""
    return _(
        "Here the change and the threshold are the same number, %(limit)s: how a machine rounds may decide. "
        "Compare exact decimals."
    ) % {"limit": _threshold(limit.value)}


def _threshold(value: float) -> str:
    """A threshold as it was given, with two decimals at least."""
    places = max(2, len(f"{value:.6f}".rstrip("0").partition(".")[2]))
    return number_format(f"{value:.{places}f}", decimal_pos=places)
