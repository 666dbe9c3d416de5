"""What of a timeline a form of exchange has no place for, in words."""

from collections.abc import Callable, Iterator

from editor.interchange.formats import Format, Part
from editor.timeline.looks import Level, Look
from editor.timeline.model import DISSOLVE, Clip, Timeline, TrackKind, Transition
from editor.words import tr


def left_out(timeline: Timeline, form: Format) -> str:
    """In one line; "" where all of it is in the file."""
    words = list(_words(timeline, form))
    return tr("Not in the file: {names}.", names=", ".join(words)) if words else ""


def _words(timeline: Timeline, form: Format) -> Iterator[str]:
    clips = [clip for track in timeline.tracks for clip in track.clips]
    for condition, one, many in CLIPS:
        count = sum(1 for clip in clips if condition(clip, form))
        if count:
            yield one if count == 1 else many.format(count)
    sounds = any(track.kind is TrackKind.AUDIO and track.items for track in timeline.tracks)
    if sounds and Part.SOUND not in form.holds:
        yield tr("the sound")
    if timeline.markers and Part.MARKERS not in form.holds:
        yield tr("the markers")
    yield from _transitions(timeline, form)


def _transitions(timeline: Timeline, form: Format) -> Iterator[str]:
    kinds = [item.kind for track in timeline.tracks for item in track.items if isinstance(item, Transition)]
    if kinds and Part.TRANSITIONS not in form.holds:
        yield tr("the transitions")
    elif any(kind != DISSOLVE for kind in kinds):
        yield tr("dips (they are dissolves there)")


def _is_pending(clip: Clip, form: Format) -> bool:
    return clip.is_pending


def _is_retimed(clip: Clip, form: Format) -> bool:
    """At a speed that the form has no word for."""
    return clip.timing is not None and (bool(clip.timing.ramp) or Part.SPEEDS not in form.holds)


def _is_off(clip: Clip, form: Format) -> bool:
    return not clip.enabled and Part.DISABLED not in form.holds


def _is_dressed(clip: Clip, form: Format) -> bool:
    return clip.look not in (None, Look())


def _is_levelled(clip: Clip, form: Format) -> bool:
    return clip.level not in (None, Level()) or clip.fade_in + clip.fade_out > 0


def _is_generated(clip: Clip, form: Format) -> bool:
    return clip.is_generated and bool(clip.takes)


CLIPS: tuple[tuple[Callable[[Clip, Format], bool], str, str], ...] = (
    (_is_pending, tr("one clip still to be made"), tr("{} clips still to be made")),
    (_is_off, tr("one disabled clip"), tr("{} disabled clips")),
    (_is_retimed, tr("the speed of one clip"), tr("the speeds of {} clips")),
    (_is_dressed, tr("the look of one clip"), tr("the looks of {} clips")),
    (_is_levelled, tr("the volume or fades of one clip"), tr("the volume or fades of {} clips")),
    (_is_generated, tr("how one clip was generated"), tr("how {} clips were generated")),
)
