"""What was fetched, moved to another folder: whole there before it goes here, whatever comes between."""

import hashlib
import os
from pathlib import Path

import pytest

from engine.cli import main
from engine.errors import Cancelled, ModelError, NoSpace, RequestError
from engine.models.getting import moving
from engine.models.getting.hub import Remote
from engine.models.getting.moving import Moved, move
from engine.models.getting.origin import CHECKED, note, noted
from engine.models.getting.sums import Sum
from engine.models.getting.watch import Came, Watch
from engine.models.on_disk.store import Store
from tests.engine.models.getting.server import COMMIT, bytes_of

SIZE = 300_000
NAMES = ("a--b/one.safetensors", "a--b/two.safetensors", "c--d/three.safetensors")


@pytest.fixture
def old(tmp_path: Path) -> Path:
    """Three files that were fetched, and one of the user's own."""
    folder = tmp_path / "old"
    for number, name in enumerate(NAMES):
        path, data = folder / name, bytes_of(SIZE, number)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
        sha256 = hashlib.sha256(data).hexdigest()
        note(path, Remote("a/b", COMMIT, name, SIZE, Sum("sha256", sha256)), sha256, "Apache-2.0", CHECKED)
    return folder


@pytest.fixture
def store(tmp_path: Path, old: Path) -> Store:
    store = Store(tmp_path / "store")
    store.add(old)
    return store


def are_whole(folder: Path) -> bool:
    return all((folder / name).read_bytes() == bytes_of(SIZE, number) for number, name in enumerate(NAMES))


def test_all_that_was_fetched_moves_and_is_looked_for_there(old: Path, tmp_path: Path, store: Store) -> None:
    told: list[Came] = []
    new = tmp_path / "new"
    assert move(old, new, Watch(told.append), store) == Moved(new, 3)
    assert are_whole(new)
    assert (store.folders, old.exists()) == ((new,), False)
    assert (told[-1].done, told[-1].total) == (3 * SIZE, 3 * SIZE)
    assert noted(new / NAMES[0]) is not None, "it need not be summed again"


def test_what_is_the_users_own_stays_and_so_does_the_folder(old: Path, tmp_path: Path, store: Store) -> None:
    own = old / "mine.safetensors"
    own.write_bytes(b"mine")
    move(old, tmp_path / "new", Watch(), store)
    assert own.read_bytes() == b"mine"
    assert set(store.folders) == {old, tmp_path / "new"}


def test_a_move_that_is_stopped_goes_on(
    old: Path, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, copied = tmp_path / "new", list[str]()
    watch = Watch(lambda came: watch.stop() if came.done >= SIZE else None)
    with pytest.raises(Cancelled):
        move(old, new, watch, store)
    assert are_whole(old)
    assert sorted(path.name for path in new.rglob("*.safetensors*") if path.suffix != ".json") == ["one.safetensors"]
    copy = moving._copy_one

    def copy_one(path: Path, target: Path, watch: Watch, before: int) -> None:
        copied.append(path.name)
        copy(path, target, watch, before)

    monkeypatch.setattr(moving, "_copy_one", copy_one)
    move(old, new, Watch(), store)
    assert (are_whole(new), copied) == (True, ["two.safetensors", "three.safetensors"])


def test_a_file_that_was_damaged_where_it_lay_is_not_moved_on(old: Path, tmp_path: Path, store: Store) -> None:
    path = old / NAMES[1]
    before = path.stat()
    path.write_bytes(bytes(SIZE))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))
    with pytest.raises(ModelError, match="not what it was when it came"):
        move(old, tmp_path / "new", Watch(), store)
    assert not (tmp_path / "new" / NAMES[1]).exists()
    assert store.folders == (old,)


def test_a_copy_that_came_out_wrong_costs_nothing(
    old: Path, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("os.fsync", lambda number: os.ftruncate(number, 5))
    with pytest.raises(ModelError, match="came out wrong"):
        move(old, tmp_path / "new", Watch(), store)
    assert are_whole(old)
    assert not list((tmp_path / "new").rglob("*.safetensors"))


def test_another_file_of_that_name_is_left_alone(old: Path, tmp_path: Path, store: Store) -> None:
    there = tmp_path / "new" / NAMES[0]
    there.parent.mkdir(parents=True)
    there.write_bytes(b"mine")
    with pytest.raises(ModelError, match="is another file"):
        move(old, tmp_path / "new", Watch(), store)
    assert (there.read_bytes(), are_whole(old)) == (b"mine", True)


def test_a_folder_in_the_other_is_refused(old: Path, store: Store) -> None:
    with pytest.raises(RequestError, match="one in the other"):
        move(old, old / "new", Watch(), store)


def test_a_full_disk_is_told_with_what_was_kept(
    old: Path, tmp_path: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(number: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(NoSpace, match="nothing was lost"):
        move(old, tmp_path / "new", Watch(), store)
    assert are_whole(old)


def test_the_command_moves_what_was_fetched(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    assert main(["models", "move", str(tmp_path / "new"), "--from", str(old)]) == 0
    assert "3 files were moved" in capsys.readouterr().out
    assert (are_whole(tmp_path / "new"), Store().folders) == (True, (tmp_path / "new",))
