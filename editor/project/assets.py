"""Generated media stays with its project: beside it once that is saved, in app data before."""

import os
import shutil
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import replace
from itertools import count
from pathlib import Path

from editor.project.disk import make_folder, sync, sync_folder
from editor.project.errors import save_failed
from editor.timeline.model import Timeline


def bring_along(timeline: Timeline, homes: Iterable[Path], to: Path) -> dict[str, str]:
    """Link or copy the media that is in one of these folders to another; new paths by old ones.

    The files that were there stay. Raises SaveFailed.
    """
    moves: dict[str, str] = {}
    try:
        for media in timeline.media:
            path = Path(media.path)
            if any(path.is_relative_to(home) for home in homes) and not path.is_relative_to(to) and path.exists():
                make_folder(to)
                moves[media.path] = str(_link_or_copy(path, to))
        if moves:
            sync_folder(to)
    except OSError as error:
        raise save_failed(to.name, error) from error
    return moves


def relocated(timeline: Timeline, moves: Mapping[str, str]) -> Timeline:
    """The same timeline with its media there; the same object where none of it has moved."""
    if not any(media.path in moves for media in timeline.media):
        return timeline
    return replace(timeline, media=tuple(replace(one, path=moves.get(one.path, one.path)) for one in timeline.media))


def remove_originals(moves: Mapping[str, str], home: Path) -> None:
    """What was brought along out of this folder, which is ours alone, need not be there twice."""
    for old, new in moves.items():
        if Path(old).is_relative_to(home) and Path(new).exists():
            with suppress(OSError):
                Path(old).unlink()


def _link_or_copy(path: Path, folder: Path) -> Path:
    for number in count(1):
        place = folder / (path.name if number == 1 else f"{path.stem} {number}{path.suffix}")
        if place.exists():
            if os.path.samefile(path, place):
                return place
            continue
        try:
            os.link(path, place)
        except FileExistsError:
            continue
        except OSError:  # another disk, or one without links
            _copy(path, place)
        return place
    raise AssertionError("count never ends")


def _copy(path: Path, place: Path) -> None:
    """Under another name until it is whole."""
    temporary = place.with_name(f"{place.name}.part")
    try:
        with path.open("rb") as source, temporary.open("wb") as target:
            shutil.copyfileobj(source, target, 1 << 20)
            target.flush()
            sync(target.fileno())
        os.replace(temporary, place)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise
