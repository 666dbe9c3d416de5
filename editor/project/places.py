"""Where things are: the app's own folder, and what goes beside a project."""

from pathlib import Path

import platformdirs


def app_data() -> Path:
    """Never a temporary folder and never one that is synchronised: sessions live there."""
    return Path(platformdirs.user_data_dir("Longtake", appauthor=False))


def sessions_in(root: Path) -> Path:
    return root / "sessions"


def backups_in(root: Path) -> Path:
    """A folder for each project's id."""
    return root / "backups"


def assets_beside(path: Path) -> Path:
    """Generated media of a saved project."""
    return path.with_name(f"{path.stem}.assets")
