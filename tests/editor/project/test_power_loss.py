"""In whatever state a power cut leaves the disk, projects open and no acknowledged edit is lost."""

from pathlib import Path

import pytest

from tests.soak.power_loss import run


def test_no_state_of_the_disk_is_unreadable_or_lacks_what_was_told_to_be_kept(tmp_path: Path) -> None:
    result = run(tmp_path, 8, "ours")
    assert result.states > 500
    assert (result.unreadable, result.lost) == (0, 0)


@pytest.mark.parametrize(("how", "is_unreadable"), [("naive", True), ("no fsync", True), ("no folder fsync", False)])
def test_every_part_of_the_protocol_is_needed(tmp_path: Path, how: str, is_unreadable: bool) -> None:
    """The control: without it, the model shows what goes wrong."""
    result = run(tmp_path, 4, how)
    assert (result.unreadable > 0) is is_unreadable
    assert result.lost > 0
