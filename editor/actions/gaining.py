"""Audio gain: clips made louder by so much, or until their loudest sample is as loud as wanted."""

from collections.abc import Iterable
from math import log10
from typing import TYPE_CHECKING

from editor.actions.by_kind import open_ids
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import VOLUME
from editor.timeline.errors import EditError
from editor.timeline.looks import QUIET
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.words import tr

if TYPE_CHECKING:
    from engine.media.peaks import Peaks  # which brings numpy

ONE_IN_TWO = 0.5**0.5  # how loud one channel is in each of two


def gain(session: Session, ids: Iterable[ItemId], decibels: float) -> None:
    """So much louder, below 0 quieter, points and all. Raises EditError on a locked track."""
    after = edits.shift_values(session.document.timeline, ids, VOLUME, decibels)
    session.document.apply(tr("Audio Gain"), after)


def normalise(session: Session, ids: Iterable[ItemId], to: float) -> None:
    """Each clip so much louder or quieter that its loudest sample has `to` dB; silent ones stay as they are.

    Raises EditError while a sound is still being read, and on a locked track.
    """
    timeline = session.document.timeline
    for clip_id in ids:
        now = loudest_of(session, timeline.clip(clip_id))
        if now > QUIET:
            timeline = edits.shift_values(timeline, [clip_id], VOLUME, to - now)
    session.document.apply(tr("Normalise"), timeline)


def loudest(session: Session) -> float:
    """dB of the loudest sample of all selected sounds. Raises EditError for none, or while one is still being read."""
    timeline = session.document.timeline
    return max(loudest_of(session, timeline.clip(clip_id)) for clip_id in open_ids(session, TrackKind.AUDIO))


def loudest_of(session: Session, clip: Clip) -> float:
    """dB, as the clip is heard without its fades; QUIET for silence. Raises EditError while it is still being read."""
    timeline = session.document.timeline
    media = timeline.media_of(clip)
    peaks = session.thumbnails.peaks(media) if media is not None else None
    if media is None or peaks is None:
        raise EditError(tr("The sound of “{name}” is still being read.", name=clip.name), tr("Try again in a moment."))
    is_mono = media.sound is not None and media.sound.channels == 1
    amplitude = loudest_amplitude(timeline, clip, peaks) * (ONE_IN_TWO if is_mono else 1)
    return max(QUIET, 20 * log10(amplitude)) if amplitude > 0 else QUIET


def loudest_amplitude(timeline: Timeline, clip: Clip, peaks: "Peaks") -> float:
    """Frame by frame, at the volume there; of a clip at a speed of its own, its loudest frame at its loudest volume."""
    playing, curve = timeline.source_range(clip), VOLUME.curve_of(clip)
    low, high = peaks.columns(playing.start, playing.end, clip.duration)
    loud = [max(-float(least), float(most)) for least, most in zip(low, high, strict=True)]
    volumes = [max(curve.at(frame), curve.at(frame + 1)) for frame in range(clip.duration)]
    if clip.timing is not None:
        return max(loud) * _amplitude(max(volumes))
    return max(each * _amplitude(volume) for each, volume in zip(loud, volumes, strict=True))


def _amplitude(decibels: float) -> float:
    return 10 ** (decibels / 20) if decibels > QUIET else 0.0
