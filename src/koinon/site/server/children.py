"""Child processes that end with their parent, even when the parent is killed."""

from __future__ import annotations

import contextlib
import ctypes
import os
import pwd
import signal
import struct
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from koinon.kernel.refusals import Refused

# linux/prctl.h, linux/securebits.h and linux/capability.h
_SET_PDEATHSIG, _SET_KEEPCAPS, _SET_SECUREBITS, _CAP_AMBIENT, _CAP_AMBIENT_RAISE = 1, 8, 28, 47, 2
_NO_SETUID_FIXUP = 1 << 2
_CAPABILITY_VERSION_3, _CAP_DAC_OVERRIDE = 0x20080522, 1

LINUX = sys.platform.startswith("linux")
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class Identity:
    """The user a child runs as. `reaching` keeps the one capability of root that lets it walk through
    folders closed to everyone else, such as a home folder that holds the installation."""

    uid: int
    gid: int
    reaching: bool = False


def nobody() -> Identity:
    """The unprivileged user that every system has."""
    try:
        user = pwd.getpwnam("nobody")
    except KeyError as error:
        raise Refused(
            "server.no_unprivileged_user",
            "PostgreSQL will not run as root and this system has no user called nobody: "
            "start Koinon as an ordinary user.",
        ) from error
    return Identity(user.pw_uid, user.pw_gid)


def reachable(path: Path) -> bool:
    """Whether any user may walk through every folder above `path`."""
    return all(folder.stat().st_mode & 0o001 for folder in path.absolute().parents)


def spawn(
    command: Sequence[str | Path],
    *,
    last_wish: signal.Signals,
    identity: Identity | None = None,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
    output: IO[bytes] | int | None = None,
) -> subprocess.Popen[bytes]:
    """Start a child in a session of its own (Ctrl-C reaches the parent alone, which stops it in order).

    On Linux the kernel sends it `last_wish` when the parent dies. Call it from the main thread: the
    kernel watches the thread that forked.
    """
    parent = os.getpid()

    def prepare() -> None:
        if identity:
            _become(identity)
        if LINUX:
            _libc.prctl(_SET_PDEATHSIG, int(last_wish), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)  # the parent died before the kernel was told to watch it

    try:
        return subprocess.Popen(
            [os.fspath(part) for part in command],
            cwd=folder,
            env={**os.environ, **(variables or {})},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT if output is not None else None,
            start_new_session=True,
            preexec_fn=prepare,
        )
    except subprocess.SubprocessError as error:
        raise Refused(
            "server.child",
            "{name} could not be started as an unprivileged user: start Koinon as an ordinary user.",
            name=Path(command[0]).name,
        ) from error


def _become(identity: Identity) -> None:
    """Give up root, but for the way through closed folders when it is needed and we have it."""
    if identity.reaching and LINUX:
        _libc.prctl(_SET_KEEPCAPS, 1, 0, 0, 0)
        _libc.prctl(_SET_SECUREBITS, _NO_SETUID_FIXUP, 0, 0, 0)  # else access(2) forgets what is kept
    os.setgroups([])
    os.setgid(identity.gid)
    os.setuid(identity.uid)
    if identity.reaching and LINUX:
        header = struct.pack("Ii", _CAPABILITY_VERSION_3, 0)
        kept = 1 << _CAP_DAC_OVERRIDE
        _libc.capset(header, struct.pack("6I", kept, kept, kept, 0, 0, 0))
        _libc.prctl(_CAP_AMBIENT, _CAP_AMBIENT_RAISE, _CAP_DAC_OVERRIDE, 0, 0)


def stop(process: subprocess.Popen[bytes], *steps: tuple[signal.Signals, float]) -> int:
    """Send each signal in turn, waiting its seconds; kill at last. Returns the exit code."""
    for wish, patience in steps:
        if process.poll() is not None:
            break
        _signal_quietly(process.send_signal, wish)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(patience)
    if process.poll() is None:
        process.kill()
    return process.wait()


def _signal_quietly(send: Callable[[int], None], wish: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError):
        send(wish)
