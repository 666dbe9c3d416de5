"""Where models come from and go to, as the preferences show and change it."""

import os
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.model_source import ENDPOINT, HUB
from editor.ui.preferences import Line, Page, Press, Switch
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

ONLY = tr("On: nothing is fetched. Off: a connection is opened for a model that you ask for, and for nothing else.")
SECRET = tr(
    "For models that are not for everybody. It is kept in the system's keychain, sent to the hub alone, and not shown "
    "again. Where there is no keychain, set HF_TOKEN before Longtake is started."
)
LONGEST = 44  # characters of a folder on its button
MIRRORED = tr("Fetches what the hub has from another address.")
SET = tr("{name} is set, and goes before what stands here.", name=ENDPOINT)


def model_page(window: "MainWindow") -> Page:
    getting, perform, ways = window.session.getting, window.perform, window.models.getting
    source = getting.source
    rows = (
        Press(tr("Models"), lambda: tr("Models…"), lambda: perform(window.models.open),
              tr("Which are here, what fits this machine, and getting others.")),
        Press(tr("Download folder"), lambda: tr("{folder}…", folder=short(source.folder)),
              lambda: perform(ways.choose_folder), tr("Those that are asked for from now on.")),
        Switch(tr("Stay offline"), lambda: source.is_offline, ways.stay_offline, ONLY),
        Line(tr("Mirror"), lambda: source.mirror, lambda text: perform(partial(source.set_mirror, text)),
             SET if os.environ.get(ENDPOINT) else MIRRORED, HUB),
        Line(tr("Access token"), lambda: "", lambda text: perform(partial(ways.keep_token, text)), SECRET,
             is_secret=True),
        Press("", lambda: tr("Forget Token"), lambda: perform(partial(ways.keep_token, ""))),
    )  # fmt: skip
    return Page(tr("Models"), rows)


def short(folder: Path) -> str:
    """~/Models, or the end of a long one."""
    home = Path.home()
    told = Path("~") / folder.relative_to(home) if folder.is_relative_to(home) else folder
    for start in range(len(told.parts)):
        shown = Path("…", *told.parts[start:]) if start else told
        if len(str(shown)) <= LONGEST:
            return str(shown)
    return folder.name
