"""Which part of the help explains an error: the one whose heading is the error's own words."""

import re
from functools import cache
from html import unescape
from pathlib import Path

PAGE = "troubleshooting"
FILLED = "…"  # stands in a heading for a name or a number
BUILT = re.compile(r'<h3 id="([^"]+)">(.*?)<a class="headerlink"', re.DOTALL)
WRITTEN = re.compile(r"^### (.+)$", re.MULTILINE)
TAG = re.compile("<[^>]+>")


def part_about(what: str, page: Path) -> str | None:
    """Of the page, as it was built or as it was written: its anchor, or its heading. None where no part is about that.

    what: happened, as an error says it; what was kept and what to do may follow.
    """
    about = [heading for heading in headings(page) if is_heading_of(heading, what)]
    return headings(page)[max(about, key=len)] if about else None


def is_heading_of(heading: str, what: str) -> bool:
    words = ".+".join(map(re.escape, heading.split(FILLED)))
    return re.match(rf"{words}(?!\S)", what, re.DOTALL) is not None


@cache
def headings(page: Path) -> dict[str, str]:
    """Where each is on the page."""
    text = page.read_text(encoding="utf-8")
    if page.suffix == ".html":
        return {unescape(TAG.sub("", heading)): anchor for anchor, heading in BUILT.findall(text)}
    return {heading: heading for heading in WRITTEN.findall(text)}
