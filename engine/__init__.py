"""Longtake's engine: makes film clips longer and bridges the gap between two.

    from engine import extend

    take = extend("clip.mp4", seconds=2)
    print(take.film, take.back_test.words if take.back_test else "")

Importing it is quick: torch is loaded by the first call that makes frames. The clip itself is never touched.
"""

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from engine.asking import Seconds, Settings, bridge_request, extend_request, open_outputs
from engine.errors import LongtakeError
from engine.progress import Progress, Report
from engine.requests import Request, Take

__all__ = [
    "LongtakeError",
    "Progress",
    "Report",
    "Take",
    "bridge",
    "bridge_request",
    "extend",
    "extend_request",
    "run",
]


def extend(
    clip: Path | str,
    *,
    seconds: Seconds,
    output: Path | str | None = None,
    before: bool = False,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make the clip `seconds` longer: after its end, or `before` its start, or at `end` or `start` seconds within it.

    output: the joined film (.mp4, .m4v or .mov); "<clip>-extended.mp4" in the working folder if not given. The take
    itself, with its context, goes to the folder of the same name with .assets.
    encoding: of the clip's colours where the file does not say: a key of engine.media.encoding_names.ENCODING_NAMES.
    report: `Report(listener)` tells progress to a function, and its `stop()` ends the run from another thread.
    settings: prompt, negative, seed, steps, guidance, shift, context, noise, model, sound, match (how far new frames
    are brought to the clip's own, 0 to 1), and sigmas: an own matrix of noise levels, [step + 1][latent frame], 1 =
    pure noise; see engine.asking.Settings.

    Returns the take (the first, if `takes` asks for several: use `run` to have all).
    Raises LongtakeError types: RequestError, MediaError, OutputError, ModelError, OutOfMemory, Cancelled.
    """
    output = output or f"{Path(clip).stem}-extended.mp4"
    request = extend_request(
        clip, seconds=seconds, output=output, before=before, start=start, end=end, encoding=encoding, **settings
    )
    return run(request, report)[0]


def bridge(
    first: Path | str,
    second: Path | str,
    *,
    seconds: Seconds,
    output: Path | str | None = None,
    first_end: Seconds | None = None,
    second_start: Seconds | None = None,
    first_encoding: str = "",
    second_encoding: str = "",
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make `seconds` of new picture between the first clip and the second, at the first one's rate and size.

    Otherwise as `extend`; the film is "<first>-<second>.mp4" if not given.
    """
    output = output or f"{Path(first).stem}-{Path(second).stem}.mp4"
    request = bridge_request(
        first,
        second,
        seconds=seconds,
        output=output,
        first_end=first_end,
        second_start=second_start,
        first_encoding=first_encoding,
        second_encoding=second_encoding,
        **settings,
    )
    return run(request, report)[0]


def run(request: Request, report: Report | None = None) -> Sequence[Take]:
    """Make all takes of a request (of `extend_request` or `bridge_request`), in this process and on this thread.

    Raises LongtakeError types.
    """
    from engine.hosts.here import Here

    open_outputs(request.outputs)
    return Here().run(request, report or Report())
