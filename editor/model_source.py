"""Where models are fetched from and to: what the user has chosen for that, and the environment goes before it."""

import os
from collections.abc import Mapping
from pathlib import Path

from editor.settings import Settings
from editor.words import tr
from engine.errors import RequestError

ENDPOINT, NO_NETWORK = "HF_ENDPOINT", "HF_HUB_OFFLINE"  # the environment's
MIRROR, OFFLINE, FOLDER = "models mirror", "models offline", "models fetched into"  # settings
HUB = "https://huggingface.co"
OFF = tr("Fetching models is switched off.")


class ModelSource:
    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def mirror(self) -> str:
        """An address; empty = the hub itself."""
        return self._settings.text(MIRROR)

    def set_mirror(self, address: str) -> None:
        """Raises RequestError where it is none."""
        told = address.strip().rstrip("/")
        if told and not told.startswith(("https://", "http://")):
            raise RequestError(
                tr("{told} is no address of a mirror.", told=told),
                do=tr("It begins with https://, as {hub} does.", hub=HUB),
            )
        self._settings.set({MIRROR: told})

    @property
    def is_offline(self) -> bool:
        return bool(self._settings.number(OFFLINE, 0))

    def set_offline(self, offline: bool) -> None:
        self._settings.set({OFFLINE: int(offline)})

    @property
    def folder(self) -> Path:
        from engine.models.getting.offers import usual_folder

        return Path(self._settings.text(FOLDER) or usual_folder())

    def set_folder(self, folder: Path) -> None:
        """For those that are asked for from now on."""
        self._settings.set({FOLDER: str(folder)})

    def why_not(self) -> str:
        """Why nothing can be fetched, and what to do; empty where it can."""
        if os.environ.get(NO_NETWORK, "").upper() in ("1", "ON", "YES", "TRUE"):
            return tr("{off} {name} is set: unset it and start Longtake again.", off=OFF, name=NO_NETWORK)
        return tr("{off} Switch it on in Preferences, under Models.", off=OFF) if self.is_offline else ""

    def environment(self) -> Mapping[str, str]:
        """For the downloader's process, beside what is set there."""
        return {ENDPOINT: self.mirror} if self.mirror and not os.environ.get(ENDPOINT) else {}
