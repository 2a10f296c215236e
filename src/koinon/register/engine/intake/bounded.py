"""A process that parses files from anywhere may take only so much memory."""

from __future__ import annotations

import multiprocessing
import resource
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager

MOST = 3 * 2**30  # bytes of address space


def bound_memory() -> None:
    """Called first in a child process: what asks for more ends that process alone."""
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    most = MOST if hard == resource.RLIM_INFINITY else min(MOST, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, hard))


@contextmanager
def one_process(first: Callable[[], object] = bound_memory) -> Iterator[ProcessPoolExecutor]:
    """A fresh child process that calls `first` and then what is submitted; killed when the block ends."""
    pool = ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn"), initializer=first)
    try:
        yield pool
    finally:
        for process in list((pool._processes or {}).values()):
            process.kill()
        pool.shutdown(wait=False, cancel_futures=True)
