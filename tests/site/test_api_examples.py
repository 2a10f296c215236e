"""The examples of docs/how-to/api.md, run in their order against a platform that is up."""

from __future__ import annotations

import http.cookiejar
import json
import os
import re
import shlex
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.prepared import Prepare
from tests.site.running import Running, free_port, koinon

pytestmark = pytest.mark.xdist_group("api_examples")  # one platform for all of them

PAGE = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "api.md"
FENCE = re.compile(r"^```(sh|python|text)\n(.*?)^```$", re.M | re.S)
EMAIL, PASSWORD = "ines@secretariat.example", "a harbour with seven lamps"


@dataclass
class Example:
    """One block to run, and what it is said to print: None where nothing is said."""

    language: str
    text: str
    said: str | None = None


def examples() -> list[Example]:
    """The blocks of the page in their order."""
    found: list[Example] = []
    for language, text in FENCE.findall(PAGE.read_text("utf-8")):
        if language == "text":
            found[-1].said = text
        else:
            found.append(Example(language, text))
    return found


def script(blocks: list[Example]) -> str:
    """All blocks as one shell script, in which each leaves what it prints in a file of its own."""
    python = f"{shlex.quote(sys.executable)} - <<'PYTHON'\n{{}}PYTHON\n"
    parts = [
        f"{{\n{block.text if block.language == 'sh' else python.format(block.text)}}} > printed.{number}\n"
        for number, block in enumerate(blocks)
    ]
    return "set -euo pipefail\n" + "".join(parts)


def alike(printed: str, said: str) -> bool:
    """Whether something was printed as said; “…” stands for anything."""
    pattern = ".*".join(re.escape(part) for part in said.strip().split("…"))
    return re.fullmatch(pattern, printed.strip(), re.S) is not None


def join(site: str, data: Path) -> None:
    """Come in by an invitation, as someone with a browser would."""
    told = koinon("people", "invite", EMAIL, "--role", "secretariat", "--json", data=data).stdout
    path = urllib.parse.urlsplit(json.loads(told)["link"]).path
    browser = urllib.request.build_opener(
        urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar()), urllib.request.ProxyHandler({})
    )
    with browser.open(site + path) as page:
        form = page.read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', form)
    assert token
    filled = {"name": "Ines Okoro", "password": PASSWORD, "again": PASSWORD, "csrfmiddlewaretoken": token[1]}
    with browser.open(site + path, urllib.parse.urlencode(filled).encode()) as page:
        assert page.status == 200


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory, prepared: Prepare) -> Iterator[tuple[str, str]]:
    """A platform that is up, with someone of the secretariat: its address, and a token."""
    data, port = prepared(tmp_path_factory.mktemp("examples") / "the data"), free_port()
    running = Running(data, port)
    try:
        running.until_up()
        site = f"http://127.0.0.1:{port}"
        join(site, data)
        scopes = [word for scope in ("read", "upload", "review", "publish") for word in ("--scope", scope)]
        made = koinon("people", "token", EMAIL, "--name", "examples", *scopes, "--json", data=data)
        assert made.returncode == 0, made.stderr
        yield site, json.loads(made.stdout)["token"]
    finally:
        running.end()


@pytest.mark.heavy
def test_every_example_of_the_page_does_what_the_page_says(place: tuple[str, str], tmp_path: Path) -> None:
    site, token = place
    blocks = examples()
    assert len(blocks) >= 9 and {block.language for block in blocks} == {"sh", "python"}
    environment = {"PATH": os.environ["PATH"], "KOINON": site, "TOKEN": token, "no_proxy": "127.0.0.1"}
    done = subprocess.run(
        ["bash", "-c", script(blocks)],
        cwd=tmp_path,
        env=environment,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr + done.stdout
    for number, block in enumerate(blocks):
        printed = (tmp_path / f"printed.{number}").read_text("utf-8")
        assert block.said is None or alike(printed, block.said), f"{block.text}\nprinted:\n{printed}"
    assert token not in done.stdout + done.stderr


def test_the_comparison_sees_a_difference() -> None:
    assert alike("200\n412\n", "200\n412\n") and not alike("200\n428\n", "200\n412\n")
    assert alike('{"id": 1}', '{"id": …}') and not alike('{"di": 1}', '{"id": …}')
