"""What can go wrong, in words a person can act on."""


class LongtakeError(Exception):
    """Base of every error we raise on purpose.

    what: what happened. kept: what was saved from it. do: what to do next. Each a full sentence.
    """

    exit_code = 1

    def __init__(self, what: str, *, kept: str = "", do: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.kept = kept
        self.do = do

    def __str__(self) -> str:
        return " ".join(part for part in (self.what, self.kept, self.do) if part)


class RequestError(LongtakeError):
    """The request asks for something that cannot be done as it stands."""

    exit_code = 2


class MediaError(LongtakeError):
    """A media file could not be read as asked."""

    exit_code = 3


class MediaMissing(MediaError):
    """There is no such file."""


class NotAVideo(MediaError):
    """The file holds no picture we can decode."""


class MediaDamaged(MediaError):
    """The file breaks off or is corrupt part way; the frames before that were kept."""


class ContextTooShort(MediaError):
    """The clip has fewer frames than the context needs."""


class OutputError(LongtakeError):
    """A result could not be written; nothing half-written stands under its name."""

    exit_code = 4


class NoSpace(OutputError):
    """The disk is full."""


class ModelError(LongtakeError):
    """Weights are missing, damaged, or not what they were taken for."""

    exit_code = 5


class OutOfMemory(LongtakeError):
    """The run does not fit in memory."""

    exit_code = 6


class Cancelled(LongtakeError):
    """The user stopped the run."""

    exit_code = 130
