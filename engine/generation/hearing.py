"""The sound of new frames: what is read beside them, and what is made of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

import numpy as np

from engine.finishing.sound import new_sound as sound
from engine.finishing.sound.new_sound import HEARD, NewSound
from engine.generation.clips import Clip
from engine.generation.film import film_audio
from engine.generation.gap import Gap
from engine.media.info import AudioInfo
from engine.media.sound import Sound, stream_sound
from engine.requests import GapRequest
from engine.requests import Sound as Kind

PLANNED = {
    Kind.ROOM_TONE: sound.OWN,
    Kind.SILENCE: "The new part is silent.",
    Kind.LEAVE: "The take has no sound; in the film the clip's own goes on under the new part while its file has any.",
}


@dataclass(frozen=True)
class Hearing:
    """What is heard under the new frames of a gap, and under the known ones beside them.

    before, after: the clips on its sides, with or without sound; one of them has some.
    """

    kind: Kind
    audio: AudioInfo
    before: Clip | None
    after: Clip | None
    duration: Fraction  # seconds of the gap

    @property
    def in_take(self) -> bool:
        """Whether the take's file has sound."""
        return self.kind is Kind.ROOM_TONE

    @property
    def notes(self) -> tuple[str, ...]:
        return self._new().notes if self.kind is Kind.ROOM_TONE else (PLANNED[self.kind],)

    def new(self) -> Iterator[Sound]:
        """Of the new frames; the same each time."""
        return (Sound(block, self.audio.sample_rate) for block in self._new().blocks)

    def take(self, before: Fraction, after: Fraction) -> Iterator[Sound]:
        """The clips' own sound for so many seconds up to the gap, the gap's, and theirs after it."""
        if self.before is not None:
            yield from self._own(self.before, self.before.end - before, self.before.end)
        yield from self.new()
        if self.after is not None:
            yield from self._own(self.after, self.after.start, self.after.start + after)

    def _new(self) -> NewSound:
        rate, count = self.audio.sample_rate, round(self.duration * self.audio.sample_rate)
        if self.kind is Kind.LEAVE:
            return sound.going_on(self._onward(), self._leading(), rate, count)
        make = sound.room_tone if self.kind is Kind.ROOM_TONE else sound.silence
        return make(self._tail, self._head, rate, count)

    @cached_property
    def _tail(self) -> np.ndarray | None:
        """Up to the gap, [sample, channel], NaN where it cannot be decoded."""
        clip = self.before
        return None if clip is None else self._beside(clip, max(clip.start, clip.end - HEARD), clip.end)

    @cached_property
    def _head(self) -> np.ndarray | None:
        clip = self.after
        return None if clip is None else self._beside(clip, clip.start, min(clip.end, clip.start + HEARD))

    def _beside(self, clip: Clip, start: Fraction, end: Fraction) -> np.ndarray:
        blocks = list(self._own(clip, start, end))
        return np.concatenate([np.full_like(each.samples, np.nan) if each.lost else each.samples for each in blocks])

    def _onward(self) -> Iterator[np.ndarray] | None:
        """What the file holds after the cut."""
        clip = self.before
        return None if clip is None else samples(self._own(clip, clip.end, clip.end + self.duration))

    def _leading(self) -> Iterator[np.ndarray] | None:
        clip = self.after
        return None if clip is None else samples(self._own(clip, clip.start - self.duration, clip.start))

    def _own(self, clip: Clip, start: Fraction, end: Fraction) -> Iterator[Sound]:
        return stream_sound(clip.source.path, start, end, self.audio, clip.info)


def samples(blocks: Iterator[Sound]) -> Iterator[np.ndarray]:
    return (block.samples for block in blocks)


def hearing(kind: Kind, clips: tuple[Clip, ...], gap: Gap) -> Hearing | None:
    """None where no clip has sound."""
    audio = film_audio(clips)
    if audio is None:
        return None
    before, after = None if gap.before is None else clips[0], None if gap.after is None else clips[-1]
    return Hearing(kind, audio, before, after, gap.duration)


def planned(request: GapRequest, clips: tuple[Clip, ...]) -> tuple[str, ...]:
    """What is to be told of the sound before it is looked at."""
    return (PLANNED[request.sound],) if film_audio(clips) else ()
