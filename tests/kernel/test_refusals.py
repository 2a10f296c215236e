from __future__ import annotations

import pickle

from koinon.kernel.refusals import Refused


def test_a_refusal_crosses_processes_whole() -> None:
    sent = Refused("file.empty", "a.txt is empty.", file="a.txt", line=3)
    got = pickle.loads(pickle.dumps(sent))
    assert (type(got), got.code, got.message, got.data) == (Refused, sent.code, sent.message, sent.data)
