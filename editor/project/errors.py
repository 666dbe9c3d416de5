"""What can go wrong with a project on disk: each says what happened, what was kept, what to do."""

import errno
from dataclasses import dataclass

from editor.timeline.otio.errors import ProjectError as ProjectError
from editor.words import tr

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
        who = tr("by {user} on {host}", user=holder.user, host=holder.host) if holder.user else tr("in another window")
        super().__init__(
            tr("{name} is open {who}.", name=name, who=who),
            kept=tr("It was not changed."),
            do=tr("Close it there, or open a copy of it."),
        )
        self.holder = holder


def sample_failed(folder: object, error: OSError) -> SaveFailed:
    """folder: where the sample project is laid out."""
    what, _ = in_words(error)
    return SaveFailed(
        tr("The sample project could not be laid out: {what}.", what=what),
        kept=tr("What was open still is."),
        do=tr("Make room in {folder}, or start with footage of your own.", folder=folder),
    )


def save_failed(name: str, error: OSError) -> SaveFailed:
    what, do = in_words(error)
    return SaveFailed(tr("{name} was not saved: {what}.", name=name, what=what), kept=KEPT, do=do)


KEPT = tr("What was saved before is whole, and every edit is in the journal.")


def in_words(error: OSError) -> tuple[str, str]:
    """What the system says, in the user's words, and what to do about a project that is not saved for it."""
    if error.errno in FULL:
        return tr("the disk is full"), tr("Make room and save again, or save a copy on another disk.")
    if error.errno in REFUSED:
        return tr("its folder can't be written to"), tr("Save a copy to another folder.")
    if error.errno == errno.ENOENT:
        what = tr("its folder is not there any more")
        return what, tr("Bring it back and save again, or save a copy to another folder.")
    what = tr("the disk reports: {what}", what=error.strerror or error)
    return what, tr("Save again, or save a copy on another disk.")
