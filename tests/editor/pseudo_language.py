"""A language that puts ⟦ ⟧ around every text of the catalogues, and a walk through the window that finds all others.

Run: python -m tests.editor.pseudo_language FOLDER. It prints a line for each text that is shown without having been
looked up: what is outside of the brackets, and where it was seen.
"""

import gettext
import os
import re
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter
from typing import Any

import editor.words
from engine.models.getting.offers import offers
from engine.models.on_disk.shelf import Shelf
from engine.presets import CONTINUATION, NEGATIVE

MODELS = Path(__file__).parents[2] / "resources" / "models.toml"
NAMES = {
    *("surf", "bird", "mp4", "Big Swell", "Picture", "Cutaways", "Location"),  # the user's own
    *("Close Gap", "Generate", "Mark", "Open the scene"),  # what the scene's own edits are called
    *("Longtake", "Premiere", "Resolve", "Kdenlive", "Standard", "ProRes 422 HQ", "8-bit 4:2:0"),
    *("Alt", "Ctrl", "Shift", "Del"),
    *("A machine of tests", "Longtake built-in model", "Needs nothing and runs on a processor.", "Making frames"),
    *("everything on the GPU; peak 5.0 GB", "google/umt5-xxl", "fp8", "https://huggingface.co", "huggingface.co"),
    *("Scroll Left", "Scroll Right"),  # Qt's own, which Qt translates
}


class Pseudo(gettext.NullTranslations):
    """What a value is put into is bracketed piece by piece, so that the value itself stands outside."""

    def gettext(self, text: str) -> str:
        return bracketed(text)

    def ngettext(self, one: str, many: str, count: int) -> str:
        return bracketed(one if count == 1 else many)


def bracketed(text: str) -> str:
    found = []
    for words, name, form, conversion in Formatter().parse(text):
        found.append(f"⟦{words}⟧" if words else "")
        if name is not None:
            found.append("{" + name + (f"!{conversion}" if conversion else "") + (f":{form}" if form else "") + "}")
    return "".join(found)


@cache
def unworded(text: str) -> str:
    """What stands outside of the brackets and is not the user's own, a number or a name."""
    text = names().sub(" ", text)
    while (rest := re.sub(r"⟦[^⟦⟧]*(⟧|$)", " ", text)) != text:
        text = rest
    if not re.search(
        "[a-z]{2}", re.sub(r"<[^>]*>|/[\w./…-]+", "", text)
    ):  # paths, keys, units, timecodes and codes of colours
        return ""
    return text.strip()


@cache
def names() -> re.Pattern[str]:
    """With what is known of models, and what they are told where a user says nothing."""
    known = re.findall(r'"([^"\n]*[A-Z][^"\n]*)"', MODELS.read_text("utf-8"))
    offered = (each.model for each in offers(Shelf()))
    every = sorted({*NAMES, CONTINUATION, NEGATIVE, *known, *offered}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)({'|'.join(map(re.escape, every))})(?!\w)")


class Reader:
    """Reads what the widgets of a window say, and what is painted."""

    def __init__(self) -> None:
        self.found: dict[str, str] = {}  # by what is wrong, where it was seen

    def read(self, text: str, where: str) -> None:
        if bare := unworded(text):
            self.found.setdefault(f"{bare!r} in {text!r}", where)

    def read_painting(self) -> None:
        """From now on all that QPainter is told to write."""
        from PySide6.QtGui import QPainter

        draw: Any = QPainter.drawText

        def read_and_draw(painter: QPainter, *given: Any) -> Any:
            for one in given:
                if isinstance(one, str):
                    self.read(one, "painted")
            return draw(painter, *given)

        QPainter.drawText = read_and_draw  # type: ignore[assignment, method-assign]

    def look(self, window: Any, where: str) -> None:
        from PySide6.QtWidgets import QWidget

        for widget in (window, *window.findChildren(QWidget)):
            if widget.objectName().startswith("qt_"):  # Qt's own, in Qt's own language
                continue
            for text in words_of(widget):
                self.read(text, f"{where}: {type(widget).__name__}")


def words_of(widget: Any) -> Iterator[str]:
    for name in (
        "text",
        "title",
        "placeholderText",
        "windowTitle",
        "toolTip",
        "accessibleName",
        "accessibleDescription",
    ):
        said = getattr(widget, name, None)
        words = said() if callable(said) else said
        if isinstance(words, str) and not (name == "text" and hasattr(widget, "setReadOnly")):
            yield words
    tip = getattr(widget, "tip_words", None)
    if tip is not None:
        yield from (words for words in (tip.text, tip.reason) if words)
    for action in widget.actions():
        yield from (action.text().split("\t")[0], action.toolTip())


def main(folder: Path) -> None:
    editor.words._catalogue = Pseudo  # type: ignore[assignment]
    from tests.editor.pseudo_walk import walk  # whatever reads words when it is imported reads these

    reader = Reader()
    reader.read_painting()
    walk(folder, reader)
    print("\n".join(f"{what} ({where})" for what, where in sorted(reader.found.items())), flush=True)
    os._exit(0)  # without taking the window apart


if __name__ == "__main__":
    main(Path(sys.argv[1]))
