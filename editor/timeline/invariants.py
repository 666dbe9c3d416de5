"""What holds of every timeline, whatever was done to it; an opened project is checked the same way."""

from collections import Counter
from collections.abc import Iterable

from editor.timeline.edits.track_items import fits
from editor.timeline.errors import EditError
from editor.timeline.looks import LARGEST, LOUDEST, QUIET, Curve, Level, Look
from editor.timeline.model import Clip, Gap, Generation, Item, Media, Timeline, Track, TrackKind, Transition
from editor.timeline.timing import FASTEST, Timing
from editor.words import tr


def check(timeline: Timeline) -> None:
    """Raises EditError with the first thing that does not hold."""
    _require(timeline.rate > 0 and timeline.width > 0 and timeline.height > 0, tr("The timeline has a size and a rate"))
    _require(timeline.sample_rate > 0, tr("The timeline has a sample rate"))
    _check_ids(timeline)
    _check_order(timeline)
    for track in timeline.tracks:
        _check_track(timeline, track)
    for media in timeline.media:
        _check_media(media)


def _require(holds: bool, what: str) -> None:
    if not holds:
        raise EditError(
            tr("This does not hold of the timeline: {what}.", what=what), tr("Undo, or open a version saved before.")
        )


def _check_ids(timeline: Timeline) -> None:
    """One id means one thing."""
    _require_distinct((track.id for track in timeline.tracks), "tracks")
    _require_distinct((item.id for track in timeline.tracks for item in track.items), "items")
    _require_distinct((media.id for media in timeline.media), "media")
    _require_distinct((marker.id for marker in timeline.markers), "markers")


def _require_distinct(ids: Iterable[str], what: str) -> None:
    _require(all(count == 1 for count in Counter(ids).values()), tr("No two {what} have the same id", what=what))


def _check_order(timeline: Timeline) -> None:
    kinds = [track.kind for track in timeline.tracks]
    _require(kinds == sorted(kinds, key=list(TrackKind).index), tr("Picture tracks come before sound tracks"))
    starts = [marker.at for marker in timeline.markers]
    _require(starts == sorted(starts), tr("Markers are in order of time"))
    _require(all(marker.at >= 0 and marker.duration >= 0 for marker in timeline.markers), tr("Markers are on it"))
    marks = [mark for mark in (timeline.mark_in, timeline.mark_out) if mark is not None]
    _require(
        marks == sorted(set(marks)) and all(mark >= 0 for mark in marks), tr("The in point is before the out point")
    )


def _check_track(timeline: Timeline, track: Track) -> None:
    label = timeline.label(track)
    before: list[Item] = []
    for item, after in zip(track.items, (*track.items[1:], None), strict=False):
        if isinstance(item, Transition):
            _check_transition(timeline, before, item, after, label)
        else:
            _require(item.duration > 0, tr("Each item on {label} lasts a frame or more", label=label))
        if isinstance(item, Gap):
            _require(isinstance(after, Clip), tr("Each gap on {label} ends with a clip", label=label))
        if isinstance(item, Clip):
            _check_clip(timeline, track, item, label)
        before.append(item)


def _check_transition(
    timeline: Timeline, before: list[Item], transition: Transition, after: Item | None, label: str
) -> None:
    offsets = transition.in_offset >= 0 and transition.out_offset >= 0
    stands = bool(before) and fits(timeline, before, transition, after)
    _require(offsets and stands, tr("Each transition on {label} fits the clips around it", label=label))


def _check_clip(timeline: Timeline, track: Track, clip: Clip, label: str) -> None:
    takes = {take.media for take in clip.takes}
    made_from = clip.generation.media if clip.generation else set()
    _require(
        takes | made_from <= timeline.media_by_id.keys(),
        tr("The media of “{name}” on {label} is in the pool", name=clip.name, label=label),
    )
    _require(
        bool(takes) or clip.is_generated,
        tr("“{name}” on {label} has media, or is to be generated", name=clip.name, label=label),
    )
    _require(
        0 <= clip.active < max(1, len(clip.takes)),
        tr("The take that “{name}” on {label} plays is there", name=clip.name, label=label),
    )
    _require(
        len(set(clip.takes)) == len(clip.takes),
        tr("No take of “{name}” on {label} is there twice", name=clip.name, label=label),
    )
    is_picture = track.kind is TrackKind.VIDEO
    is_to_be_heard = clip.generation is not None and clip.generation.is_heard
    media = [timeline.media_by_id[media_id] for media_id in takes]
    fitting = all((one.picture if is_picture else one.sound) is not None for one in media)
    _require(
        fitting and (is_picture or bool(takes) or is_to_be_heard),
        tr("“{name}” goes with the kind of {label}", name=clip.name, label=label),
    )
    if clip.generation is not None:
        _check_keyframes(timeline, clip.generation, tr("“{name}” on {label}", name=clip.name, label=label))
    _require(
        min(clip.fade_in, clip.fade_out, clip.fade_in_cut, clip.fade_out_cut) >= 0,
        tr("The fades of “{name}” on {label} have a length", name=clip.name, label=label),
    )
    if clip.timing is not None:
        _check_timing(clip.timing, tr("“{name}” on {label}", name=clip.name, label=label))
    if clip.look is not None:
        _check_look(clip.look, tr("“{name}” on {label}", name=clip.name, label=label))
    if clip.level is not None:
        _check_level(clip.level, tr("“{name}” on {label}", name=clip.name, label=label))


def _check_timing(timing: Timing, name: str) -> None:
    speeds = [timing.speed, *(point.speed for point in timing.ramp)]
    _require(
        all(abs(speed) <= FASTEST for speed in speeds),
        tr("{name} plays at most {fastest} times as fast", name=name, fastest=FASTEST),
    )
    _require(all(point.speed > 0 for point in timing.ramp), tr("{name} goes on along its speed curve", name=name))
    _check_points([point.at for point in timing.ramp], tr("The speed points of {name}", name=name))


def _check_look(look: Look, name: str) -> None:
    _check_points([point.at for point in look.opacity.points], tr("The opacity points of {name}", name=name))
    _require(_within(look.opacity, 0, 1), tr("{name} is not less than unseen, nor more than opaque", name=name))
    _check_points([point.at for point in look.motion], tr("The motion points of {name}", name=name))
    crop = look.crop
    sides = (crop.left, crop.top, crop.right, crop.bottom)
    left = all(0 <= side < 1 for side in sides) and crop.left + crop.right < 1 and crop.top + crop.bottom < 1
    _require(left, tr("Something of {name} is left after its crop", name=name))
    scales = (look.transform.scale, *(point.scale for point in look.motion))
    _require(all(0 < scale <= LARGEST for scale in scales), tr("{name} has a size", name=name))
    _require(
        look.grade.contrast >= 0 and look.grade.saturation >= 0,
        tr("The colours of {name} are not turned over", name=name),
    )


def _check_level(level: Level, name: str) -> None:
    for curve, what in ((level.volume, tr("volume")), (level.pan, tr("pan"))):
        _check_points([point.at for point in curve.points], tr("The {what} points of {name}", what=what, name=name))
    _require(
        _within(level.volume, QUIET, LOUDEST),
        tr("{name} is at most {loudest} dB louder than its file", name=name, loudest=LOUDEST),
    )
    _require(_within(level.pan, -1, 1), tr("{name} is between left and right", name=name))


def _check_points(places: list[int], what: str) -> None:
    _require(places == sorted(set(places)), tr("{what} are in order", what=what))


def _within(curve: Curve, least: float, most: float) -> bool:
    return all(least <= value <= most for value in (curve.value, *(point.value for point in curve.points)))


def _check_keyframes(timeline: Timeline, generation: Generation, name: str) -> None:
    keyframes = generation.keyframes
    places = [keyframe.at for keyframe in keyframes]
    _require(
        places == sorted(set(places)) and all(at >= 0 for at in places),
        tr("The keyframes of {name} are in order", name=name),
    )
    seen = all(timeline.media_by_id[keyframe.media].picture is not None for keyframe in keyframes)
    _require(seen, tr("The keyframes of {name} are pictures", name=name))
    freedom = (*(keyframe.noise for keyframe in keyframes), *generation.curve)
    _require(all(0 <= value <= 1 for value in freedom), tr("Nothing of {name} is freer than free", name=name))


def _check_media(media: Media) -> None:
    _require(media.duration >= 0, tr("“{name}” does not end before it begins", name=media.name))
    _require(media.picture is not None or media.sound is not None, tr("“{name}” has picture or sound", name=media.name))
    still = media.duration == 0 and media.picture is None
    _require(not still, tr("The sound of “{name}” has a length", name=media.name))
    if picture := media.picture:
        is_there = picture.width > 0 and picture.height > 0 and picture.rate > 0
        _require(is_there, tr("“{name}” has a size and a rate", name=media.name))
