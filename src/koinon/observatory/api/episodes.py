"""Episodes of regime transformation, with any thresholds, and how far releases and draws agree on them."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

from django.http import HttpRequest
from django.utils import timezone
from ninja import Field, Query, Schema

from koinon.observatory.api.figures import Worked
from koinon.observatory.engine.episodes.parameters import Parameters
from koinon.observatory.queries import agreement, episode_lists
from koinon.observatory.queries import episodes as queries
from koinon.people.api.lists import Paging, Part, framed
from koinon.people.api.operations import get

TAG = "episodes"
DEFAULT = queries.DEFAULT


class EpisodeOut(Schema):
    """An episode of democratization (dem) or autocratization (aut)."""

    episode: str = Field(description="Text id, first and last year, as the published table names it.")
    kind: str
    place: str | None = Field(description="Code of the place; null where the unit leads to none.")
    name: str
    unit: str
    start: int
    end: int
    open: bool = Field(description="Under way in the last year of the release.")
    outcome: int | None = Field(description="Code of the ERT codebook, 1 to 6.")
    termination: int = Field(description="Code of the ERT codebook, 0 to 4.")
    before: float = Field(description="The index in the year before the onset.")
    after: float = Field(description="The index in the last year.")
    low: float
    high: float
    last_change: int
    turned_in: int | None
    release: str


class ThresholdsOut(Schema):
    """The thresholds that episodes were found with."""

    start_incl: float
    cum_incl: float
    year_turn: float
    cum_turn: float
    tolerance: int = Field(description="Years without change after which an episode has ended.")


class EpisodePart(Part):
    """A part of the list of episodes, with the thresholds they were found with."""

    items: list[EpisodeOut]
    parameters: ThresholdsOut
    exact: bool


class TurnOut(Schema):
    """What ended an episode: the year, the change to that year, and the distance to the last change."""

    year: int
    step: Worked
    far: Worked


class LimitOut(Schema):
    """A threshold that decided, and the value beyond which it would be otherwise."""

    name: str
    value: Worked
    limit: Worked


class DrawsOut(Schema):
    """Shares of draws that hold an episode."""

    errors: str = Field(description="How errors of different years hang together: common or lasting.")
    draws: int
    exists: Worked
    begins: Worked
    ends_alike: Worked


class ReleaseVerdictOut(Schema):
    """What another release says of the same years, with the same thresholds."""

    release: str
    episodes: list[str]


class EpisodeStoryOut(EpisodeOut):
    """An episode with all that decided it."""

    pre: int
    moves: int
    first: float
    regime_before: int | None
    regime_after: int | None
    crossed: int | None
    changed: int | None
    potential: int | None
    turn: TurnOut | None
    known_to: int
    ends_if_calm: int | None
    limits: list[LimitOut]
    agreement: list[DrawsOut] | None = Field(description="Null where it is not computed yet.")
    releases: list[ReleaseVerdictOut]


class Thresholds(Schema):
    """What counts as an episode, and in which release it is looked for."""

    start_incl: float = Field(DEFAULT.start_incl, gt=0, le=1)
    cum_incl: float = Field(DEFAULT.cum_incl, ge=0, le=1)
    year_turn: float = Field(DEFAULT.year_turn, ge=0, le=1)
    cum_turn: float = Field(DEFAULT.cum_turn, ge=0, le=1)
    tolerance: int = Field(DEFAULT.tolerance, ge=1, le=50)
    exact: bool = Field(False, description="Whole thousandths in place of binary fractions.")
    release: str = Field("", max_length=120, description='Such as "ert v15"; empty: the newest.')

    def whole(self) -> queries.Whole:
        """All episodes of the release with these thresholds."""
        release = queries.source(self.release)
        if release is None:
            raise queries.nothing()
        names = ("start_incl", "cum_incl", "year_turn", "cum_turn", "tolerance")
        p = Parameters(**{name: getattr(self, name) for name in names})
        return queries.whole(release, p, exact=self.exact)


class EpisodeFilter(Thresholds, Paging):
    """Filter of episodes."""

    kind: Literal["", "dem", "aut"] = ""
    state: Literal["", "open", "past"] = Field("", description="open: under way; past: over.")
    region: str = Field("", max_length=40)
    place: str = Field("", max_length=40)
    year: int | None = Field(None, ge=1789, le=9999)


@get("/episodes", EpisodePart, "episodes", tag=TAG)
def episodes(request: HttpRequest, filters: Query[EpisodeFilter]) -> dict[str, Any]:
    """Episodes: those under way first, then the latest. Other thresholds are computed at once."""
    of = filters.whole()
    wanted = episode_lists.chosen(filters.model_dump())
    rows = episode_lists.episodes(of, wanted, timezone.localdate())
    items = rows[filters.offset : filters.offset + filters.limit]
    return framed(request, len(rows), filters) | {
        "items": [episode_lists.record(of, row) for row in items],
        "parameters": asdict(of.parameters),
        "exact": of.exact,
    }


@get("/episodes/{place}/{start}", EpisodeStoryOut, "episode", tag=TAG)
def episode(request: HttpRequest, place: str, start: int, thresholds: Query[Thresholds]) -> dict[str, Any]:
    """One episode: what decided it, what would have changed it, and how far releases and draws agree."""
    of = thresholds.whole()
    row = queries.one(of.release, place, start, of.parameters, exact=of.exact)
    told = asdict(row.story)
    published = of.parameters == DEFAULT and not of.exact
    draws = agreement.of_episode(of.release, row) if published else []
    return (
        told
        | episode_lists.record(of, row)
        | {
            "agreement": [asdict(one) for one in draws] or None,
            "releases": [
                {
                    "release": queries.name_of(release),
                    "episodes": [other.identity for other in queries.sharing(release, of, row)],
                }
                for release in queries.by_version(of.release)
            ],
        }
    )
