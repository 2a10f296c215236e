"""Invented files in the layouts in which the sources are published."""

from __future__ import annotations

import gzip
from collections.abc import Mapping, Sequence
from pathlib import Path

ERT = (
    '"","country_id","country_text_id","country_name","year","v2x_regime","v2x_polyarchy",'
    '"v2x_polyarchy_codelow","v2x_polyarchy_codehigh","reg_id","dem_ep","dem_ep_id","dem_ep_start_year",'
    '"dem_ep_end_year","dem_pre_ep_year","dem_ep_outcome","aut_ep","aut_ep_id","aut_ep_start_year",'
    '"aut_ep_end_year","aut_pre_ep_year","aut_ep_outcome"'
)
FIW = "fh_country,year,pr,cl,status,fh_total"
VOTES = "rcid,session,vote,ccode,member,importantvote,date,unres,me,nu,di,hr,co,ec,year"


def ert(*rows: tuple[str, str, int, str, str, str]) -> str:
    """An ERT table; each row is code, name, year, and the index with the ends of its interval."""
    lines = [
        f'"{at}",1,"{code}","{name}",{year},2,{value},{low},{high},"{code}_1",0,NA,NA,NA,0,0,0,NA,NA,NA,0,0'
        for at, (code, name, year, value, low, high) in enumerate(rows, start=1)
    ]
    return "\n".join([ERT, *lines]) + "\n"


def fiw(*rows: tuple[str, int, int, int, str]) -> str:
    """Ratings of Freedom in the World; each row is name, year, the two ratings and the status."""
    lines = [f"{name},{year},{pr},{cl},{status},{pr + cl}" for name, year, pr, cl, status in rows]
    return "\n".join([FIW, *lines]) + "\n"


def votes(*rows: tuple[int, int, int, int, int], ec: str = "0") -> str:
    """Roll calls; each row is roll call, session, vote, code and year."""
    lines = [
        f"{call},{session},{vote},{code},1,0,{call % 9 + 1}/3/{year},R/{session}/{call},0,0,0,1,0,{ec},{year}"
        for call, session, vote, code, year in rows
    ]
    return "\n".join([VOTES, *lines]) + "\n"


def vdem(*rows: tuple[str, int, int, int | None]) -> str:
    """Main indices of V-Dem; each row is code, year, and the years between which the unit was coded."""
    index = {
        f"v2x_polyarchy{end}": value for end, value in (("", 0.5), ("_codelow", 0.4), ("_codehigh", 0.6))
    }
    return table(
        [
            {"country_text_id": code, "country_name": code, "country_id": 1, "year": year,
             "codingstart": start, "codingend": end, **index}
            for code, year, start, end in rows
        ]
    )  # fmt: skip


def subscores(*rows: tuple[str, int]) -> str:
    """Aggregate scores of Freedom in the World; each row is name and year, in the edition after it."""
    questions = {"A": 3, "B": 4, "C": 3, "D": 4, "E": 3, "F": 4, "G": 4}
    scores = {f"{part}{n}": 3 for part, most in questions.items() for n in range(1, most + 1)}
    scores |= dict.fromkeys(questions, 9)
    return table(
        [
            {"fh_full_country": name, "region": "Africa", "country_or_territory": "c", "edition": year + 1,
             "year": year, "status": "F", "pr": 2, "cl": 2, **scores, "total": 75}
            for name, year in rows
        ]
    )  # fmt: skip


def rsf(*rows: tuple[str, int]) -> str:
    """The World Press Freedom Index; each row is name and year."""
    columns = ("country_name", "year", "press_freedom_score_rsf", "press_freedom_status_rsf")
    return table([dict(zip(columns, (name, year, 18.5, 2), strict=True)) for name, year in rows])


def wgi(*rows: tuple[str, int]) -> str:
    """Voice and accountability; each row is code and year."""
    columns = ("wb_code", "wb_country", "year", "Estimate", "StdErr", "NumSrc", "Rank", "Lower", "Upper")
    return table(
        [
            dict(zip(columns, (code, code, year, 0.5, 0.2, 9, 70, 61.5, 77), strict=True))
            for code, year in rows
        ]
    )


def table(rows: Sequence[Mapping[str, object]]) -> str:
    """Rows as CSV, an empty cell for None."""
    lines = [",".join("" if v is None else str(v) for v in row.values()) for row in rows]
    return "\n".join([",".join(rows[0]), *lines]) + "\n"


def file(folder: Path, name: str, text: str | bytes) -> Path:
    """A file of that text, compressed where its name says so."""
    data = text.encode() if isinstance(text, str) else text
    path = folder / name
    path.write_bytes(gzip.compress(data, mtime=0) if name.endswith(".gz") else data)
    return path


GOOD = ert(
    ("NAM", "Namibia", 2023, "0.6", "0.55", "0.66"),
    ("NAM", "Namibia", 2024, "0.61", "0.56", "0.67"),
    ("ZZB", "Zanzibar", 2024, "0.3", "0.2", "0.4"),
    ("QQX", "Quorra", 2024, "0.5", "0.4", "0.6"),
)
