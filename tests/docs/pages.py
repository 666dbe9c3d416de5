"""What the documentation tells people to type, page by page."""

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^```(\w+)[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
PROGRAM = (("longtake",), ("python", "main.py"), (".venv/bin/python", "main.py"))
ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Typed:
    """One line of a console: its words, and the lines that are shown as its answer."""

    words: tuple[str, ...]
    shown: tuple[str, ...]

    @property
    def arguments(self) -> list[str] | None:
        """Of our own program; None where another one is called."""
        program = next((each for each in PROGRAM if self.words[: len(each)] == each), None)
        return None if program is None else list(self.words[len(program) :])


def pages() -> list[Path]:
    return sorted(DOCS.glob("**/*.md"))


def blocks(page: Path, language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(page.read_text("utf-8")) if kind == language]


def typed(page: Path) -> list[Typed]:
    """Of every console on the page, in its order."""
    return [each for block in blocks(page, "console") for each in _typed(block)]


def _typed(block: str) -> Iterator[Typed]:
    """Lines that begin with "$ " are typed, what stands below one is its answer."""
    head, *parts = re.split(r"^\$ ", block.replace("\\\n", " "), flags=re.MULTILINE)
    assert not head.strip(), f"A console begins with an answer: {head!r}"
    for part in parts:
        line, *shown = part.strip().splitlines()
        yield Typed(tuple(shlex.split(line, comments=True)), tuple(each for each in shown if each.strip() != ELLIPSIS))


def scripts(page: Path) -> list[Typed]:
    """Lines of shell blocks, which are for people alone: they install, fetch, or open windows."""
    lines = [line for block in blocks(page, "sh") for line in block.replace("\\\n", " ").splitlines()]
    return [Typed(tuple(words), ()) for words in (shlex.split(line, comments=True) for line in lines) if words]
