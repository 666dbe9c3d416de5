"""What the documentation says is so: menus, keys, errors, pictures; and it can be read without a network."""

import re
import subprocess
import sys
from html import escape, unescape
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from editor.keymap import preset_keys, preset_names
from editor.keymap.keymap import split
from editor.ui.window.command import Command
from editor.ui.window.commands import all_commands
from editor.ui.window.explained import part_about
from editor.ui.window.menus import BAR, GENERATE
from tests.docs.prose import DOCS, KEY, PICTURE, ROOT, captions, is_a_text, named, pages, prose

MOST, MOST_OF_ALL = 150_000, 3_000_000  # bytes of a picture, and of all
HELD = {"Ctrl", "Shift", "Alt", "Esc", "Return", "Space"}  # keys that are no command's
GENERATED = ("extend", "bridge", "between", "keyframes", "takes", "measured")  # pages whose pictures show what was made
PATH = " > "
OTHERS = {"python", "vta"}  # pages on which a word in italics is one of the field


@pytest.fixture(scope="module")
def commands() -> dict[str, Command]:
    """They hold what they would do to a window, and do nothing to it before somebody chooses them."""
    return all_commands(MagicMock())


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages as `make docs` builds them: a link or a picture that leads nowhere ends it."""
    folder = tmp_path_factory.mktemp("site")
    # not --quiet: what it does not print, --strict does not count
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    built = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return folder


def test_the_built_pages_bring_all_they_need_and_ask_nobody_for_more(site: Path) -> None:
    asked = re.compile(r"<(?:script|link|img|iframe)[^>]*(?:src|href)=\"(?:https?:)?//[^\"]*")
    assert {page.name: asked.findall(page.read_text()) for page in site.glob("*.html")} == {
        f"{name}.html": [] for name in (*pages(), "404")
    }
    assert (site / "search" / "search_index.js").is_file(), "a page from the disk can fetch no index"


def test_the_page_of_keys_has_every_set_as_the_program_has_it(site: Path, commands: dict[str, Command]) -> None:
    page = (site / "shortcuts.html").read_text()
    assert all(f">{name}</th>" in page for name in ("Standard", *preset_names().values()))
    listed = {name for table in (*BAR.values(), GENERATE) for name in table if name in commands}
    for name in listed:
        assert all(as_shown(key) in page for key in split(commands[name].shortcut)), name
    for preset in preset_names():
        for name, keys in preset_keys(preset).items():
            assert name in listed, f"{preset} has keys for {name}"
            assert all(as_shown(key) in page for key in split(keys)), f"{preset}: {name}"
    assert f"<td>{commands['split'].label}</td>" in page


def as_shown(key: str) -> str:
    return f"<code>{escape(key, quote=False)}</code>"


def test_the_page_for_contributors_has_the_layers_as_they_are_enforced(site: Path) -> None:
    page = (site / "contributing.html").read_text()
    assert all(
        f"<code>{layer}</code>" in page for layer in ("session", "timeline", "hosts", "errors : requests : version")
    )


def test_every_menu_path_leads_to_a_row(commands: dict[str, Command]) -> None:
    shown = {each.label.rstrip("…") for each in commands.values()}
    for page, markdown in pages().items():
        for path in (name for name in named(markdown) if PATH in name):
            title, *rest = path.split(PATH)
            if title in BAR:
                labels = {commands[row].label.rstrip("…") for row in BAR[title] if row in commands}
                submenus = {row[1:] for row in BAR[title] if row.startswith(">")}
                assert rest[-1] in labels, f"{page}: {path}"
                assert set(rest[:-1]) <= submenus, f"{page}: {path}"
            assert all(name in shown or is_a_text(name) for name in (title, *rest)), f"{page}: {path}"


def test_what_the_pages_name_in_italics_is_in_the_window(commands: dict[str, Command]) -> None:
    shown = {each.label.rstrip("…") for each in commands.values()}
    wrong = {
        f"{page}: {name}"
        for page, markdown in pages().items()
        for name in named(markdown)
        if page not in OTHERS and PATH not in name and name not in shown and not is_a_text(name)
    }
    assert not wrong


def test_every_key_is_the_standard_one_of_the_verb_it_stands_behind(commands: dict[str, Command]) -> None:
    keys = {key for command in commands.values() for key in command.keys}
    by_label = {command.label.rstrip("…"): command.keys for command in commands.values()}
    for page, markdown in pages().items():
        unknown = {unescape(key) for key in KEY.findall(prose(markdown))} - keys - HELD
        assert not unknown, page
        for name, key in re.findall(r"\*([^*]+)\*\s\(<kbd>(.+?)</kbd>\)", prose(markdown)):
            label = " ".join(name.split()).split(PATH)[-1]
            assert unescape(key) in by_label.get(label, (unescape(key),)), f"{page}: {label} is {by_label[label]}"


def test_every_error_that_is_explained_is_one_the_program_can_show() -> None:
    told = re.findall(r"^### (.+)$", pages()["troubleshooting"], re.MULTILINE)
    assert len(told) >= 25
    assert [text for text in told if not is_a_text(text)] == []


def test_every_error_that_is_explained_leads_to_its_part_of_the_built_page(site: Path) -> None:
    told = re.findall(r"^### (.+)$", pages()["troubleshooting"], re.MULTILINE)
    page = site / "troubleshooting.html"
    parts = [part_about(text.replace("…", "a name"), page) for text in told]
    assert None not in parts
    assert len(set(parts)) == len(told)


def test_every_picture_is_shown_and_small() -> None:
    shown = {(DOCS / name).resolve() for page in pages().values() for name in PICTURE.findall(page)}
    ours = sorted((DOCS / "pictures").glob("*.jpg"))
    assert shown >= set(ours), "a picture that no page shows"
    assert [path.name for path in ours if path.stat().st_size > MOST] == []
    assert sum(path.stat().st_size for path in ours) <= MOST_OF_ALL


@pytest.mark.parametrize("page", GENERATED)
def test_every_picture_of_what_was_made_names_its_model(page: str) -> None:
    told = dict(captions(pages()[page]))
    assert told
    for picture, caption in told.items():
        assert caption.startswith("*"), f"{picture} has no caption"
        assert re.search("built-in|PUSA on Wan", caption), f"{picture} does not name its model"
