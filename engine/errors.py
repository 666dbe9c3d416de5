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


class EngineDied(LongtakeError):
    """The process that makes frames ended in the middle of it, or did not answer any more."""


class Cancelled(LongtakeError):
    """The user stopped the run."""

    exit_code = 130


def in_our_words(error: BaseException) -> LongtakeError:
    """The error itself if it is one of ours; else one that says so, with the original as its cause."""
    if isinstance(error, LongtakeError):
        return error
    if isinstance(error, MemoryError) or type(error).__name__ == "OutOfMemoryError":  # torch's own is no MemoryError
        ours: LongtakeError = OutOfMemory(
            "This machine ran out of memory.",
            kept="Your clip is untouched.",
            do="Ask for fewer frames at once or a smaller picture, or close other programs.",
        )
    else:
        ours = LongtakeError(
            f"The engine failed unexpectedly ({type(error).__name__}: {error}).",
            kept="Your clip is untouched.",
            do="Try once more; if it happens again, please report it with the output of --debug.",
        )
    ours.__cause__ = error
    return ours
