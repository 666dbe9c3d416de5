"""The words that are shown, in the user's language.

Whatever a person reads goes through `tr`, written in English where it is used. A language is a catalogue that gettext
reads, resources/languages/CODE/LC_MESSAGES/longtake.mo; `make words` collects the texts for one. What an engine reports
comes as it was written there.
"""

import gettext
import locale
import os
from functools import cache
from itertools import takewhile
from pathlib import Path

LANGUAGES = Path(__file__).parents[1] / "resources" / "languages"


SOURCE = "en"  # what the texts are written in
VARIABLES = ("LONGTAKE_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")  # the first that is set; gettext's order


def tr(text: str, /, **values: object) -> str:
    """`text` in the user's language, each {name} in it replaced by that value: tr("{count:,} files", count=3)."""
    shown = _shown(text)
    return _filled(shown, text, values) if values else shown


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """As `tr`, of a text that depends on a number, {count} in it: trn("1 frame", "{count} frames", 3)."""
    return _filled(_catalogue().ngettext(one, many, count), one if count == 1 else many, {"count": count, **values})


def later(text: str) -> str:
    """Marks a text for the catalogues that is a name as well, so that it is shown by tr(text) where it is read."""
    return text


def capitalised(text: str) -> str:
    """With a capital at its start, and the rest as it is."""
    return text[:1].upper() + text[1:]


def _filled(shown: str, text: str, values: dict[str, object]) -> str:
    """In English where the translation has a mistake in its {names}: no catalogue may keep a window from opening."""
    try:
        return shown.format(**values)
    except (LookupError, ValueError):
        return text.format(**values)


@cache
def _shown(text: str) -> str:
    """Painters ask for the same texts sixty times a second."""
    return _catalogue().gettext(text)


@cache
def _catalogue() -> gettext.NullTranslations:
    """Of the first language asked for that there is one of; English where there is none."""
    return gettext.translation("longtake", LANGUAGES, languages(), fallback=True)


def languages() -> list[str]:
    """Codes of those the user reads, best first, up to English: by the environment, or else by the system."""
    said = next((value for name in VARIABLES if (value := os.environ.get(name))), "") or _of_the_system()
    return list(takewhile(lambda code: not code.startswith((SOURCE, "C", "POSIX")), said.split(":") if said else []))


def _of_the_system() -> str:
    try:
        return locale.getlocale()[0] or ""
    except ValueError:  # a system may name a locale that Python does not know, as "UTF-8" on macOS
        return ""
