"""Ratings of country-years: Freedom in the World and its sub-scores, Polity5, WGI, RSF, GSoD.

Layouts: Freedom House's country ratings and aggregate scores; Polity5 codebook (Center for Systemic Peace,
2020); World Bank, Worldwide Governance Indicators; Reporters without Borders, World Press Freedom Index.
"""

from __future__ import annotations

from koinon.observatory.engine.adapters.adapter import Adapter
from koinon.observatory.engine.adapters.layouts import Layout, begun, choice, code, figure, text, whole, year


def _edition(last: int) -> str:
    return str(last + 1)  # Freedom in the World 2025 tells of 2024


_FIW = Layout(
    (code("fh_country"), year(), whole("pr", 1, 7), whole("cl", 1, 7), choice("status", "F", "PF", "NF")),
    once=("fh_country", "year"),
)  # fmt: skip
FIW = Adapter(
    "fiw", {"ratings": _FIW}, ("fh", "name"), unit="fh_country", name="fh_country", version=_edition,
    tells=("year", 0),  # an edition is one whole, to the last year of which it tells
)  # fmt: skip

_QUESTIONS = {"A": 3, "B": 4, "C": 3, "D": 4, "E": 3, "F": 4, "G": 4}
_PARTS = {"A": 12, "B": 16, "C": 12, "D": 16, "E": 12, "F": 16, "G": 16}
_SUBSCORES = Layout(
    (
        code("fh_full_country"), year(), begun("edition", 1973),
        choice("country_or_territory", "c", "t"), choice("status", "F", "PF", "NF"),
        whole("pr", 1, 7), whole("cl", 1, 7),
        *(whole(f"{part}{n}", 0, 4) for part, most in _QUESTIONS.items() for n in range(1, most + 1)),
        *(whole(part, 0, most) for part, most in _PARTS.items()),
        whole("total", -4, 100), text("region", needed=False),
    ),
    once=("fh_full_country", "year"),
)  # fmt: skip
SUBSCORES = Adapter(
    "fiw-subscores", {"scores": _SUBSCORES}, ("fh", "name"), unit="fh_full_country",
    name="fh_full_country", version=_edition, tells=("edition", 1),
)  # fmt: skip


def _polity_version(last: int) -> str:
    return "v2018" if last <= 2020 else ""  # the one edition of Polity5: to 2018, one state to 2020


_POLITY = Layout(
    (
        code("polity_annual_ccode"), text("polity_annual_country"), year(),
        whole("democ", -88, 10), whole("autoc", -88, 10), whole("polity", -88, 10), whole("polity2", -10, 10),
    ),
    once=("polity_annual_ccode", "year"),
)  # fmt: skip
POLITY = Adapter(
    "polity5", {"country-years": _POLITY}, ("polity", "cow"), unit="polity_annual_ccode",
    name="polity_annual_country", version=_polity_version, tells=("year", 0),
)  # fmt: skip

_WGI = Layout(
    (
        code("wb_code"), text("wb_country"), year(), figure("Estimate", -5, 5), figure("StdErr", 0, 5),
        whole("NumSrc", 0, 100), figure("Rank", 0, 100), figure("Lower", 0, 100), figure("Upper", 0, 100),
    ),
    once=("wb_code", "year"),
)  # fmt: skip
WGI = Adapter(
    "wgi", {"voice and accountability": _WGI}, ("wb", "iso3"), unit="wb_code", name="wb_country",
    version=_edition, tells=("year", 0),
)  # fmt: skip

_RSF = Layout(
    (
        code("country_name"), year(), figure("press_freedom_score_rsf", 0, 200),
        whole("press_freedom_status_rsf", 0, 5),
    ),
    once=("country_name", "year"),
)  # fmt: skip
RSF = Adapter(
    "rsf", {"index": _RSF}, ("name",), unit="country_name", name="country_name", version=str,
    tells=("year", 0),
)  # fmt: skip
