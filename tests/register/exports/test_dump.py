"""The dump is whole, one moment's, public only, and there or not there; a stranger can tell."""

from __future__ import annotations

import csv
import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from django.db import connection
from django.test import Client
from django.urls import reverse

from koinon.kernel.refusals import Refused
from koinon.ledger import guard
from koinon.ledger.engine.verification import verification
from koinon.register.commands.register import register
from koinon.register.engine.exports.copies import check
from koinon.register.models import Provision, Translation, Wording
from koinon.register.queries import dumped, opendata
from tests.factories import register as make
from tests.factories.people import party, person
from tests.register.examples import published

pytestmark = pytest.mark.django_db(transaction=True)
NOW = datetime(2031, 6, 1, 2, 43, tzinfo=UTC)


@pytest.fixture(autouse=True)
def nothing_offered_before() -> Iterator[None]:
    """Each test has the folder of dumps to itself."""
    yield
    for path in opendata.folder().glob("*"):
        path.unlink()


def world() -> None:
    council = party("council", "Harbour Council", "organ")
    paper = make.document("paper", "The Council\nshould act.", "=States should, too.", issuers=[council])
    one = make.provision(paper, "The Council\nshould act.", addressees=[council], themes=["media"])
    make.provision(paper, "=States should, too.", addressees=["states"])
    gone = make.provision(paper, "States")
    hidden = make.document("hidden", "Unpublished words.", state="review")
    make.provision(hidden, "Unpublished words.")
    withdrawn = make.document("withdrawn", "Withdrawn words.", state="withdrawn")
    make.provision(withdrawn, "Withdrawn words.")
    with guard.writing("factory"):
        Provision.objects.filter(pk=gone.pk).update(withdrawn=True)
        for document, words in ((paper, "Que le Conseil agisse."), (hidden, "Mots cachés.")):
            made = Translation.objects.create(document=document, language="fr", title="Titre", entered_at=NOW)
            Wording.objects.create(translation=made, provision=one, text=words, standing="human",
                                   of_revision=1, entered_at=NOW)  # fmt: skip


def held(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rows(data: bytes) -> list[dict[str, Any]]:
    return [json.loads(line) for line in data.splitlines()]


def test_everything_published_is_in_it_and_nothing_else(tmp_path: Path) -> None:
    world()
    person("Mira", role="secretariat")
    opendata.dump(tmp_path / "all.zip", now=NOW)
    files = held(tmp_path / "all.zip")
    assert [d["slug"] for d in rows(files["documents.jsonl"])] == ["paper"]
    text = rows(files["documents.jsonl"])[0]["text"]
    provisions = rows(files["provisions.jsonl"])
    assert [text[p["start"] : p["end"]] for p in provisions] == [p["text"] for p in provisions]
    assert [p["addressees"][0]["name"] for p in provisions] == ["Harbour Council", "states"]
    table = list(csv.DictReader(io.StringIO(files["provisions.csv"].decode("utf-8-sig"))))
    assert [row["text"] for row in table] == ["The Council should act.", "'=States should, too."]
    assert [w["text"] for w in rows(files["wordings.jsonl"])] == ["Que le Conseil agisse."]
    assert "council" in {p["key"] for p in rows(files["parties.jsonl"])}
    assert len(rows(files["vocabulary.jsonl"])) > 50
    everything = b"".join(files.values())
    for secret in (b"Unpublished", b"Withdrawn words", "Mots cachés".encode(), b"mira@example.org", b"Mira"):
        assert secret not in everything


def test_the_manifest_tells_terms_and_state_and_the_ledger_verifies(tmp_path: Path, settings: Any) -> None:
    _officer, document, _provision = published()
    told = opendata.dump(tmp_path / "all.zip", now=NOW)
    files = held(tmp_path / "all.zip")
    assert json.loads(files["manifest.json"]) == told
    assert told["licence"]["id"] == "CC-BY-4.0"
    assert b"Creative Commons Attribution 4.0" in files["LICENCE.txt"] and b"README" not in files["README.md"]
    ledger = files["ledger.jsonl"].decode().splitlines()
    outcome = verification(ledger)
    assert outcome.holds and outcome.entries == told["ledger"]["entries"] > 0
    assert outcome.head == told["ledger"]["hash"]
    counts = {file["name"]: file["count"] for file in told["files"]}
    assert counts["provisions.jsonl"] == counts["provisions.csv"] == document.provisions.count()
    assert check(tmp_path / "all.zip").counts == counts


def test_a_folder_holds_the_same_and_one_that_is_there_is_left_alone(tmp_path: Path) -> None:
    world()
    opendata.dump(tmp_path / "all.zip", now=NOW)
    opendata.dump(tmp_path / "folder", now=NOW)
    assert {p.name: p.read_bytes() for p in (tmp_path / "folder").iterdir()} == held(tmp_path / "all.zip")
    assert check(tmp_path / "folder").whole
    with pytest.raises(Refused, match="is there already"):
        opendata.dump(tmp_path / "folder", now=NOW)


def test_a_changed_missing_added_or_broken_file_is_found(tmp_path: Path) -> None:
    world()
    opendata.dump(tmp_path / "d", now=NOW)
    csv_file, parties = tmp_path / "d" / "provisions.csv", tmp_path / "d" / "parties.jsonl"
    whole = csv_file.read_bytes()
    csv_file.write_bytes(whole.replace(b"Council", b"Kouncil", 1))
    assert [f.partition(" ")[0] for f in check(tmp_path / "d").faults] == ["provisions.csv"]
    csv_file.write_bytes(whole)
    parties.unlink()
    (tmp_path / "d" / "more.jsonl").write_text("{}\n")
    assert check(tmp_path / "d").faults == ("parties.jsonl is missing.", "more.jsonl is not in the manifest.")
    opendata.dump(tmp_path / "all.zip", now=NOW)
    data = bytearray((tmp_path / "all.zip").read_bytes())
    data[200] ^= 0xFF
    (tmp_path / "all.zip").write_bytes(data)
    assert not check(tmp_path / "all.zip").whole
    (tmp_path / "all.zip").write_bytes(data[: len(data) // 2])
    with pytest.raises(Refused, match="cannot be read as a dump"):
        check(tmp_path / "all.zip")


def test_it_is_of_one_moment_whatever_is_written_meanwhile(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    world()

    def meanwhile() -> None:
        made = make.document("late", "Came too late.")
        make.provision(made, "Came too late.")
        connection.close()

    def documents(site: str) -> Iterator[dict[str, Any]]:
        yield from dumped.documents(site)
        writer = threading.Thread(target=meanwhile)
        writer.start()
        writer.join()

    monkeypatch.setitem(dumped.ROWS, "documents.jsonl", documents)
    opendata.dump(tmp_path / "all.zip", now=NOW)
    assert Provision.objects.filter(document__slug="late").exists()
    assert b"Came too late" not in b"".join(held(tmp_path / "all.zip").values())


SLOW = """
import sys, time, django
django.setup()
from datetime import UTC, datetime
from koinon.register.queries import dumped, opendata
def slow(site):
    while True:
        time.sleep(0.01)
        yield {"row": "x" * 1000}
dumped.ROWS["wordings.jsonl"] = slow
opendata.offer(now=datetime(2031, 6, 1, tzinfo=UTC))
"""


def test_one_that_is_killed_midway_is_never_offered_and_leaves_nothing_behind() -> None:
    world()
    place = connection.settings_dict
    url = f"postgresql://{place['USER']}@/{place['NAME']}?host={place['HOST']}"
    env = {**os.environ, "KOINON_DATABASE_URL": url, "PYTHONPATH": os.pathsep.join(sys.path)}
    killed = subprocess.Popen([sys.executable, "-c", SLOW], env=env)
    try:
        end = time.monotonic() + 60
        while not any(p.stat().st_size for p in opendata.folder().glob(".open-data-*")):
            assert killed.poll() is None and time.monotonic() < end
            time.sleep(0.05)
        assert opendata.offers() == []
    finally:
        killed.send_signal(signal.SIGKILL)
        killed.wait()
    assert opendata.offers() == []
    opendata.offer(now=NOW)
    assert {p.name for p in opendata.folder().iterdir()} == {
        ".lock", "open-data-20310601-024300.zip", "open-data-20310601-024300.json",
    }  # fmt: skip


def test_the_newest_two_are_kept() -> None:
    for day in (1, 2, 3):
        opendata.offer(now=NOW.replace(day=day))
    assert [o.made_at.day for o in opendata.offers()] == [3, 2]
    assert len(list(opendata.folder().glob("open-data-*"))) == 4


def test_the_page_offers_it_whole_or_from_where_it_broke_off(client: Client) -> None:
    assert client.get(reverse("register:data")).status_code == 200
    assert client.get(reverse("register:data-latest")).status_code == 404
    world()
    offered = opendata.offer(now=NOW)
    page = client.get(reverse("register:data")).content.decode()
    assert offered.sha256 in page and "Creative Commons Attribution 4.0" in page
    told = client.get(reverse("register:data-manifest")).json()
    assert (told["sha256"], told["bytes"]) == (offered.sha256, offered.bytes)
    address = client.get(reverse("register:data-latest"))["Location"]
    whole = client.get(address)
    data = whole.getvalue()
    assert len(data) == int(whole["Content-Length"]) == offered.bytes
    for wanted, part in (("100-", data[100:]), ("5-9", data[5:10]), ("-7", data[-7:]), (f"0-{10**9}", data)):
        answer = client.get(address, headers={"Range": f"bytes={wanted}", "If-Range": whole["ETag"]})
        assert answer.status_code == 206 and answer.getvalue() == part
        assert int(answer["Content-Length"]) == len(part)
    assert client.get(address, headers={"Range": f"bytes={len(data)}-"}).status_code == 416
    other = client.get(address, headers={"Range": "bytes=5-9", "If-Range": '"another"'})
    assert other.status_code == 200 and other.getvalue() == data
    assert client.get(address, headers={"If-None-Match": whole["ETag"]}).status_code == 304
    assert client.get(address.replace("0601", "0602")).status_code == 404


def test_the_command_makes_checks_and_says_what_is_wrong(tmp_path: Path) -> None:
    world()
    target = str(tmp_path / "all.zip")
    done = CliRunner().invoke(register, ["dump", target, "--json"], obj=nullcontext)
    assert done.exit_code == 0 and json.loads(done.output)["path"] == target
    done = CliRunner().invoke(register, ["dump", "--check", target])
    assert done.exit_code == 0 and done.output.startswith("Whole: ")
    opendata.dump(tmp_path / "d", now=NOW)
    (tmp_path / "d" / "parties.jsonl").write_bytes(b"")
    done = CliRunner().invoke(register, ["dump", "--check", str(tmp_path / "d"), "--json"])
    assert done.exit_code == 1
    found = json.loads(done.output)
    assert not found["whole"] and found["faults"][0].startswith("parties.jsonl")
