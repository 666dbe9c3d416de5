"""What holds of every timeline, whatever was done to it; an opened project is checked the same way."""

from collections import Counter
from collections.abc import Iterable

from editor.timeline.edits.track_items import fits
from editor.timeline.errors import EditError
from editor.timeline.looks import LARGEST, LOUDEST, QUIET, Curve, Level, Look
from editor.timeline.model import Clip, Gap, Generation, Item, Media, Timeline, Track, TrackKind, Transition
from editor.timeline.timing import FASTEST, Timing


def check(timeline: Timeline) -> None:
    """Raises EditError with the first thing that does not hold."""
    _require(timeline.rate > 0 and timeline.width > 0 and timeline.height > 0, "The timeline has a size and a rate")
    _require(timeline.sample_rate > 0, "The timeline has a sample rate")
    _check_ids(timeline)
    _check_order(timeline)
    for track in timeline.tracks:
        _check_track(timeline, track)
    for media in timeline.media:
        _check_media(media)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise EditError(f"This does not hold of the timeline: {what}.", "Undo, or open a version saved before.")


def _check_ids(timeline: Timeline) -> None:
    """One id means one thing."""
    _require_distinct((track.id for track in timeline.tracks), "tracks")
    _require_distinct((item.id for track in timeline.tracks for item in track.items), "items")
    _require_distinct((media.id for media in timeline.media), "media")
    _require_distinct((marker.id for marker in timeline.markers), "markers")


def _require_distinct(ids: Iterable[str], what: str) -> None:
    _require(all(count == 1 for count in Counter(ids).values()), f"No two {what} have the same id")


def _check_order(timeline: Timeline) -> None:
    kinds = [track.kind for track in timeline.tracks]
    _require(kinds == sorted(kinds, key=list(TrackKind).index), "Picture tracks come before sound tracks")
    starts = [marker.at for marker in timeline.markers]
    _require(starts == sorted(starts), "Markers are in order of time")
    _require(all(marker.at >= 0 and marker.duration >= 0 for marker in timeline.markers), "Markers are on it")
    marks = [mark for mark in (timeline.mark_in, timeline.mark_out) if mark is not None]
    _require(marks == sorted(set(marks)) and all(mark >= 0 for mark in marks), "The in point is before the out point")


def _check_track(timeline: Timeline, track: Track) -> None:
    label = timeline.label(track)
    before: list[Item] = []
    for item, after in zip(track.items, (*track.items[1:], None), strict=False):
        if isinstance(item, Transition):
            _check_transition(timeline, before, item, after, label)
        else:
            _require(item.duration > 0, f"Each item on {label} lasts a frame or more")
        if isinstance(item, Gap):
            _require(isinstance(after, Clip), f"Each gap on {label} ends with a clip")
        if isinstance(item, Clip):
            _check_clip(timeline, track, item, label)
        before.append(item)


def _check_transition(
    timeline: Timeline, before: list[Item], transition: Transition, after: Item | None, label: str
) -> None:
    offsets = transition.in_offset >= 0 and transition.out_offset >= 0
    stands = bool(before) and fits(timeline, before, transition, after)
    _require(offsets and stands, f"Each transition on {label} fits the clips around it")


def _check_clip(timeline: Timeline, track: Track, clip: Clip, label: str) -> None:
    takes = {take.media for take in clip.takes}
    made_from = clip.generation.media if clip.generation else set()
    _require(takes | made_from <= timeline.media_by_id.keys(), f"The media of “{clip.name}” on {label} is in the pool")
    _require(bool(takes) or clip.is_generated, f"“{clip.name}” on {label} has media, or is to be generated")
    _require(0 <= clip.active < max(1, len(clip.takes)), f"The take that “{clip.name}” on {label} plays is there")
    _require(len(set(clip.takes)) == len(clip.takes), f"No take of “{clip.name}” on {label} is there twice")
    is_picture = track.kind is TrackKind.VIDEO
    is_to_be_heard = clip.generation is not None and clip.generation.is_heard
    media = [timeline.media_by_id[media_id] for media_id in takes]
    fitting = all((one.picture if is_picture else one.sound) is not None for one in media)
    _require(fitting and (is_picture or bool(takes) or is_to_be_heard), f"“{clip.name}” goes with the kind of {label}")
    if clip.generation is not None:
        _check_keyframes(timeline, clip.generation, f"“{clip.name}” on {label}")
    _require(clip.fade_in >= 0 and clip.fade_out >= 0, f"The fades of “{clip.name}” on {label} have a length")
    if clip.timing is not None:
        _check_timing(clip.timing, f"“{clip.name}” on {label}")
    if clip.look is not None:
        _check_look(clip.look, f"“{clip.name}” on {label}")
    if clip.level is not None:
        _check_level(clip.level, f"“{clip.name}” on {label}")


def _check_timing(timing: Timing, name: str) -> None:
    speeds = [timing.speed, *(point.speed for point in timing.ramp)]
    _require(all(abs(speed) <= FASTEST for speed in speeds), f"{name} plays at most {FASTEST} times as fast")
    _require(all(point.speed > 0 for point in timing.ramp), f"{name} goes on along its speed curve")
    _check_points([point.at for point in timing.ramp], f"The speed points of {name}")


def _check_look(look: Look, name: str) -> None:
    _check_points([point.at for point in look.opacity.points], f"The opacity points of {name}")
    _require(_within(look.opacity, 0, 1), f"{name} is not less than unseen, nor more than opaque")
    crop = look.crop
    sides = (crop.left, crop.top, crop.right, crop.bottom)
    left = all(0 <= side < 1 for side in sides) and crop.left + crop.right < 1 and crop.top + crop.bottom < 1
    _require(left, f"Something of {name} is left after its crop")
    _require(0 < look.transform.scale <= LARGEST, f"{name} has a size")
    _require(look.grade.contrast >= 0 and look.grade.saturation >= 0, f"The colours of {name} are not turned over")


def _check_level(level: Level, name: str) -> None:
    for curve, what in ((level.volume, "volume"), (level.pan, "pan")):
        _check_points([point.at for point in curve.points], f"The {what} points of {name}")
    _require(_within(level.volume, QUIET, LOUDEST), f"{name} is at most {LOUDEST} dB louder than its file")
    _require(_within(level.pan, -1, 1), f"{name} is between left and right")


def _check_points(places: list[int], what: str) -> None:
    _require(places == sorted(set(places)), f"{what} are in order")


def _within(curve: Curve, least: float, most: float) -> bool:
    return all(least <= value <= most for value in (curve.value, *(point.value for point in curve.points)))


def _check_keyframes(timeline: Timeline, generation: Generation, name: str) -> None:
    keyframes = generation.keyframes
    places = [keyframe.at for keyframe in keyframes]
    _require(places == sorted(set(places)) and all(at >= 0 for at in places), f"The keyframes of {name} are in order")
    seen = all(timeline.media_by_id[keyframe.media].picture is not None for keyframe in keyframes)
    _require(seen, f"The keyframes of {name} are pictures")
    freedom = (*(keyframe.noise for keyframe in keyframes), *generation.curve)
    _require(all(0 <= value <= 1 for value in freedom), f"Nothing of {name} is freer than free")


def _check_media(media: Media) -> None:
    _require(media.duration >= 0, f"“{media.name}” does not end before it begins")
    _require(media.picture is not None or media.sound is not None, f"“{media.name}” has picture or sound")
    still = media.duration == 0 and media.picture is None
    _require(not still, f"The sound of “{media.name}” has a length")
    if picture := media.picture:
        is_there = picture.width > 0 and picture.height > 0 and picture.rate > 0
        _require(is_there, f"“{media.name}” has a size and a rate")
