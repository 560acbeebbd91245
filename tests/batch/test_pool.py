"""Workers that crash, hang or ask for too much memory concern their own task only."""

from __future__ import annotations

import os
import time

from batch.pool import Died, Done, Pool
from records.errors import BadDocument

MEMORY = 4_000_000_000


def collect(pool: Pool[str]) -> dict[str, Done[str]]:
    done = {}
    while pool.open:
        ended = pool.next()
        done[ended.label] = ended
    return done


def test_one_bad_task_leaves_the_others_alone() -> None:
    with Pool[str](2, MEMORY) as pool:
        pool.submit("exit", os._exit, 3, timeout=60)
        pool.submit("crash", os.abort, timeout=60)
        pool.submit("hang", time.sleep, 600, timeout=2)
        pool.submit("memory", bytearray, 10**12, timeout=60)
        pool.submit("good", len, "four", timeout=60)
        pool.submit("raises", int, "x", timeout=60)
        done = collect(pool)
    assert done["good"].result == 4
    assert done["good"].error is None
    assert isinstance(done["exit"].error, Died)
    assert done["crash"].error == Died(6)
    assert "no answer within 2 s" in reason(done["hang"])
    assert "more memory" in reason(done["memory"])
    assert "ValueError" in reason(done["raises"])


def reason(done: Done[str]) -> str:
    assert isinstance(done.error, BadDocument)
    return done.error.reason
