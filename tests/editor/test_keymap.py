"""The keys of commands: presets, the user's own over them, and files of both."""

from pathlib import Path

import pytest

from editor.keymap import STANDARD, Keymap, preset_keys, preset_names, read_keys, write_keys
from editor.keymap.keymap import press, split
from editor.settings import Settings
from engine.errors import LongtakeError, OutputError

KEYS = {"split": "Ctrl+K", "razor": "C", "redo": "Ctrl+Shift+Z; Ctrl+Y", "duplicate": "Ctrl+Shift+/", "flip": ""}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(str(tmp_path / "settings.ini"))


@pytest.fixture
def keymap(settings: Settings) -> Keymap:
    return Keymap(KEYS, settings)


def test_keys_are_the_standard_ones_where_nobody_has_chosen_others(keymap: Keymap) -> None:
    assert keymap.preset == STANDARD
    assert keymap.keys_of("redo") == ("Ctrl+Shift+Z", "Ctrl+Y")
    assert keymap.keys_of("flip") == ()
    assert keymap.has("C") == "razor"
    assert keymap.has("Q") is None


def test_a_key_given_to_one_command_is_taken_from_the_other_and_comes_back(keymap: Keymap) -> None:
    keymap.give("flip", ["C"])
    assert (keymap.has("C"), keymap.keys_of("razor")) == ("flip", ())
    keymap.give("split", ["C", "Ctrl+K"])
    assert keymap.has("C") == "split"
    assert keymap.keys_of("flip") == (), "which was given it before"
    keymap.reset("split")
    assert keymap.keys_of("split") == ("Ctrl+K",)
    assert keymap.has("C") == "razor", "whose it is"
    keymap.reset_all()
    assert not keymap.own


def test_one_press_has_one_owner_however_it_is_spelt(keymap: Keymap) -> None:
    assert keymap.has("Ctrl+?") == "duplicate"
    assert [press(key) for key in ("?", "Alt+Shift+{", "Ctrl++", "Num+*", "F1")] == [
        "Shift+/", "Alt+Shift+[", "Ctrl+Shift+=", "Num+Shift+8", "F1",
    ]  # fmt: skip
    keymap.give("flip", ["Ctrl+?"])
    assert keymap.keys_of("duplicate") == ()


def test_own_keys_and_the_preset_are_there_at_the_next_start(keymap: Keymap, settings: Settings) -> None:
    keymap.give("split", ["Ctrl+B"])
    keymap.choose("resolve")
    again = Keymap(KEYS, settings)
    assert again.preset == "resolve"
    assert again.own == {"split": ("Ctrl+B",)}


@pytest.mark.parametrize("stored", ["{", "[1]", '{"split": 3}', '{"gone": ["Q"]}'])
def test_settings_that_make_no_sense_leave_the_standard_keys(settings: Settings, stored: str) -> None:
    settings.set({"own_keys": stored, "keys": "nobody's"})
    keymap = Keymap(KEYS, settings)
    assert (keymap.preset, keymap.own) == (STANDARD, {})


def test_what_names_a_standard_key_is_told_the_present_one(keymap: Keymap) -> None:
    keymap.give("razor", ["B"])
    keymap.give("split", [])
    assert [keymap.instead_of(key) for key in ("C", "Ctrl+K", "Ctrl+Y", "F12")] == ["B", "", "Ctrl+Y", "F12"]


@pytest.mark.parametrize("preset", preset_names())
def test_no_preset_gives_one_key_to_two_commands(preset: str) -> None:
    keys = [press(key) for own in preset_keys(preset).values() for key in split(own)]
    assert len(keys) == len(set(keys)), sorted(key for key in keys if keys.count(key) > 1)
    for own in preset_keys(preset).values():
        assert len(split(own)) == len([key for key in own.split("; ") if key]), f"Qt understands all of {own}"


def test_keys_go_into_a_file_and_come_back(keymap: Keymap, tmp_path: Path) -> None:
    keymap.give("split", ["Ctrl+\\", '"'])
    keymap.give("redo", [])
    keymap.choose("kdenlive")
    write_keys(tmp_path / "keys.toml", keymap.preset, keymap.own)
    keymap.choose(STANDARD)
    keymap.reset_all()
    preset, own = read_keys(tmp_path / "keys.toml")
    assert keymap.take_all(preset, own) == 2
    assert (keymap.preset, keymap.own) == ("kdenlive", {"split": ("Ctrl+\\", '"'), "redo": ()})


def test_what_is_no_file_of_keys_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "notes.toml").write_text("keys = 3", encoding="utf-8")
    with pytest.raises(LongtakeError, match="holds no keyboard shortcuts"):
        read_keys(tmp_path / "notes.toml")
    with pytest.raises(LongtakeError, match="cannot be read"):
        read_keys(tmp_path / "none.toml")
    with pytest.raises(OutputError, match="cannot be written"):
        write_keys(tmp_path / "nowhere" / "keys.toml", STANDARD, {})
