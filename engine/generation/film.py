"""The joined film: the clips' own frames and the new ones, re-encoded together; the clips stay as they are."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from engine.generation.clips import Clip, frames_of, in_grid_of
from engine.media.ahead import ahead
from engine.media.coding import AAC_RATES, film_coding
from engine.media.info import AudioInfo, VideoInfo
from engine.media.read import Frame, read_frames
from engine.media.sound import LAYOUTS, Sound, stream_sound
from engine.media.write import shifted, write_film
from engine.progress import Report
from engine.requests import FrameRange

JOINING = "Writing the film"
USUAL_RATE = 48_000  # samples a second, for sound that AAC cannot hold as it is


@dataclass(frozen=True, slots=True)
class Part:
    frames: Iterator[Frame]  # times from 0
    duration: Fraction  # seconds
    sound: Iterator[Sound]


@dataclass(frozen=True, slots=True)
class Joined:
    """What went into a film."""

    frames: tuple[int, ...]  # of each part
    lost: Fraction  # seconds of the clips' sound that could not be decoded


def clip_part(clip: Clip, like: Clip, audio: AudioInfo | None) -> Part:
    """A clip's own frames and sound, at the size and rate of `like` (which may be the clip itself)."""
    rate = like.video.rate
    free = clip.video.variable and clip is like
    duration = clip.length if free else round(clip.length * rate) / rate
    sound = stream_sound(clip.source.path, clip.start, clip.start + duration, audio) if audio else iter(())
    return Part(from_zero(frames_of(clip)) if clip is like else in_grid_of(clip, like), duration, sound)


def from_zero(frames: Iterator[Frame]) -> Iterator[Frame]:
    """The first frame is shown from 0 on: at a variable rate a clip may be cut between two."""
    for frame in frames:
        yield Frame(frame.image, Fraction(0))
        yield from frames


def new_part(take: Path, new: FrameRange, rate: Fraction, sound: Iterator[Sound]) -> Part:
    """A take's new frames, and what is heard under them."""
    start, duration = new.start / rate, new.count / rate
    frames = shifted(read_frames(take, start, start + duration), -start)
    return Part(frames, duration, sound)


def film_audio(clips: Sequence[Clip]) -> AudioInfo | None:
    """How the film's sound is coded: as the first clip that has any, if AAC can hold that."""
    audio = next((clip.info.audio for clip in clips if clip.info.audio), None)
    if audio is None:
        return None
    rate = audio.sample_rate if audio.sample_rate in AAC_RATES else USUAL_RATE
    return replace(audio, sample_rate=rate, channels=min(audio.channels, max(LAYOUTS)))


def film_notes(clips: Sequence[Clip]) -> tuple[str, ...]:
    """What the film is, beside the take, for the user."""
    coding = film_coding(clips[0].video)
    told = {
        "The film is a re-encoded copy; the take and your clip are not touched by it.": True,
        "Transparency is kept in the take; in the film the picture is laid over black.": clips[0].video.alpha,
        f"The film is coded as {coding.pixel_format}, for its depth or odd size; some players cannot show that.": (
            coding.pixel_format != "yuv420p"
        ),
    }
    return tuple(note for note, holds in told.items() if holds)


def join(
    path: Path, parts: Sequence[Part], video: VideoInfo, audio: AudioInfo | None, clips: Sequence[Clip], report: Report
) -> Joined:
    """Write the parts one after another. Raises OutputError, NoSpace or MediaError; then no film is left."""
    counts, lost = [0] * len(parts), 0
    total = round(sum(part.duration for part in parts) * video.rate)

    def frames() -> Iterator[Frame]:
        start = Fraction(0)
        for index, part in enumerate(parts):
            with ahead(part.frames) as coming:
                for frame in shifted(coming, start):
                    yield frame
                    counts[index] += 1
                    report(JOINING, sum(counts), max(total, sum(counts)))
            start += part.duration

    def sound() -> Iterable[Sound]:
        nonlocal lost
        for block in (block for part in parts for block in part.sound):
            lost += block.lost
            yield block

    write_film(path, frames(), video, audio, sound(), [clip.source.path for clip in clips])
    return Joined(tuple(counts), Fraction(lost, audio.sample_rate) if audio else Fraction(0))
