"""Takes: what a clip plays changed for another rendering, with its place and length as they are."""

from dataclasses import replace

from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.generated_sound import made_with
from editor.timeline.edits.media_pool import add_media
from editor.timeline.edits.track_items import change_clips, gap, with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Item, ItemId, Media, Take, Timeline, Track, TrackKind
from editor.words import tr


def add_take(timeline: Timeline, clip_id: ItemId, media: Media, take: Take, choose: bool) -> Timeline:
    """A clip gets another take, and the pool its media; only the pool, where the clip is gone.

    A first take plays at once, later ones with `choose`. Parts of one clip that was split ask for the same, so both
    get it, and so does the sound that was asked for with it; where the take has none, that leaves a gap.
    It is a fact and not a decision: a take also arrives on a locked track, and a second time changes nothing.
    """
    timeline = add_media(timeline, media)

    def with_take(clip: Clip) -> Clip:
        if take in clip.takes:
            return clip
        plays = not clip.takes or (choose and clip.id == clip_id)
        return replace(clip, takes=(*clip.takes, take), active=len(clip.takes) if plays else clip.active)

    askers = set(_askers(timeline, clip_id, media))
    if media.sound is None:
        timeline = _without_sound(timeline, askers)
    return change_clips(timeline, askers, with_take)


def _without_sound(timeline: Timeline, askers: set[ItemId]) -> Timeline:
    """The sound among them gone; such as has takes keeps those."""
    sounds = {row: track for row, track in enumerate(timeline.tracks) if track.kind is TrackKind.AUDIO}
    heard = {item_id for track in sounds.values() for item_id in askers if item_id in track.indices}
    askers -= heard

    def left(item: Item) -> Item:
        return gap(item.duration) if isinstance(item, Clip) and item.id in heard and not item.takes else item

    def emptied(track: Track) -> Track:
        return with_items(timeline, track, map(left, track.items)) if heard & track.indices.keys() else track

    return with_tracks(timeline, {row: emptied(track) for row, track in sounds.items()})


def _askers(timeline: Timeline, clip_id: ItemId, media: Media) -> list[ItemId]:
    """The clip, and those that are parts or copies of it: they ask for the same and have the same so far."""
    if timeline.has(clip_id):
        return [clip_id, *(clip.id for clip in parts_of(timeline, clip_id))]
    asked = media.made.generation if media.made else None
    generated = (clip for track in timeline.tracks for clip in track.generated)
    return [clip_id, *(clip.id for clip in generated if (clip.generation, clip.takes) == (asked, ()))]


def parts_of(timeline: Timeline, clip_id: ItemId) -> list[Clip]:
    """A generated clip and what it was split into or copied to, sound too: what is asked for of one is for all."""
    clip = timeline.clip(clip_id)
    asked = clip.generation, clip.takes
    generated = (each for track in timeline.tracks for each in track.generated)
    return [each for each in generated if (each.generation, each.takes) == asked]


def choose_take(timeline: Timeline, clip_id: ItemId, index: int) -> Timeline:
    """Play another take, and what was made with it; place, length and trim stay.

    Raises EditError where there is none, or on a locked track.
    """
    clip = find_clip(timeline, clip_id)[2]
    if not 0 <= index < len(clip.takes):
        raise EditError(
            tr("“{name}” has no take {index}.", name=clip.name, index=index + 1), tr("Choose one of its takes.")
        )
    return as_with_take(timeline, clip_id, index)


def as_with_take(timeline: Timeline, clip_id: ItemId, index: int) -> Timeline:
    """As it looks with another take, which is there; also on a locked track, since looking is no edit."""
    clip = timeline.clip(clip_id)
    take = clip.takes[index]

    def playing(each: Clip) -> Clip:
        chosen = index if each.id == clip_id else each.takes.index(take) if take in each.takes else each.active
        return each if chosen == each.active else replace(each, active=chosen)

    return change_clips(timeline, made_with(timeline, clip), playing)
