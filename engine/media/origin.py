"""How a take was made, as its own file says it: written with the frames, read back and not believed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from pathlib import Path

from engine.media.file_mark import FileMark
from engine.requests import Request
from engine.wire import NotOurs, from_json, to_json

COMMENT = "comment"  # of all names for it, the one that FFmpeg keeps when it copies a file into MP4, MOV or Matroska
LARGEST = 4 << 20  # characters: an own sigma matrix is the only thing of any length, and seldom has 100 000
MOST_TAKES = 10_000  # of one job


@dataclass(frozen=True, slots=True)
class Origin:
    """request: for the one take, without the places where results went; its sources' paths are absolute.

    number: of the take within its job, from 0. seed: its own. weights: of the network, if one of ours has a part in it.
    longtake: the version. whole: what was asked for, where that was more, or other, than `request`: a repair is several
    bridges. files: of a model that was chosen, everything that decides what it makes.
    """

    request: Request
    number: int
    seed: int
    model: str
    weights: FileMark | None
    sources: tuple[FileMark, ...]
    longtake: str
    whole: Request | None = None
    files: tuple[FileMark, ...] = ()

    @property
    def asked(self) -> Request:
        return self.whole or self.request

    @property
    def marked(self) -> set[Path]:
        return {mark.path for mark in self.sources}


_WRITTEN: ContextVar[str] = ContextVar("origin", default="")


@contextmanager
def written_into_takes(origin: Origin) -> Iterator[None]:
    """Whatever `engine.media.write.write_take` writes in the block says this of itself.

    Set where a take's name is claimed, which no task gets around, so that none can leave it out.
    """
    token = _WRITTEN.set(json.dumps(to_json(origin)))
    try:
        yield
    finally:
        _WRITTEN.reset(token)


def now_written() -> str:
    """What takes say at this place; nothing outside a block."""
    return _WRITTEN.get()


def read_origin(path: Path) -> Origin | None:
    """None: the file is no take of ours, was coded anew by another program, or says what makes no sense.

    Raises MediaMissing, NotAVideo, MediaError.
    """
    from engine.media.opening import open_source  # late: it brings PyAV

    with open_source(path) as container:
        tags = {name.lower(): value for name, value in container.metadata.items()}  # Matroska shouts
    try:
        return parsed(tags.get(COMMENT, ""))
    except (NotOurs, RecursionError, ValueError):  # also the JSON reader's own
        return None


def parsed(text: str) -> Origin:
    """Raises NotOurs, or what the JSON reader raises."""
    if len(text) > LARGEST:
        raise NotOurs("it is longer than anything of ours")
    origin = from_json(Origin, json.loads(text))
    if not 0 <= origin.number < MOST_TAKES or {origin.request.takes, origin.asked.takes} != {origin.number + 1}:
        raise NotOurs(f"take {origin.number} of {origin.asked.takes}")
    if not _looked_at(origin) <= origin.marked:
        raise NotOurs("it says nothing of what is in one of its sources")
    return origin


def _looked_at(origin: Origin) -> set[Path]:
    """Clips, and pictures on the way."""
    requests = (origin.request, origin.asked)
    given = [keyframe.source for request in requests for keyframe in getattr(request, "keyframes", ())]
    return {source.path for source in (*(one for request in requests for one in request.sources), *given)}
