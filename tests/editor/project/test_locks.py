"""One project, one editor: the second is told who has it."""

import json
import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from editor.project.errors import ProjectInUse
from editor.project.locks import is_held, lock_project

HOLD = """
import sys
from pathlib import Path
from editor.project.locks import lock_project
lock_project(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


def holder_of(path: Path) -> "subprocess.Popen[str]":
    """Another process that has it open, until its input ends."""
    other = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert other.stdout is not None
    assert other.stdout.readline() == "held\n"
    return other


def test_the_second_opener_is_told_who_has_the_project(path: Path) -> None:
    with holder_of(path) as other:
        with pytest.raises(ProjectInUse, match=r"night\.otio is open by") as caught:
            lock_project(path)
        holder = caught.value.holder
        assert (holder.pid, holder.host) == (other.pid, socket.gethostname())
        assert "copy" in caught.value.do
        other.communicate()
    lock = lock_project(path)
    assert lock is not None
    lock.release()


def test_the_lock_of_a_killed_process_is_no_lock(path: Path) -> None:
    with holder_of(path) as other:
        other.kill()
        other.communicate()
    assert path.with_name(".night.otio.lock").exists()
    lock = lock_project(path)
    assert lock is not None
    lock.release()
    assert not path.with_name(".night.otio.lock").exists()


def test_a_process_number_given_again_does_not_keep_a_project_locked(path: Path) -> None:
    _sign(path, socket.gethostname(), os.getpid())
    lock = lock_project(path)
    assert lock is not None
    lock.release()


def test_another_computer_is_believed_until_the_user_knows_better(path: Path) -> None:
    _sign(path, "another-computer", 1)
    with pytest.raises(ProjectInUse, match="on another-computer"):
        lock_project(path)
    lock = lock_project(path, steal=True)
    assert lock is not None
    lock.release()


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"user": 1}', b"\xff" * 100, b"[" * 4000])
def test_a_damaged_lock_file_locks_nobody_out(path: Path, content: bytes) -> None:
    path.with_name(".night.otio.lock").write_bytes(content)
    lock = lock_project(path)
    assert lock is not None
    lock.release()


def test_a_folder_that_is_not_there_is_not_locked(tmp_path: Path) -> None:
    assert lock_project(tmp_path / "gone" / "night.otio") is None


def test_of_many_that_race_one_holds_the_lock(path: Path) -> None:
    """Whoever lets go removes the file; the others must not end up on a removed one."""
    race = (
        "import sys; from pathlib import Path; from editor.project.locks import FileLock\n"
        "path, seen, wins = Path(sys.argv[1]), Path(sys.argv[1] + '.in'), 0\n"
        "while wins < 100:\n"
        "    try: lock = FileLock(path)\n"
        "    except BlockingIOError: continue\n"
        "    seen.touch(exist_ok=False); seen.unlink(); lock.release(); wins += 1\n"
    )
    racers = [subprocess.Popen([sys.executable, "-c", race, str(path)]) for _ in range(3)]
    assert [racer.wait() for racer in racers] == [0, 0, 0]
    assert not is_held(path)


def _sign(path: Path, host: str, pid: int) -> None:
    signature = {"user": "somebody", "host": host, "pid": pid, "since": 0.0}
    path.with_name(".night.otio.lock").write_text(json.dumps(signature))
