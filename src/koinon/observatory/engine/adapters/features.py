"""Features and outcomes of published forecasts: PART's table, and the six democratic spaces.

Layouts: PART (V-Dem's forecasts of adverse regime transitions), features built on V-Dem v12 with lagged
columns; Democratic Spaces, state-years with outcomes of the coming two years. Both by codes of Gleditsch
and Ward. Of Democratic Spaces there are two files: the features with their outcomes, of which the outlook is
made, and the outcomes alone, which go further and hold no features. Each is a source of its own, so that
neither is ever taken for a newer release of the other.
"""

from __future__ import annotations

from koinon.observatory.engine.adapters.adapter import Adapter
from koinon.observatory.engine.adapters.layouts import Layout, code, figure, text, whole, year

_PART = Layout(
    (
        code("gwcode"), year(), text("country_name"), text("country_text_id", needed=False),
        whole("any_neg_change", 0, 1), whole("any_neg_change_2yr", 0, 1), whole("v2x_regime", 0, 3),
    ),
    once=("gwcode", "year"),
)  # fmt: skip
PART = Adapter("part-features", {"features": _PART}, ("gw",), unit="gwcode", name="country_name", year="year")

SPACES = (
    "v2x_veracc_osp", "v2xcs_ccsi", "v2xcl_rol", "v2x_freexp_altinf", "v2x_horacc_osp", "v2x_pubcorr",
)  # fmt: skip
_COMING = tuple(whole(f"dv_{space}_{way}_next2", 0, 1) for space in SPACES for way in ("up", "down"))
_ROWS = (code("gwcode"), year(), *(figure(space, 0, 1) for space in SPACES), *_COMING)
_ONCE = ("gwcode", "year")
_DEMSPACES = Layout((*_ROWS, figure("lag0_v2x_polyarchy", 0, 1)), once=_ONCE)
DEMSPACES = Adapter("demspaces", {"spaces": _DEMSPACES}, ("gw",), unit="gwcode")
_OUTCOMES = Layout((*_ROWS, *(figure(f"{space}_squared", 0, 1) for space in SPACES)), once=_ONCE)
OUTCOMES = Adapter("demspaces-outcomes", {"outcomes": _OUTCOMES}, ("gw",), unit="gwcode")
