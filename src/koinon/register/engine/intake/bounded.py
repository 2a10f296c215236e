"""A process that parses files from anywhere may take only so much memory."""

from __future__ import annotations

import resource

MOST = 3 * 2**30  # bytes of address space


def bound_memory() -> None:
    """Called first in a child process: what asks for more ends that process alone."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST if hard == resource.RLIM_INFINITY else min(MOST, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))
