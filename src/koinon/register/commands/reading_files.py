"""Reading many files at once: both cores, one bad file never costs another."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from koinon.kernel.refusals import Refused
from koinon.register.engine.documents import Reading

if TYPE_CHECKING:
    from koinon.kernel.directory import Directory
    from koinon.register.engine.vocabulary import Vocabulary

SUFFIXES = frozenset({".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".odt"})
# Below this many bytes a second process costs more time to start than it saves.
WORTH_A_PROCESS = 1_000_000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file: a reading, or the sentence that says why not."""

    path: Path
    reading: Reading | None = None
    problem: str | None = None


def documents(paths: Sequence[Path]) -> list[Path]:
    """The files meant by `paths`: each file once, folders with every document below them, sorted."""
    found: dict[Path, None] = {}
    for path in paths:
        if path.is_dir():
            found.update(dict.fromkeys(_below(path)))
        else:
            found[path] = None
    return list(found)


def outcomes(paths: Sequence[Path], done: Callable[[Outcome], object] = lambda _: None) -> list[Outcome]:
    """Read every file, in the order of `paths`; `done` is told of each as it is finished."""
    found: dict[Path, Outcome] = {}
    for outcome in _apart(paths) if _in_parallel(paths) else map(outcome_of, paths):
        found[outcome.path] = outcome
        done(outcome)
    return [found[path] for path in paths]


def outcome_of(path: Path) -> Outcome:
    """Read one file; whatever goes wrong becomes a sentence."""
    from koinon.register.engine.reader import reading
    from koinon.register.engine.sources.extract import extract
    from koinon.register.engine.sources.limits import weighed

    try:
        if not path.is_file():
            raise Refused("no_such_file", "{path} is not a file: check the name and the folder.", path=path)
        weighed(str(path), path.stat().st_size)
        directory, vocabulary = _known()
        source = extract(str(path), path.read_bytes())
        return Outcome(path, reading(source, directory=directory, vocabulary=vocabulary))
    except Refused as refused:
        return Outcome(path, problem=refused.message)
    except OSError as error:
        return Outcome(path, problem=f"{path} cannot be opened ({error.strerror}): check its permissions.")
    except Exception as error:
        what = f"{type(error).__name__}: {error}"
        return Outcome(
            path, problem=f"{path} met a fault of the reader itself ({what}): please report it with the file."
        )


@cache
def _known() -> tuple[Directory, Vocabulary]:
    """The parties and terms that come with Koinon, loaded once a process."""
    from koinon.people.engine import catalogue
    from koinon.register.engine import vocabulary

    return catalogue.directory(), vocabulary.default()


def _below(folder: Path) -> list[Path]:
    return sorted(
        path
        for path in folder.rglob("*")
        if path.suffix.lower() in SUFFIXES
        and path.is_file()
        and not any(part.startswith((".", "~$")) for part in path.relative_to(folder).parts)
    )


def _in_parallel(paths: Sequence[Path]) -> bool:
    """Whether other processes pay off, or are wanted because PDFs are parsed by native code."""
    if len(paths) < 2:
        return False
    pdfs = any(path.suffix.lower() == ".pdf" for path in paths)
    return pdfs or sum(path.stat().st_size for path in paths if path.is_file()) > WORTH_A_PROCESS


def _pool(workers: int) -> ProcessPoolExecutor:
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_deaf_to_interrupts
    )


def _deaf_to_interrupts() -> None:
    """Ctrl-C reaches the whole process group: only the parent answers it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _apart(paths: Sequence[Path]) -> Iterator[Outcome]:
    """Read in worker processes; after a crash what is left is read one by one, to see which file it was."""
    pool = _pool(min(os.cpu_count() or 1, len(paths)))
    left = dict.fromkeys(paths)
    try:
        futures = {pool.submit(outcome_of, path): path for path in paths}
        for outcome in _finished(futures):
            del left[outcome.path]
            yield outcome
    except BrokenProcessPool:
        _stop(pool)  # a worker that was just starting when another died is not ended by the pool itself
    except BaseException:
        _stop(pool)
        raise
    pool.shutdown(wait=False, cancel_futures=True)
    yield from _one_by_one(list(left))


def _finished(futures: dict[Future[Outcome], Path]) -> Iterator[Outcome]:
    for future in as_completed(futures):
        yield future.result()


def _one_by_one(paths: Sequence[Path]) -> Iterator[Outcome]:
    """Read in one process at a time; a file that ends its process is named, and the next goes on."""
    pool = _pool(1)
    try:
        for path in paths:
            try:
                yield pool.submit(outcome_of, path).result()
            except BrokenProcessPool:
                _stop(pool)
                pool = _pool(1)
                problem = (
                    f"{path} brought the reader down: print it to a new PDF, or save it as text, and retry."
                )
                yield Outcome(path, problem=problem)
    finally:
        _stop(pool)


def _stop(pool: ProcessPoolExecutor) -> None:
    """End the workers now; waiting would let an unwanted file run to its end."""
    workers = list((pool._processes or {}).values())
    pool.shutdown(wait=False, cancel_futures=True)
    for worker in workers:
        worker.terminate()
