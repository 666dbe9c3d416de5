"""Takes made once more."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from engine.asking import again_request, finalise_request, take_info
from engine.calls.run import run
from engine.progress import Report
from engine.requests import Take


def again(
    take: Path | str,
    *,
    output: Path | str | None = None,
    sources: Mapping[str, Path] | None = None,
    report: Report | None = None,
) -> Take:
    """Make the very take again that the file `take` says it is, as a new file beside it; bit-equal on the same machine.

    output: the joined film, if it is wanted. sources: where sources are now, by the path or the name they had; those
    beside the take are found. Raises MediaMissing where a source is gone, MediaError where it is not the same any more
    or the file is no take, and as `extend` does.
    """
    info = take_info(take, sources)
    made = run(again_request(info, output), report)[0]
    return replace(made, notes=(*info.notes, *made.notes))


def finalise(
    take: Path | str,
    *,
    output: Path | str | None = None,
    steps: int | None = None,
    freedom: float | Sequence[float] | None = None,
    preset: str | None = None,
    sources: Mapping[str, Path] | None = None,
    report: Report | None = None,
) -> Take:
    """Make a draft in full: the same take with more steps, its new frames as conditioning, as a new file beside it.

    freedom: from the draft, 0 keep to 1 free, one value or several that are spread over the new frames; preset: the
    same by name, Strict, Natural (if nothing is said) or Loose. How alike both move is `Take.like_draft`. Otherwise as
    `again`; RequestError where a take is made in full at once.
    """
    info = take_info(take, sources)
    made = run(finalise_request(info, output, steps=steps, freedom=freedom, preset=preset), report)[0]
    return replace(made, notes=(*info.notes, *made.notes))
