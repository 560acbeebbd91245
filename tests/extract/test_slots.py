"""Slots bound the runs of a program over threads and processes, and a killed holder frees its slot."""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from extract.ocr.slots import OcrSlots
from records.errors import FileAccess

ROOT = Path(__file__).resolve().parents[2]
HOLDER = """
import sys, time
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from extract.ocr.slots import OcrSlots
with OcrSlots(Path(sys.argv[2]), 1).hold():
    print("held", flush=True)
    time.sleep(600)
"""


def holder(folder: Path) -> subprocess.Popen[str]:
    """A process that holds the only slot of the folder."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(ROOT), str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "held\n"
    return process


def test_threads_never_hold_more_than_the_slots(tmp_path: Path) -> None:
    slots, running, most, lock = OcrSlots(tmp_path, 2), 0, 0, threading.Lock()

    def work() -> None:
        nonlocal running, most
        with slots.hold():
            with lock:
                running += 1
                most = max(most, running)
            time.sleep(0.02)
            with lock:
                running -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert most == 2
    assert running == 0


def test_a_killed_process_frees_its_slot(tmp_path: Path) -> None:
    process = holder(tmp_path)
    entered = threading.Event()

    def wait() -> None:
        with OcrSlots(tmp_path, 1).hold():
            entered.set()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    assert not entered.wait(0.3), "two held the only slot"
    process.send_signal(signal.SIGKILL)
    process.wait()
    assert process.stdout is not None
    process.stdout.close()
    assert entered.wait(10)
    thread.join(10)


def test_a_slot_is_free_again_after_an_error(tmp_path: Path) -> None:
    slots = OcrSlots(tmp_path, 1)
    with pytest.raises(KeyError), slots.hold():
        raise KeyError
    with slots.hold():
        pass


def test_a_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(FileAccess):
        OcrSlots(tmp_path / "file" / "slots", 1)
    with pytest.raises(ValueError, match="at least one"):
        OcrSlots(tmp_path, 0)
