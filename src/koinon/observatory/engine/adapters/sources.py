"""Every source that can be loaded, by the key of its dataset."""

from __future__ import annotations

from koinon.observatory.engine.adapters import country_years, events, features, monitors, ratings, un_votes
from koinon.observatory.engine.adapters.adapter import Adapter

ADAPTERS: dict[str, Adapter] = {
    adapter.key: adapter
    for adapter in (
        country_years.VDEM,
        country_years.ERT,
        ratings.FIW,
        ratings.SUBSCORES,
        ratings.POLITY,
        ratings.WGI,
        ratings.RSF,
        un_votes.RAW,
        un_votes.UNVOTES,
        un_votes.IDEAL_POINTS,
        events.CLINE,
        events.POWELL_THYNE,
        events.ACLED,
        features.PART,
        features.DEMSPACES,
        features.OUTCOMES,
        monitors.GSOD,
        monitors.CIVICUS,
    )
}
