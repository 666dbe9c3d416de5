"""Clips made longer, and joined."""

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from engine.asking import Given, Seconds, Settings, bridge_request, extend_request, loop_request, smooth_request
from engine.calls.run import run
from engine.progress import Report
from engine.requests import Take


def extend(
    clip: Path | str,
    *,
    seconds: Seconds,
    output: Path | str | None = None,
    before: bool = False,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    keyframes: Sequence[Given] = (),
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make the clip `seconds` longer: after its end, or `before` its start, or at `end` or `start` seconds within it.

    output: the joined film (.mp4, .m4v or .mov); "<clip>-extended.mp4" in the working folder if not given. The take
    itself, with its context, goes to the folder of the same name with .assets.
    encoding: of the clip's colours where the file does not say: a key of engine.media.encoding_names.ENCODING_NAMES.
    keyframes: pictures that the new frames come to, each (picture, seconds from the first new frame), or with how free
    it is, 0 keep to 1 free, as a third value: [("still.png", 1.0), ("clip.mp4", 1.5, 0.3)].
    report: `Report(listener)` tells progress to a function, and its `stop()` ends the run from another thread.
    settings, see engine.asking.Settings. What is seen: prompt, negative, later ([(seconds, prompt), ...]). How it is
    sampled: seed, quality ("draft" or "final"), steps, guidance, shift, ramp (0 to 1), and sigmas, an own matrix of
    noise levels, [step + 1][latent frame], 1 = pure noise. Known frames: context (how many), and how free they are as
    noise (numbers, in playing order) or preset ("Strict", "Natural", "Loose"). What makes it: model ("built-in",
    "built-in-network", a path, or a name that `models list` shows), takes; of a loaded model also adapters (files, or
    engine.requests.Adapter with strength and expert), lightx2v, low_guidance, boundary, model_size (width, height).
    What is done to it: sound, and match, how far new frames are brought to the clip's own, 0 to 1.

    Returns the take (the first, if `takes` asks for several: use `run` to have all).
    Raises LongtakeError types: RequestError, MediaError, OutputError, ModelError, OutOfMemory, Cancelled.
    """
    output = output or f"{Path(clip).stem}-extended.mp4"
    request = extend_request(
        clip,
        seconds=seconds,
        output=output,
        before=before,
        start=start,
        end=end,
        encoding=encoding,
        keyframes=keyframes,
        **settings,
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
    keyframes: Sequence[Given] = (),
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
        keyframes=keyframes,
        **settings,
    )
    return run(request, report)[0]


def loop(
    clip: Path | str,
    *,
    seconds: Seconds,
    output: Path | str | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make `seconds` of new picture from the clip's end (or `end`) back to its start, to be played round and round.

    Otherwise as `extend`; the film is "<clip>-loop.mp4" if not given.
    """
    output = output or f"{Path(clip).stem}-loop.mp4"
    request = loop_request(clip, seconds=seconds, output=output, start=start, end=end, encoding=encoding, **settings)
    return run(request, report)[0]


def smooth(
    first: Path | str,
    second: Path | str,
    *,
    each_side: Seconds = 0.25,
    output: Path | str | None = None,
    first_end: Seconds | None = None,
    second_start: Seconds | None = None,
    first_encoding: str = "",
    second_encoding: str = "",
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make the last `each_side` seconds of the first clip and as much of the second anew: a cut without a jump.

    The film, "<first>-<second>.mp4" if not given, is as long as both. Otherwise as `bridge`.
    """
    output = output or f"{Path(first).stem}-{Path(second).stem}.mp4"
    request = smooth_request(
        first,
        second,
        each_side=each_side,
        output=output,
        first_end=first_end,
        second_start=second_start,
        first_encoding=first_encoding,
        second_encoding=second_encoding,
        **settings,
    )
    return run(request, report)[0]
