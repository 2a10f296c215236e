"""Small invented files in the layouts of GSoD, the CIVICUS Monitor and ACLED."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from tests.observatory.datasets import published

Row = dict[str, object]
_ATTRIBUTES = ("representation", "rights", "rule_law", "participation", "cred_elect")


def _gsod(name: str, number: int, year: int, estimate: float) -> Row:
    ends = {"est": estimate, "low": round(estimate - 0.05, 3), "upp": round(estimate + 0.05, 3)}
    scores = {f"{attribute}_{end}": value for attribute in _ATTRIBUTES for end, value in ends.items()}
    return {
        "ID_country_name": name, "ID_country_code": number, "ID_year": year, "ID_region": 1,
        "ID_region_name": "Africa", **scores,
    }  # fmt: skip


def _civicus(country: str, year: int, score: object, rating: str) -> Row:
    return {"country": country, "year": year, "score": score, "rating": rating}


def _acled(event: str, day: str, iso: int, country: str, fatalities: int) -> Row:
    return {
        "event_id_cnty": event, "event_date": day, "year": 2031, "time_precision": 1,
        "disorder_type": "Demonstrations", "event_type": "Protests", "sub_event_type": "Peaceful protest",
        "actor1": "Protesters (Invented)", "assoc_actor_1": "", "inter1": "Protesters", "actor2": "",
        "assoc_actor_2": "", "inter2": "", "interaction": "Protesters only", "civilian_targeting": "",
        "iso": iso, "region": "Nowhere", "country": country, "admin1": "North", "admin2": "", "admin3": "",
        "location": "Lanternport", "latitude": -12.25, "longitude": 25.5, "geo_precision": 1,
        "source": '"The Lantern; Harbour News"', "source_scale": "National",
        "notes": f'"On {day.replace(",", "")}, people met in Lanternport, it is said."',
        "fatalities": fatalities, "tags": "crowd size=no report", "timestamp": 1_900_000_000,
    }  # fmt: skip


ROWS: Mapping[str, Callable[[], list[Row]]] = {
    "gsod": lambda: [
        _gsod("Namibia", 565, 2023, 0.61), _gsod("Namibia", 565, 2024, 0.62),
        _gsod("Türkiye", 640, 2024, 0.31), _gsod("World", 999, 2024, 0.5),
    ],
    "civicus": lambda: [
        _civicus("Namibia", 2023, 71, "Narrowed"), _civicus("Namibia", 2024, "", "obstructed"),
        _civicus("Côte d'Ivoire", 2024, 40, "Repressed"), _civicus("Quorra", 2024, 8, "Closed"),
    ],
    "acled": lambda: [
        _acled("NAM12", "2031-02-03", 516, "Namibia", 0),
        _acled("AFG7", "02 January 2031", 4, "Afghanistan", 3),
        _acled("KOS1", "2031-03-01", 0, "Kosovo", 0), _acled("QUO1", "2031-03-02", 0, "Quorra", 0),
    ],
}  # fmt: skip


def file(source: str, *changes: tuple[int, str, str], without: Sequence[str] = ()) -> str:
    """The file of a source; each change is the number of a row as a spreadsheet counts, a column, a cell."""
    rows = ROWS[source]()
    for row, column, cell in changes:
        rows[row - 2][column] = cell
    return published.table([{k: v for k, v in row.items() if k not in without} for row in rows])
