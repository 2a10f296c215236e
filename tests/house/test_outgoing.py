"""Nothing here asks another machine for anything, but for what is named: no request can be steered inside."""

from __future__ import annotations

import ast
from pathlib import Path

SOURCE = Path(__file__).resolve().parent.parent.parent / "src" / "koinon"
WAYS_OUT = {
    "socket", "ssl", "http", "urllib", "urllib3", "requests", "httpx", "aiohttp", "ftplib", "smtplib",
    "telnetlib", "xmlrpc", "websockets", "paramiko", "boto3", "pycurl", "webbrowser", "asyncio",
}  # fmt: skip
HARMLESS = {"urllib.parse", "http.HTTPStatus"}
WHERE = {
    "observatory/actions/alert_mail.py": "smtplib",  # the same, of mails of alerts
    "register/actions/digests.py": "smtplib",  # its errors, when a mail does not go out
    "register/actions/posting.py": "smtplib",  # the same, of letters about dates
    "people/actions/reaching.py": "http socket ssl",  # the open internet, at no other machine's steering
    "register/actions/fetching.py": "http",  # the page that evidence links to, by that door
    "site/checks/machine.py": "smtplib",  # `koinon check` greets the mail server that the settings name
    "site/server/up.py": "http socket",  # the parent asks its own children on loopback
    "site/server/worker.py": "asyncio",  # the loop that jobs run in; it opens nothing
}


def ways(file: Path) -> set[str]:
    """The modules of WAYS_OUT that a file imports."""
    found = set()
    for node in ast.walk(ast.parse(file.read_text("utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        for name in names:
            if name.partition(".")[0] in WAYS_OUT and not any(name.startswith(ok) for ok in HARMLESS):
                found.add(name.partition(".")[0])
    return found


def test_only_what_is_named_reaches_out() -> None:
    found = {str(file.relative_to(SOURCE)): ways(file) for file in SOURCE.rglob("*.py")}
    assert {name: " ".join(sorted(kinds)) for name, kinds in found.items() if kinds} == WHERE


def test_nothing_is_unpickled_run_or_made_of_words() -> None:
    """No pickle, no eval, no shell: words from outside never become code."""
    found = []
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                module = node.module or "" if isinstance(node, ast.ImportFrom) else node.names[0].name
                if module.partition(".")[0] in ("pickle", "marshal", "shelve", "dill", "yaml", "jinja2"):
                    found.append(f"{file.name}:{node.lineno} imports {module}")
            if isinstance(node, ast.Call):
                called = node.func
                if isinstance(called, ast.Name) and called.id in ("eval", "exec", "compile", "__import__"):
                    found.append(f"{file.name}:{node.lineno} calls {called.id}")
                if any(word.arg == "shell" for word in node.keywords):
                    found.append(f"{file.name}:{node.lineno} asks a shell")
                if isinstance(called, ast.Attribute) and called.attr == "from_string":
                    found.append(f"{file.name}:{node.lineno} makes a template of a string")
    assert not found


def test_templates_of_sentences_are_written_in_the_source() -> None:
    """What is filled in is never itself a template: `Refused(code, f"…{name}…", …)` would make it one."""
    found = []
    terminal = SOURCE / "site" / "server"  # says numbers of the operator's own to the operator
    for file in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if file.parent == terminal:
                continue
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.keywords:
                at = {"sentence": 0, "no": 0, "Refused": 1, "NotFound": 1, "NotPermitted": 1}.get(
                    node.func.id
                )
                if at is not None and len(node.args) > at:
                    made = [n for n in ast.walk(node.args[at]) if isinstance(n, ast.JoinedStr | ast.BinOp)]
                    found += [f"{file.relative_to(SOURCE)}:{node.lineno}" for _ in made]
    assert not found
