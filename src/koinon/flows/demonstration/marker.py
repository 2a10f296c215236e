"""What the demonstration notes in the data folder: the sign-ins, and whether it is finished.

Knows nothing of Django, so that a later start costs nothing.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

NAME = "Halcyon Partnership"


def _noted(data: Path) -> dict[str, Any]:
    path = data / "demonstration.json"
    noted: dict[str, Any] = json.loads(path.read_text("utf-8")) if path.is_file() else {}
    return noted


def sign_ins(data: Path) -> dict[str, str]:
    """The demonstration's passwords by address, made at random for each installation."""
    found: dict[str, str] = _noted(data).get("sign_ins", {})
    return found


def finished(data: Path) -> bool:
    """Whether the demonstration was filled to its end before."""
    return bool(_noted(data).get("finished"))


def keep(data: Path, email: str, password: str) -> None:
    """Note a sign-in, readable by the owner of the installation only."""
    _write(data, {**_noted(data), "sign_ins": {**sign_ins(data), email: password}})


def finish(data: Path) -> None:
    """Note that everything is done."""
    _write(data, {**_noted(data), "finished": True})


def _write(data: Path, noted: dict[str, Any]) -> None:
    path = data / "demonstration.json"
    draft = path.with_suffix(".draft")
    draft.touch(0o600)
    draft.write_text(json.dumps(noted, indent=1), "utf-8")
    draft.replace(path)
