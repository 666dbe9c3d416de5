"""Pictures that are given at moments of new frames, out of plain values."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from engine.asking.values import Seconds, moment_of, number
from engine.errors import RequestError
from engine.requests import Keyframe, Source

Picture = Path | str | Source  # a still, or a clip; a Source to say which part of it
Given = Keyframe | tuple[Picture, Seconds] | tuple[Picture, Seconds, float]  # a picture, its time, its noise


def keyframes_of(given: Sequence[Given], duration: Fraction) -> tuple[Keyframe, ...]:
    """In order of time. duration: of the new frames, in seconds. Raises RequestError."""
    keyframes = sorted((_keyframe(each) for each in given), key=lambda keyframe: keyframe.at)
    for keyframe in keyframes:
        if keyframe.at > duration:  # at the very end it is the last frame
            raise RequestError(
                f"{keyframe.source.path.name} stands at {float(keyframe.at):g} s, but the new frames end at "
                f"{float(duration):g} s.",
                do="Give it an earlier time, or make more frames.",
            )
    return tuple(keyframes)


def source_of_picture(picture: Picture) -> Source:
    return picture if isinstance(picture, Source) else Source(Path(picture))


def checked_keyframe(keyframe: Keyframe) -> Keyframe:
    moment_of(keyframe.at)
    number("Noise", keyframe.noise, least=0, most=1)
    return keyframe


def _keyframe(given: Given) -> Keyframe:
    if isinstance(given, Keyframe):
        return checked_keyframe(given)
    picture, at, *noise = given
    return checked_keyframe(Keyframe(source_of_picture(picture), moment_of(at), *noise))
