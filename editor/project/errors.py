"""What can go wrong with a project on disk: each says what happened, what was kept, what to do."""

import errno
from dataclasses import dataclass

from editor.timeline.otio.errors import ProjectError as ProjectError

FULL = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
REFUSED = {errno.EACCES, errno.EPERM, errno.EROFS}


class SaveFailed(ProjectError):
    """The project could not be written; what was saved before is whole."""


class RecoveryFailed(ProjectError):
    """A session's journal can't be read."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Who has a project open."""

    user: str = ""
    host: str = ""
    pid: int = 0
    since: float = 0.0  # seconds since 1970


class ProjectInUse(ProjectError):
    """Somebody else has the project open."""

    def __init__(self, name: str, holder: Holder) -> None:
        who = f"by {holder.user} on {holder.host}" if holder.user else "in another window"
        super().__init__(
            f"{name} is open {who}.",
            kept="It was not changed.",
            do="Close it there, or open a copy of it.",
        )
        self.holder = holder


def save_failed(name: str, error: OSError) -> SaveFailed:
    """In the user's words, by what the system says."""
    if error.errno in FULL:
        what, do = "the disk is full", "Make room and save again, or save a copy on another disk."
    elif error.errno in REFUSED:
        what, do = "its folder can't be written to", "Save a copy to another folder."
    elif error.errno == errno.ENOENT:
        what, do = "its folder is not there any more", "Bring it back and save again, or save a copy to another folder."
    else:
        what, do = f"the disk reports: {error.strerror or error}", "Save again, or save a copy on another disk."
    return SaveFailed(f"{name} was not saved: {what}.", kept=KEPT, do=do)


KEPT = "What was saved before is whole, and every edit is in the journal."
