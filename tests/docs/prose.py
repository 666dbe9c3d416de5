"""What the pages of the documentation name, and whether the program has it."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PICTURE = re.compile(r"!\[[^\]]*\]\(([^)]+)\)")
ITALIC = re.compile(r"(?<![*\w])\*([^*\s][^*]*?)\*(?![*\w])", re.DOTALL)
CODE = re.compile(r"```.*?```|`[^`]*`", re.DOTALL)
KEY = re.compile(r"<kbd>(.+?)</kbd>")
QUOTED, FILLED = re.compile(r"\"([^\"\n]+)\"|'([^'\n]+)'"), re.compile(r"\{[^{}\n]*\}")
SHOWN = "…"  # for what is filled in, and in labels where a dialog follows


@cache
def pages() -> dict[str, str]:
    """Their Markdown, by name."""
    return {path.stem: path.read_text(encoding="utf-8") for path in sorted(DOCS.glob("*.md"))}


def prose(markdown: str) -> str:
    return CODE.sub("", markdown)


def captions(markdown: str) -> Iterator[tuple[str, str]]:
    """Each picture's name, and the paragraph below it."""
    parts = [part.strip() for part in markdown.split("\n\n")]
    for part, following in zip(parts, (*parts[1:], ""), strict=True):
        found = PICTURE.fullmatch(part)
        if found:
            yield Path(found[1]).stem, following


def named(markdown: str) -> Iterator[str]:
    """What stands in italics within a sentence: names of what the window shows. Whole paragraphs are captions."""
    for part in prose(markdown).split("\n\n"):
        text = part.strip()
        whole = text.startswith("*") and text.endswith("*") and not text.startswith("**") and text.count("*") == 2
        if not whole:
            yield from (" ".join(name.split()) for name in ITALIC.findall(text))


@cache
def texts() -> frozenset[str]:
    """Of the whole program, those that go on in a further line put together, "…" where something is filled in."""
    files = (path for folder in ("editor", "engine") for path in sorted((ROOT / folder).rglob("*.py")))
    source = re.sub(r'"\s*\n\s*f?"', "", "\n".join(path.read_text(encoding="utf-8") for path in files))
    return frozenset(FILLED.sub(SHOWN, double or single) for double, single in QUOTED.findall(source))


def is_a_text(words: str) -> bool:
    """Whether the program has this text, or has it with dots where a dialog follows, or with a number behind it."""
    return not texts().isdisjoint((words, f"{words}{SHOWN}", f"{words} ({SHOWN})"))
