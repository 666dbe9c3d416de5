"""What the user has chosen, kept between starts."""

from pathlib import Path

import pytest

from editor.settings import RECENT, Settings


@pytest.fixture
def file(tmp_path: Path) -> str:
    return str(tmp_path / "settings.ini")


def test_what_is_set_is_there_at_the_next_start(file: str) -> None:
    Settings(file).set({"theme": "light", "takes": 3})
    assert Settings(file).text("theme") == "light"
    assert Settings(file).number("takes", 1) == 3


def test_it_is_known_whether_what_is_set_will_be_kept(tmp_path: Path) -> None:
    assert Settings(str(tmp_path / "settings.ini")).is_kept
    (tmp_path / "in the way").touch()
    assert not Settings(str(tmp_path / "in the way" / "settings.ini")).is_kept


def test_what_was_never_set_is_the_default(file: str) -> None:
    settings = Settings(file)
    assert settings.text("theme", "dark") == "dark"
    assert settings.number("takes", 3) == 3
    assert settings.packed("window") == b""


def test_a_number_edited_by_hand_into_words_is_the_default(file: str) -> None:
    settings = Settings(file)
    settings.set({"takes": "many"})
    assert settings.number("takes", 3) == 3


def test_packed_values_come_back_as_they_were_and_nonsense_is_nothing(file: str) -> None:
    settings = Settings(file)
    settings.set_packed("window", b"\x00\xff\x01")
    assert Settings(file).packed("window") == b"\x00\xff\x01"
    settings.set({"window": "not hexadecimal"})
    assert settings.packed("window") == b""


def test_the_newest_projects_come_first_and_each_once(file: str) -> None:
    settings = Settings(file)
    for project in ("a.otio", "b.otio", "a.otio"):
        settings.remember(project)
    assert Settings(file).recent == ("a.otio", "b.otio")


def test_only_the_last_projects_are_remembered(file: str) -> None:
    settings = Settings(file)
    for number in range(RECENT + 5):
        settings.remember(f"{number}.otio")
    assert len(settings.recent) == RECENT
    assert settings.recent[0] == f"{RECENT + 4}.otio"
