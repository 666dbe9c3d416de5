"""What becomes of a clip at another speed or rate, and what is told of it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import islice

from engine.errors import ModelError, RequestError
from engine.generation.clips import Clip, open_clip
from engine.generation.film import film_audio
from engine.generation.speeds.in_between import NEAR, Shown
from engine.generation.speeds.speed import Piece, as_filmed, checked, checked_rate, moments, pieces, seconds, steady
from engine.media import tempo
from engine.media.info import AudioInfo, VideoInfo
from engine.media.sound import Sound, stream_sound
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Finish, InterpolateRequest, Sampling, Text
from engine.requests import Sound as Kind

TOO_FAR = (
    "The clip's sound is left out: it can only keep step with one speed throughout, between "
    f"{float(tempo.SLOWEST):g} and {float(tempo.FASTEST):g}."
)
SKIPS = "Where the clip passes faster than frames are shown, some of its own are left out; none are blurred together."
NO_PART = "Prompt, noise, steps and matching have no part in it: nothing is generated or left to chance."

MOST_COUNTED = 20_000  # frames; more take seconds, and a plan is waited for


@dataclass(frozen=True, slots=True)
class Retimed:
    """A clip, how it is gone through, and what comes out."""

    request: InterpolateRequest
    clip: Clip
    course: tuple[Piece, ...]
    video: VideoInfo  # of what comes out
    count: int  # its frames

    @property
    def moments(self) -> Iterator[Fraction]:
        """Seconds of the clip's file, one for each frame that comes out."""
        return moments(self.course, self.video.rate, self.count)

    @property
    def audio(self) -> AudioInfo | None:
        """How what comes out sounds, where it does: at one speed throughout that leaves something to be heard."""
        audible = tempo.SLOWEST <= self.course[0].speed <= tempo.FASTEST
        if self.request.sound is Kind.SILENCE or not steady(self.course) or not audible:
            return None
        return film_audio([self.clip])

    def heard(self) -> Iterator[Sound]:
        """As long as the picture; nothing where there is no `audio`."""
        clip, speed, audio = self.clip, self.course[0].speed, self.audio
        if audio is None:
            return iter(())
        own = stream_sound(clip.source.path, clip.start, clip.start + self.count / self.video.rate * speed, audio)
        return own if speed == 1 else tempo.at_tempo(own, audio, speed)


def retimed(request: InterpolateRequest) -> Retimed:
    """Raises RequestError where it cannot be or nothing would change, ModelError, and what open_clip raises."""
    _check(request)
    clip = open_clip(request.source)
    rate = request.rate or clip.video.rate
    evened = clip.video.variable and request.rate is not None
    if as_filmed(request.speed) and rate == clip.video.rate and not evened:
        raise RequestError(
            f"At speed 1 and {float(rate):.6g} frames a second {clip.source.path.name} is what it is already.",
            do="Give a speed, such as 0.25, or another rate.",
        )
    course = pieces(request.speed, clip.start, clip.end)
    video = replace(clip.video, rate=rate, variable=False, frames=None)
    return Retimed(request, clip, course, video, max(1, round(seconds(course) * rate)))


def _check(request: InterpolateRequest) -> None:
    checked(request.speed)
    if request.rate is not None:
        checked_rate(request.rate)
    if request.model == BUILT_IN_NETWORK:
        raise ModelError(
            "The built-in network makes no frames between a clip's own.",
            do=f'Use "{BUILT_IN}", which measures the motion between them, or a model of your own.',
        )
    if request.model == BUILT_IN and request.takes != 1:
        raise RequestError("Every take of this would be the same: nothing is left to chance.", do="Ask for one take.")
    if request.model != BUILT_IN and request.sampling.draft is not None:
        raise RequestError("In-betweens are made after measured motion, not after a draft.", do="Leave the draft out.")


def found(shown: Shown) -> tuple[str, ...]:
    """What the frames are that came out."""
    own = f"{shown.own} of {shown.total} frames are the clip's own, as they are; {shown.made} are made between them."
    also = {
        f"None is made across a cut: the nearer frame is held (cuts: {shown.cuts}, frames: {shown.cut}).": shown.cut,
        f"Where nothing of a frame is found in the next, the nearer one is held ({shown.lost} frames).": shown.lost,
        f"Nothing comes after the clip's last frame: it is held for {shown.ended} more.": shown.ended,
    }
    return (own, *(note for note in also if also[note]))


def foreseen(what: Retimed) -> tuple[str, ...]:
    """The same of a clip that has not been read yet."""
    rate = what.clip.video.rate
    if what.clip.video.variable or what.count > MOST_COUNTED:
        return ("The clip's own frames stay as they are; the others are made between them.",)
    own = sum(abs(moment * rate - round(moment * rate)) <= NEAR for moment in what.moments)
    return (f"{own} of {what.count} frames are the clip's own, as they are; the others are made between them.",)


def made_of(what: Retimed, most: int) -> list[bool]:
    """Which of the first `most` frames, and one more, are made between two, as far as that is foreseen."""
    rate = what.clip.video.rate
    return [abs(moment * rate - round(moment * rate)) > NEAR for moment in islice(what.moments, most + 1)]


def told(what: Retimed) -> tuple[str, ...]:
    """What is done to the clip, and what was asked for that has no part in it."""
    request = what.request
    plain = (Text(), Sampling(seed=request.sampling.seed, freedom=request.sampling.freedom), Finish())
    also = {
        SKIPS: _leaves_out(what),
        NO_PART: request.model == BUILT_IN and (request.text, request.sampling, request.finish) != plain,
    }
    return (*what.clip.notes(), *_told_of_sound(what), *(note for note in also if also[note]))


def _told_of_sound(what: Retimed) -> tuple[str, ...]:
    kind = what.request.sound
    if what.clip.info.audio is None:
        return ()
    if what.audio is None:
        return ("It is silent, as you asked." if kind is Kind.SILENCE else TOO_FAR,)
    also = {
        "The clip's sound keeps step with the picture, at its own pitch.": what.course[0].speed != 1,
        "The take has no sound; the film has the clip's.": kind is Kind.LEAVE,
    }
    return tuple(note for note in also if also[note])


def _leaves_out(what: Retimed) -> bool:
    fastest = max(speed for piece in what.course for speed in (piece.speed, piece.last_speed))
    return fastest * what.clip.video.rate > what.video.rate
