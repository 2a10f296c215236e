"""`koinon ledger` from a terminal: what it prints and the exit codes that programs rely on."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from koinon.ledger import checkpoints, queries
from tests.ledger.acting import filled
from tests.ledger.test_followers import address

# A machine that has the command but neither Django nor a database.
BARE = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in ("django", "psycopg"):
            raise ImportError(name)
sys.meta_path.insert(0, Blocked())
from koinon.cli import main
main()
"""


def verify(*words: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BARE, "ledger", "verify", *words]
    return subprocess.run(command, capture_output=True, text=True)


@pytest.fixture
def copy(db: None, tmp_path: Path) -> Path:
    filled(5)
    checkpoints.checkpoint()
    path = tmp_path / "the ledger.jsonl"
    path.write_text("".join(queries.export()), "utf-8")
    return path


def test_a_copy_is_verified_without_django_and_database(copy: Path) -> None:
    done = verify(copy, "--key", checkpoints.public_key())
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("Holds: 5 entries, 1 checkpoints, head ")
    assert "give --key" in verify(copy).stdout
    assert json.loads(verify(copy, "--json").stdout)["signed_to"] == 5


def test_an_altered_copy_ends_with_1_and_names_the_entry(copy: Path) -> None:
    copy.write_text(copy.read_text("utf-8").replace('"n":4', '"n":7'), "utf-8")
    done = verify(copy)
    assert done.returncode == 1
    assert done.stdout == "Does not hold. The facts of entry 4 were altered. (3 entries before it hold.)\n"
    told = json.loads(verify(copy, "--json").stdout)
    assert (told["holds"], told["fault"], told["number"], told["entries"]) == (False, "altered", 4, 3)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"%PDF-1.7", b'{"format": 1}'])
def test_what_is_no_copy_ends_with_2_and_a_sentence(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "other"
    path.write_bytes(content)
    done = verify(path)
    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.startswith("koinon: ") and done.stderr.rstrip().endswith(".")
    assert json.loads(verify(path, "--json").stdout)["holds"] is None
    assert verify(tmp_path / "missing").returncode == 2
    assert verify(path, "--key", "zz").returncode == 2


@pytest.mark.django_db(transaction=True)
def test_export_and_checkpoint_work_on_any_database(tmp_path: Path) -> None:
    filled(3)
    variables = {**os.environ, "KOINON_DATABASE_URL": address(), "KOINON_DATA": str(tmp_path / "data")}
    variables["DJANGO_SETTINGS_MODULE"] = "koinon.site.settings"

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "koinon", "ledger", *words]
        return subprocess.run(command, env=variables, capture_output=True, text=True)

    signed = run("checkpoint")
    assert signed.returncode == 0 and " is signed: " in signed.stdout, signed.stderr
    key = signed.stdout.rpartition("Public key: ")[2].strip()
    out = tmp_path / "out.jsonl"
    assert run("export", "--out", str(out)).returncode == 0
    assert verify(out, "--key", key).returncode == 0
    assert run("export").stdout == out.read_text("utf-8")
