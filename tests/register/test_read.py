"""`koinon read`, as a person runs it."""

from __future__ import annotations

import csv
import io
import json
import os
import pty
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from koinon.cli import koinon
from koinon.register.engine.wire import COLUMNS
from tests.register.engine.sources.making import docx, paragraph, pdf, text

# An invented paper of an invented council.
PAPER = """Outcome of the Council of Port Audley

Port Audley, 4 May 2031

1. Member states shall protect journalists by the end of 2032.
2. =We urge the Secretariat to publish a report every year.
3. Civil society organisations are invited to submit shadow reports.
"""
KEYS = ["file", "title", "issuers", "date", "place", "language", "provisions"]
PROVISION = [
    *("label", "section", "kind", "strength", "issuer", "addressees", "deadline"),
    *("themes", "groups", "text", "start", "end", "page", "why"),
]


def run(*arguments: str | Path) -> Result:
    """The command in this process."""
    return CliRunner().invoke(koinon, ["read", *map(str, arguments)])


def started(arguments: Sequence[str | Path], **more: Any) -> subprocess.Popen[bytes]:
    """The command in a process group of its own."""
    return subprocess.Popen(
        [sys.executable, "-c", "from koinon.cli import main; main()", "read", *map(str, arguments)],
        start_new_session=True,
        stdout=subprocess.PIPE,
        **{"stderr": subprocess.PIPE, **more},
    )


@pytest.fixture
def paper(tmp_path: Path) -> Path:
    """One good paper."""
    path = tmp_path / "outcome.txt"
    path.write_text(PAPER, "utf-8")
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good and bad papers in a folder and below it."""
    root = tmp_path / "papers"
    (root / "deep" / ".hidden").mkdir(parents=True)
    (root / "a.txt").write_text(PAPER, "utf-8")
    (root / "deep" / "a.docx").write_bytes(docx("".join(map(paragraph, PAPER.split("\n\n")))))
    (root / "b.pdf").write_bytes(pdf([text(line) for line in PAPER.split("\n") if line]))
    (root / "empty.txt").touch()
    (root / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    (root / "locked.pdf").write_bytes(pdf([text("Secret.")], password="secret"))
    (root / "noise.txt").write_bytes(bytes(range(256)) * 20)
    (root / "deep" / ".hidden" / "c.txt").write_text(PAPER, "utf-8")
    (root / "picture.png").write_bytes(b"\x89PNG")
    return root


def test_one_file_is_an_object_with_the_documented_keys(paper: Path) -> None:
    result = run(paper, "--json")
    assert result.exit_code == 0
    found = json.loads(result.stdout)
    assert list(found) == KEYS
    assert (found["file"], found["date"], found["language"]) == (str(paper), "2031-05-04", "en")
    assert [p["label"] for p in found["provisions"]] == ["1", "2", "3"]
    for provision in found["provisions"]:
        assert list(provision) == PROVISION
        assert " ".join(PAPER[provision["start"] : provision["end"]].split()) == provision["text"]
        assert all(list(a) == ["name", "mention", "party"] for a in provision["addressees"])
        assert provision["why"]
    assert list(found["provisions"][0]["deadline"]) == ["text", "from", "due"]
    assert found["provisions"][0]["deadline"]["due"] == "2032-12-31"
    assert found["provisions"][2]["deadline"] is None


def test_several_files_are_a_list_in_the_order_given(paper: Path, tmp_path: Path) -> None:
    other = tmp_path / "another.md"
    other.write_text(f"# Charter\n\n{PAPER}", "utf-8")
    result = run(paper, other, "--json")
    assert [found["file"] for found in json.loads(result.stdout)] == [str(paper), str(other)]


def test_a_folder_is_a_list_and_bad_files_cost_no_other(folder: Path) -> None:
    result = run(folder, "--json")
    assert result.exit_code == 1
    files = [Path(found["file"]).relative_to(folder).as_posix() for found in json.loads(result.stdout)]
    assert files == ["a.txt", "b.pdf", "deep/a.docx"]
    problems = result.stderr.splitlines()
    assert [line.split()[0] for line in problems] == [
        str(folder / name) for name in ("broken.docx", "empty.txt", "locked.pdf", "noise.txt")
    ]
    assert all(line.endswith(".") for line in problems)


def test_csv_has_a_row_a_provision_and_no_formula(paper: Path) -> None:
    result = run(paper, "--csv")
    assert result.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(result.stdout)))
    assert tuple(rows[0]) == COLUMNS and len(rows) == 3
    assert rows[1]["text"].startswith("'=We urge")
    assert rows[0]["due"] == "2032-12-31"


def test_the_terminal_shows_words_and_reasons_but_no_escape_of_the_document(tmp_path: Path) -> None:
    paper = tmp_path / "evil.txt"
    paper.write_text(PAPER.replace("journalists", "\x1b[31mjournalists\x9b0m"), "utf-8")
    result = run(paper)
    assert result.exit_code == 0
    assert "protect" in result.stdout and "3 provisions" in result.stdout
    assert "\x1b" not in result.stdout and "\x9b" not in result.stdout


def test_out_writes_a_file_in_the_form_of_its_name(paper: Path, tmp_path: Path) -> None:
    assert run(paper, "--out", tmp_path / "new" / "a.json").exit_code == 0
    assert list(json.loads((tmp_path / "new" / "a.json").read_text("utf-8"))) == KEYS
    assert run(paper, "--out", tmp_path / "a.csv").exit_code == 0
    assert (tmp_path / "a.csv").read_text("utf-8").startswith("file,title,")
    assert run(paper, "--out", tmp_path / "a.out").exit_code == 0
    assert "3 provisions" in (tmp_path / "a.out").read_text("utf-8")
    assert not list(tmp_path.glob(".*"))


def test_out_into_a_folder_names_each_reading_after_its_document(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "readings"
    assert run(folder, "--out", f"{out}/").exit_code == 1
    assert sorted(path.name for path in out.iterdir()) == ["a.docx.json", "a.txt.json", "b.json"]
    assert json.loads((out / "b.json").read_text("utf-8"))["provisions"][0]["page"] == 1


def test_usage_and_absent_files(tmp_path: Path, paper: Path) -> None:
    assert run().exit_code == 2
    assert run(paper, "--xml").exit_code == 2
    absent = run(tmp_path / "absent.pdf", "--json")
    assert absent.exit_code == 1 and absent.stdout == ""
    assert absent.stderr == f"{tmp_path / 'absent.pdf'} is not a file: check the name and the folder.\n"
    (tmp_path / "void").mkdir()
    void = run(tmp_path / "void")
    assert void.exit_code == 1 and "holds no document" in void.stderr
    assert run(paper, "--out", paper / "below.json").exit_code == 2


def test_the_command_never_loads_django_and_help_no_command(paper: Path) -> None:
    for arguments, absent in ((["read", str(paper)], "django"), (["--help"], "koinon.register")):
        code = (
            "import sys\nfrom koinon.cli import koinon\n"
            f"koinon({arguments!r}, standalone_mode=False)\nassert {absent!r} not in sys.modules"
        )
        subprocess.run([sys.executable, "-c", code], check=True, stdout=subprocess.DEVNULL)


@pytest.fixture
def long_work(tmp_path: Path) -> Path:
    """Six long papers, enough to be interrupted in."""
    root = tmp_path / "long"
    root.mkdir()
    measures = (
        f"{n}. Member states shall publish register {n} by the end of {2031 + n % 9}." for n in range(900)
    )
    (root / "1.pdf").write_bytes(pdf([text(line) for line in measures]))
    for number in range(2, 7):
        shutil.copy(root / "1.pdf", root / f"{number}.pdf")
    return root


def workers(parent: int) -> list[int]:
    """The processes that `parent` started and that read documents."""
    try:
        children = Path(f"/proc/{parent}/task/{parent}/children").read_text().split()
        return [int(c) for c in children if b"spawn_main" in Path(f"/proc/{c}/cmdline").read_bytes()]
    except FileNotFoundError:
        return []


def soon(parent: int) -> list[int]:
    """The workers, once there are some."""
    until = time.monotonic() + 20
    while not (found := workers(parent)):
        assert time.monotonic() < until
        time.sleep(0.01)
    return found


def test_a_worker_that_dies_costs_no_file(long_work: Path) -> None:
    process = started([long_work, "--json"])
    os.kill(soon(process.pid)[0], signal.SIGKILL)
    out, problems = process.communicate(timeout=60)
    assert process.returncode == 0, problems.decode()
    assert [Path(found["file"]).name for found in json.loads(out)] == [f"{n}.pdf" for n in range(1, 7)]


def test_an_interrupt_stops_cleanly(long_work: Path, tmp_path: Path) -> None:
    process = started([long_work, "--json", "--out", tmp_path / "out.json"])
    found = soon(process.pid)
    os.killpg(process.pid, signal.SIGINT)
    _, problems = process.communicate(timeout=20)
    assert process.returncode == 130
    assert problems.decode().strip() == "Stopped; nothing was written."
    assert not (tmp_path / "out.json").exists()
    until = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in found):
        assert time.monotonic() < until, "a worker outlived the command"
        time.sleep(0.05)


def test_a_terminal_sees_progress(folder: Path) -> None:
    reader, writer = pty.openpty()
    process = started([folder, "--json"], stderr=writer)
    os.close(writer)
    process.communicate(timeout=60)
    shown = b""
    try:
        while chunk := os.read(reader, 4096):
            shown += chunk
    except OSError:  # how Linux says that the other side is closed
        pass
    assert b"Reading" in shown and b"/7" in shown
    assert process.returncode == 1


def test_a_file_of_200_megabytes_is_refused_without_being_loaded(tmp_path: Path, paper: Path) -> None:
    with (tmp_path / "huge.txt").open("wb") as huge:
        huge.truncate(200_000_000)
    result = run(tmp_path / "huge.txt", paper, "--json")
    assert result.exit_code == 1
    assert result.stderr.startswith(f"{tmp_path / 'huge.txt'} has 200 MB and at most 50 MB are read")
    assert len(json.loads(result.stdout)) == 1
