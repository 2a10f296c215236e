"""What is written down of a run: enough to mend a fault, nothing by which a person could be found.

A line holds a time, a level, who says it and what; for a request a random number, the name of its route,
its status and how long it took. Never an address of the network, a path, a query, mail, name, token or
password: what our own code says is searched for such things, what libraries say loses every value but
numbers, and of an exception only its kind and where it happened are kept, for its words may quote anything.
"""

from __future__ import annotations

import json
import logging
import re
import sys
import threading
import traceback
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any

from gunicorn.glogging import Logger

from koinon.site.environment import Environment

REQUEST: ContextVar[str] = ContextVar("koinon_request", default="")

_FIELDS = ("route", "status", "duration_ms")
_HIDDEN = "…"
_UNTOLD = (
    re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)*"),  # mail
    re.compile(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.])"),  # IPv4
    re.compile(
        r"(?<![\w:])(?:(?:[0-9A-Fa-f]{0,4}:){3,7}[0-9A-Fa-f]{0,4}|::[0-9A-Fa-f]{1,4})(?![\w:])"
    ),  # IPv6
    re.compile(r"\?[^\s?]\S*"),  # queries
    re.compile(r"\b(?=\w*\d)(?=\w*[A-Za-z])[\w-]{20,}"),  # tokens, keys and digests
)
_QUOTED = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"|«[^»\n]*»|`[^`\n]*`")


class Lines(logging.Formatter):
    """`form`: "json" or "plain". `secrets` are words that are hidden wherever they turn up."""

    def __init__(self, form: str = "plain", secrets: Iterable[str | None] = ()) -> None:
        super().__init__()
        self.form, self.secrets = form, [word for word in secrets if word]

    def format(self, record: logging.LogRecord) -> str:
        told = self.fields(record)
        if self.form == "json":
            return json.dumps(told, ensure_ascii=False)
        head = f"{told.pop('time')} {told.pop('level')} {told.pop('logger')} {told.pop('message')}"
        trace = "".join(f"\n    {line}" for line in told.pop("trace", ()))
        return " ".join([head, *(f"{name}={value}" for name, value in told.items())]) + trace

    def fields(self, record: logging.LogRecord) -> dict[str, Any]:
        """The line's fields in their order."""
        ours = record.name.partition(".")[0] == "koinon"
        told: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": self.plain(record.getMessage() if ours else _numbers_only(record)),
        }
        if REQUEST.get():
            told["request"] = REQUEST.get()
        told |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) is not None}
        if record.exc_info and record.exc_info[1]:
            told["error"], told["trace"] = retold(record.exc_info[1])
        return told

    def plain(self, text: str) -> str:
        """The text without what must not be written down."""
        for word in self.secrets:
            text = text.replace(word, _HIDDEN)
        for untold in _UNTOLD:
            text = untold.sub(_HIDDEN, text)
        return text.replace("\n", " ")


def _numbers_only(record: logging.LogRecord) -> str:
    """A library's words, of whose values only numbers are kept."""
    values = record.args
    try:
        if isinstance(values, Mapping):
            text = str(record.msg) % {name: _number(value) for name, value in values.items()}
        else:
            text = str(record.msg) % tuple(map(_number, values or ())) if values else str(record.msg)
    except (TypeError, ValueError):
        text = str(record.msg)
    return _QUOTED.sub(_HIDDEN, text)


def _number(value: object) -> object:
    return value if isinstance(value, int | float) else _HIDDEN


def retold(error: BaseException) -> tuple[str, list[str]]:
    """The kind of an exception and of what caused it, and the lines of code it passed."""
    kinds, seen = [], error
    while seen:
        state = getattr(seen, "sqlstate", None) or getattr(seen, "errno", None)
        kinds.append(f"{type(seen).__module__}.{type(seen).__qualname__}" + (f" ({state})" if state else ""))
        cause = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
        if cause is None or len(kinds) > 5:
            break
        seen = cause
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f"{'/'.join(Path(f.filename).parts[-3:])}:{f.lineno} {f.name}" for f in frames]
    return " < ".join(kinds), lines[-25:]


def configuration(form: str, secrets: Iterable[str | None]) -> dict[str, Any]:
    """What Django is told about logging."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"lines": {"()": Lines, "form": form, "secrets": list(secrets)}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "lines"}},
        "root": {"handlers": ["stderr"], "level": "WARNING"},
        "loggers": {
            "koinon": {"level": "INFO"},
            "procrastinate": {"level": "WARNING"},
            "django.request": {"level": "ERROR"},  # what was refused to whom is nobody's business
        },
    }


def sayer(environment: Environment) -> Callable[[str], None]:
    """A voice that speaks in lines of log on standard error, for a process without Django."""
    handler = logging.StreamHandler()
    handler.setFormatter(Lines(environment.log, environment.secrets))
    log = logging.getLogger("koinon.up")
    log.addHandler(handler)
    log.setLevel(logging.INFO)
    log.propagate = False
    return lambda line: log.info(line) if line else None


def unhandled() -> None:
    """Have exceptions that nobody caught written down like all others, without their words."""
    log = logging.getLogger("koinon.unhandled")

    def tell(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if not issubclass(kind, KeyboardInterrupt):
            log.critical("The process ends.", exc_info=(kind, error, trace))

    def tell_of_thread(told: threading.ExceptHookArgs) -> None:
        if told.exc_value:
            log.error("A thread ended.", exc_info=(told.exc_type, told.exc_value, told.exc_traceback))

    sys.excepthook = tell
    threading.excepthook = tell_of_thread
    logging.captureWarnings(True)


class ServerLog(Logger):  # type: ignore[misc]
    """The web server's own log, in the same form."""

    def setup(self, cfg: Any) -> None:
        """Replace the form of its lines."""
        super().setup(cfg)
        environment = Environment.read()
        for handler in self.error_log.handlers:
            handler.setFormatter(Lines(environment.log, environment.secrets))
