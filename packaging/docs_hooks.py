"""What the documentation takes from the program when it is built: its pictures, its mark, its keys and its layers."""

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from unittest.mock import MagicMock

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "resources"
SHARED = "../resources/pictures/"  # as a page in docs/ names a picture of the README
KEYS, LAYERS = "<!-- keys -->", "<!-- layers -->"  # where what is made goes

sys.path.insert(0, str(ROOT))


def on_files(files: Files, *, config: MkDocsConfig) -> Files:
    """The pictures of the README that a page shows, and the mark, without a second copy in the repository."""
    pages = "".join(page.read_text(encoding="utf-8") for page in Path(config.docs_dir).glob("*.md"))
    for name in sorted(set(re.findall(re.escape(SHARED) + r"([\w.-]+)", pages))):
        files.append(File.generated(config, f"shared/{name}", abs_src_path=str(RESOURCES / "pictures" / name)))
    mark = RESOURCES / "icons" / "longtake.svg"
    files.append(File.generated(config, f"pictures/{mark.name}", abs_src_path=str(mark)))
    return files


def on_page_markdown(markdown: str, **_: object) -> str:
    return with_tables(markdown.replace(SHARED, "shared/"))


def on_post_build(*, config: MkDocsConfig) -> None:
    """What the theme brings for debuggers and for other languages is left out."""
    assets = Path(config.site_dir, "assets")
    shutil.rmtree(assets / "javascripts" / "lunr", ignore_errors=True)
    for path in assets.rglob("*.map"):
        path.unlink()


def with_tables(markdown: str) -> str:
    """A page with what is made in place of its mark."""
    for mark, make in ((KEYS, key_tables), (LAYERS, layers)):
        if mark in markdown:
            markdown = markdown.replace(mark, "\n".join(make()))
    return markdown


def layers() -> Iterator[str]:
    """Lines of Markdown: what each half is built of, from the top down, as the contracts have it."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    for contract in project["tool"]["importlinter"]["contracts"]:
        if contract["type"] == "layers" and contract.get("exhaustive"):
            yield from ("", f"**{contract['containers'][0]}**, from the top down:", "")
            yield from (f"{number}. `{names}`" for number, names in enumerate(contract["layers"], 1))


def key_tables() -> Iterator[str]:
    """Lines of Markdown: each menu's verbs that have a key in any preset."""
    from editor.keymap import STANDARD, preset_names
    from editor.ui.window.menus import BAR, GENERATE

    names = {STANDARD: "Standard", **preset_names()}
    labels, keys = labels_and_keys(tuple(names))
    for title, table in BAR.items():
        rows = [name for name in (*(GENERATE if title == "Generate" else ()), *table) if name in labels]
        shown = [name for name in rows if any(keys[preset][name] for preset in names)]
        if shown:
            yield from ("", f"## {title}", "", f"| | {' | '.join(names.values())} |", "|---" * (len(names) + 1) + "|")
        for name in shown:
            cells = (_as_code(keys[preset][name]) for preset in names)
            yield f"| {labels[name]} | {' | '.join(cells)} |"


def labels_and_keys(presets: tuple[str, ...]) -> tuple[dict[str, str], dict[str, Mapping[str, tuple[str, ...]]]]:
    """What every command is called, and by preset the keys of each."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from editor.keymap import Keymap
    from editor.ui.window.commands import all_commands

    # Commands hold what they would do to a window, and do nothing to it before somebody chooses them.
    commands = all_commands(MagicMock())
    standard = {name: command.shortcut for name, command in commands.items()}
    keymaps = {preset: Keymap(standard, _Chosen(preset)) for preset in presets}  # type: ignore[arg-type]
    keys = {preset: {name: keymap.keys_of(name) for name in commands} for preset, keymap in keymaps.items()}
    return {name: command.label.rstrip("…") for name, command in commands.items()}, keys


class _Chosen:
    """The settings of somebody who chose this preset and changed nothing."""

    def __init__(self, preset: str) -> None:
        self._preset = preset

    def text(self, name: str, default: str = "") -> str:
        return self._preset if name == "keys" else default


def _as_code(keys: tuple[str, ...]) -> str:
    """A bar would end the cell; a backtick needs two around it."""
    marked = (f"`` {key} ``" if "`" in key else f"`{key}`" for key in keys)
    return ", ".join(marked).replace("|", "&#124;")
