"""Takes made again, from what their own files say of them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path

from engine.asking.rechecked import rechecked
from engine.asking.values import outputs_of
from engine.errors import MediaError, MediaMissing, RequestError
from engine.generation.origins import weights_of, with_sources_at
from engine.media.file_mark import FileMark, file_mark
from engine.media.origin import Origin, read_origin
from engine.models.files.weight_files import some
from engine.requests import Outputs, Request
from engine.version import version

NO_ORIGIN = "It is no take of Longtake's, was coded anew by another program, or says what this version does not know."


class Fate(StrEnum):
    """What has become of a source."""

    THERE = "there"
    CHANGED = "changed"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FoundSource:
    """mark: as it was when the take was made. path: where it is now, also if it has changed."""

    mark: FileMark
    path: Path
    fate: Fate


@dataclass(frozen=True, slots=True)
class TakeInfo:
    """How a take was made, and whether it can be made again. weights, files: of its model, as they are here now."""

    path: Path
    origin: Origin
    sources: tuple[FoundSource, ...]
    weights: FileMark | None
    files: tuple[FileMark, ...] = ()

    @property
    def notes(self) -> tuple[str, ...]:
        """Why a take made again may differ from this one, though its sources are the same."""
        origin, now = self.origin, version()
        then, here = (weights.sha256[:12] if weights else "none" for weights in (origin.weights, self.weights))
        told = {
            f"The model's weights are others than those it was made with (SHA-256 {then}, here {here}): a take made "
            "again will differ.": then != here,
            f"Its model is not as it was then ({some(self._other_files())}): a take made again will differ.": bool(
                self._other_files()
            ),
            f"It was made by Longtake {origin.longtake}; this is {now}: a take made again may differ.": (
                origin.longtake != now
            ),
        }
        return tuple(note for note, holds in told.items() if holds)

    def _other_files(self) -> list[str]:
        pairs = zip(self.origin.files, self.files, strict=True)
        return [f"{then.path.parent.name}/{then.path.name}" for then, now in pairs if not then.same_content(now)]


def take_info(path: Path | str, moved: Mapping[str, Path] | None = None) -> TakeInfo:
    """What the take at `path` says of itself, and what is there of it now.

    moved: where sources are now, by the path or the name they had. Raises MediaMissing, NotAVideo, or MediaError where
    the file does not say how it was made.
    """
    path = Path(path)
    origin = read_origin(path)
    if origin is None:
        raise MediaError(f"{path.name} does not say how it was made. {NO_ORIGIN}", do="Choose a take as we wrote it.")
    sources = tuple(_found(mark, path.parent, moved or {}) for mark in origin.sources)
    files = tuple(file_mark(mark.path) for mark in origin.files)
    return TakeInfo(path, origin, sources, weights_of(origin.request), files)


def again_request(info: TakeInfo, output: Path | str | None = None) -> Request:
    """The request for that very take once more, as a new file beside it; `output` is the joined film, if wanted: then
    all that was asked for together with the take is made with it.

    Raises MediaMissing or MediaError where a source is gone or has changed, and RequestError.
    """
    where = {source.mark.path: _as_it_was(source) for source in info.sources}
    origin = info.origin
    request = with_sources_at(origin.request if output is None else origin.asked, lambda path: where.get(path, path))
    if output is not None and origin.whole and origin.number:
        what = f"{info.path.name} is take {origin.number + 1}; such a film is made of first takes only."
        raise RequestError(what, do="Make it again without a film.")
    film = None if output is None else outputs_of(output, *request.sources).film
    earlier = tuple(range(origin.number))
    outputs = Outputs(info.path.absolute().parent, film, had=earlier, film_of=origin.number)
    return replace(rechecked(request), outputs=outputs)


def _found(mark: FileMark, beside: Path, moved: Mapping[str, Path]) -> FoundSource:
    """Where it was, else beside the take; only where it is said to be now, if anything is said."""
    told = moved.get(str(mark.path)) or moved.get(mark.path.name)
    places = [told] if told else [mark.path, beside / mark.path.name]
    there = [path for path in places if path.is_file()]
    same = next((path for path in there if file_mark(path).same_content(mark)), None)
    if same is not None:
        return FoundSource(mark, same, Fate.THERE)
    return FoundSource(mark, there[0], Fate.CHANGED) if there else FoundSource(mark, places[0], Fate.GONE)


def _as_it_was(source: FoundSource) -> Path:
    if source.fate is Fate.GONE:
        raise MediaMissing(
            f"{source.path}, which the take was made from, is not there.",
            do=f"Put it beside the take, or say where it is: --source {source.mark.path.name}=NEW.",
        )
    if source.fate is Fate.CHANGED:
        raise MediaError(
            f"{source.path} is not the file that the take was made from: what is in it has changed.",
            do=f"Say where the old one is (--source {source.mark.path.name}=OLD), or make a new take of the new one.",
        )
    return source.path
