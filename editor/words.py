"""The words that are shown, in the user's language.

Whatever a person reads goes through `tr`, written in English where it is used. A language is a catalogue that gettext
reads, resources/languages/CODE/LC_MESSAGES/longtake.mo; `make words` collects the texts for one. What an engine reports
comes as it was written there.
"""

import gettext
import locale
import os
from functools import cache
from pathlib import Path

LANGUAGES = Path(__file__).parents[1] / "resources" / "languages"


def tr(text: str, /, **values: object) -> str:
    """`text` in the user's language, each {name} in it replaced by that value: tr("{count:,} files", count=3)."""
    shown = _catalogue().gettext(text)
    return shown.format(**values) if values else shown


def trn(one: str, many: str, count: int, /, **values: object) -> str:
    """As `tr`, of a text that depends on a number, {count} in it: trn("1 frame", "{count} frames", 3)."""
    return _catalogue().ngettext(one, many, count).format(count=count, **values)


def later(text: str) -> str:
    """Marks a text for the catalogues that is a name as well, so that it is shown by tr(text) where it is read."""
    return text


@cache
def _catalogue() -> gettext.NullTranslations:
    """Of $LONGTAKE_LANGUAGE, or of the system's language; English where there is none for it."""
    asked = os.environ.get("LONGTAKE_LANGUAGE") or locale.getlocale()[0]
    return gettext.translation("longtake", LANGUAGES, [asked] if asked else [], fallback=True)
