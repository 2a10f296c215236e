"""What is written down of a run, and what is not: every log of a run is searched for marked values."""

from __future__ import annotations

import http.client
import json
import logging
import re
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlencode

import psycopg
import pytest

from koinon.site import logs
from koinon.site.environment import socket_folder
from koinon.site.logs import Lines
from tests.prepared import Prepare
from tests.site.running import Running, free_port, koinon, wait_until

TOKEN = "s3cret-Token-of-the-watcher"


def line(name: str, message: str, *values: object, error: BaseException | None = None) -> dict[str, object]:
    info = (type(error), error, error.__traceback__) if error else None
    record = logging.LogRecord(name, logging.WARNING, __file__, 1, message, values, info)
    told: dict[str, object] = json.loads(Lines("json", [TOKEN]).format(record))
    return told


@pytest.mark.parametrize(
    "untold",
    [
        "mira.solano@halcyon.example", "203.0.113.9", "2001:db8::7", "::1", "fe80:0:0:0:1:2:3:4", TOKEN,
        "/search?q=torture", "a1b2c3d4e5f6a7b8c9d0e1f2",
    ],
)  # fmt: skip
def test_addresses_mail_queries_and_secrets_are_hidden_in_what_we_say(untold: str) -> None:
    message = str(line("koinon.worker", "Before %s after", untold)["message"])
    assert message.startswith("Before ") and message.endswith(" after") and "…" in message
    assert untold.rpartition("?")[2] not in message


def test_times_numbers_and_plain_words_stay() -> None:
    message = "Job 12 (register.read) was cut off at 08:15:30 and is taken up again."
    assert line("koinon.worker", message)["message"] == message


def test_of_what_a_library_says_only_its_words_and_numbers_are_kept() -> None:
    told = line("django.security", "Refused %s for '%s' after %d attempts", "Mira", "Mira Solano", 3)
    assert told["message"] == "Refused … for … after 3 attempts"
    assert line("django.x", "A %(who)s and %(n)d", {"who": "Mira", "n": 2})["message"] == "A … and 2"


def test_of_an_exception_only_its_kind_and_its_way_are_kept() -> None:
    try:
        try:
            int("Mira Solano")
        except ValueError as cause:
            raise RuntimeError("Mira Solano was here") from cause
    except RuntimeError as error:
        told = line("koinon.web", "It failed.", error=error)
    assert told["error"] == "builtins.RuntimeError < builtins.ValueError"
    assert str(told["trace"]).count("test_logs.py") == 1
    assert "Mira" not in json.dumps(told)


def test_a_request_s_line_has_its_number_route_status_and_duration() -> None:
    record = logging.LogRecord("koinon.request", logging.INFO, "", 0, "answered", (), None)
    record.__dict__ |= {"route": "register:home", "status": 200, "duration_ms": 3.5}
    token = logs.REQUEST.set("0a1b")
    try:
        told = json.loads(Lines("json").format(record))
        plain = Lines().format(record)
    finally:
        logs.REQUEST.reset(token)
    assert list(told) == ["time", "level", "logger", "message", "request", "route", "status", "duration_ms"]
    assert plain.endswith(
        "INFO koinon.request answered request=0a1b route=register:home status=200 duration_ms=3.5"
    )


CRASH = """
import logging, sys, threading
from koinon.site import logs
handler = logging.StreamHandler()
handler.setFormatter(logs.Lines("json"))
logging.getLogger().addHandler(handler)
logs.unhandled()
def fail(): raise ValueError("Mira Solano")
thread = threading.Thread(target=fail)
thread.start()
thread.join()
fail()
"""


def test_what_nobody_caught_is_written_down_without_its_words() -> None:
    done = subprocess.run([sys.executable, "-c", CRASH], capture_output=True, text=True)
    told = [json.loads(text) for text in done.stderr.splitlines()]
    assert done.returncode == 1 and "Mira" not in done.stderr
    assert [t["message"] for t in told] == ["A thread ended.", "The process ends."]


class Visitor:
    """Someone with a browser that keeps cookies, who brings marked values everywhere."""

    def __init__(self, port: int) -> None:
        self.port, self.cookies = port, ""

    def ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        headers = {
            "Host": "localhost", "X-Forwarded-For": "203.0.113.77", "User-Agent": "Markedbrowser/1",
            "Cookie": self.cookies, "Referer": f"http://localhost:{self.port}/?q=markedreferer",
            "Content-Type": "application/x-www-form-urlencoded", "Authorization": "Bearer markedbearer",
        }  # fmt: skip
        try:
            connection.request(method, path, urlencode(form) if form else None, headers)
            response = connection.getresponse()
            if cookies := response.headers.get_all("Set-Cookie"):
                self.cookies = "; ".join(cookie.partition(";")[0] for cookie in cookies)
            return response.status, response.read().decode("utf-8", "replace")
        finally:
            connection.close()


MARKED = (
    "marked.person", "Markedname", "markedpassword", "markedquery", "markedreferer", "Markedbrowser",
    "markedbearer", "markedtoken", "markedhost", "markedvalue", "203.0.113.77", "127.0.0.1",
)  # fmt: skip


@pytest.mark.heavy
@pytest.mark.parametrize("form", ["plain", "json"])
def test_a_run_with_marked_values_leaves_none_of_them_in_any_log(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch, prepared: Prepare
) -> None:
    data, port = prepared(tmp_path / "the data"), free_port()
    monkeypatch.setenv("KOINON_LOG", form)
    monkeypatch.setenv("KOINON_METRICS_TOKEN", TOKEN)
    monkeypatch.setenv("KOINON_SMTP", "smtp://marked.person:markedpassword@127.0.0.1:9")
    running = Running(data, port)
    try:
        running.until_up()
        told = koinon(
            "people", "invite", "marked.person@halcyon.example", "--name", "Markedname",
            "--role", "secretariat", "--json", data=data,
        )  # fmt: skip
        invitation = json.loads(told.stdout)["link"]
        visitor = Visitor(port)
        for path in ("/search/?q=markedquery", "/documents/markedvalue/", "/api/v1/documents/markedvalue"):
            visitor.ask("GET", path)
        visitor.ask("GET", "/people/invitations/markedtoken/")
        visitor.ask("GET", "/" + invitation.split("/", 3)[3])
        _, page = visitor.ask("GET", "/account/login/")
        secret = re.search(r'csrfmiddlewaretoken" value="(\w+)"', page)
        assert secret
        for _ in range(2):
            form_values = {
                "login": "marked.person@halcyon.example",
                "password": "markedpassword",
                "csrfmiddlewaretoken": secret[1],
            }
            visitor.ask("POST", "/account/login/", form_values)
        visitor.ask("POST", "/account/login/", {"login": "marked.person@halcyon.example"})
        assert visitor.ask("GET", "/metrics")[0] == 403
        _by_hand(port, b"GET /?markedquery HTTP/1.1\r\nHost: markedhost.example\r\n\r\n")
        _by_hand(port, b"GET /markedvalue markedquery\r\n\r\n")
        with pytest.raises(psycopg.Error):
            _ill_statement(data)
        _broken_table(data, visitor)
    finally:
        running.end()
    written = "\n".join(running.lines) + "".join(p.read_text("utf-8") for p in (data / "logs").glob("*.log*"))
    shutil.rmtree(socket_folder(data), ignore_errors=True)
    own = written.replace(f"http://localhost:{port}", "").replace("http://127.0.0.1", "")
    assert [word for word in (*MARKED, invitation.rstrip("/").rpartition("/")[2]) if word in own] == []
    assert re.search(r"route\W+account_login", own) and re.search(r"status\W+500", own)


def _by_hand(port: int, sent: bytes) -> None:
    import socket

    with socket.create_connection(("127.0.0.1", port), 10) as wire:
        wire.sendall(sent)
        wire.recv(100)


def _ill_statement(data: Path) -> None:
    """An error that PostgreSQL would like to quote."""
    with psycopg.connect(host=str(socket_folder(data)), user="koinon", dbname="koinon") as connection:
        connection.execute("SELECT 'Markedname'::int")


def _broken_table(data: Path, visitor: Visitor) -> None:
    """A fault of ours in the middle of a request: 500 with a trace in the log."""
    host = str(socket_folder(data))
    with psycopg.connect(host=host, user="koinon", dbname="koinon", autocommit=True) as connection:
        connection.execute("ALTER TABLE ledger_entry RENAME TO away")
    wait_until(lambda: visitor.ask("GET", "/ledger/?verb=markedquery")[0] == 500)
    with psycopg.connect(host=host, user="koinon", dbname="koinon", autocommit=True) as connection:
        connection.execute("ALTER TABLE away RENAME TO ledger_entry")
