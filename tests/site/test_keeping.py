"""Which backups stay, and when the next is due."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from koinon.site.upkeep import keeping

NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)


def test_of_a_year_of_nights_seven_days_four_weeks_and_six_months_stay() -> None:
    stay = sorted(keeping.kept(NOW - timedelta(days=n) for n in range(365)), reverse=True)
    told = [at.strftime("%m-%d") for at in stay]
    days = ["11-22", "11-21", "11-20", "11-19", "11-18", "11-17", "11-16"]
    weeks = ["11-15", "11-08", "11-01"]  # Sundays; this week's is the 22nd
    months = ["10-31", "09-30", "08-31", "07-31", "06-30"]  # this month's is the 22nd
    assert told == days + weeks + months


def test_a_gap_costs_no_backup_and_two_of_one_day_are_one() -> None:
    moments = [NOW - timedelta(days=n) for n in (0, 20, 40)]
    assert keeping.kept(moments) == set(moments)
    assert keeping.kept([NOW, NOW - timedelta(hours=1)]) == {NOW}
    assert keeping.kept([]) == set()


def test_only_what_is_named_as_a_backup_is_thinned_out(tmp_path: Path) -> None:
    for hours in range(0, 30 * 24, 12):
        (tmp_path / keeping.file_name(NOW - timedelta(hours=hours))).touch()
    (tmp_path / "koinon-letter.koinon").touch()
    (tmp_path / "notes.txt").touch()
    gone = keeping.thin_out(tmp_path)
    left = {path.name for path in tmp_path.iterdir()}
    assert {"koinon-letter.koinon", "notes.txt", keeping.file_name(NOW)} <= left
    assert len(left) - 2 == len(keeping.made(tmp_path)) == 60 - len(gone) == 11


def test_a_night_is_due_from_two_oclock_until_it_is_done(tmp_path: Path) -> None:
    assert keeping.due(tmp_path, NOW)
    (tmp_path / keeping.file_name(NOW - timedelta(hours=1, minutes=1))).touch()
    assert keeping.due(tmp_path, NOW), "the one before two o'clock was yesterday's"
    (tmp_path / keeping.file_name(NOW)).touch()
    assert not keeping.due(tmp_path, NOW + timedelta(hours=22))
    assert keeping.due(tmp_path, NOW + timedelta(hours=23))
    (tmp_path / (keeping.file_name(NOW + timedelta(hours=23)) + ".age")).touch()
    assert not keeping.due(tmp_path, NOW + timedelta(hours=23)), "an encrypted one counts"
