"""A timeline that another editor wrote, put on ours: where its tracks go, and what its clips become."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from editor.interchange.foreign import Foreign, ForeignClip, ForeignGap, ForeignTrack, ForeignTransition
from editor.timeline import edits
from editor.timeline.edits.handles import spare
from editor.timeline.edits.track_items import change_clips, gap, with_items
from editor.timeline.model import (
    Clip,
    Item,
    ItemId,
    Marker,
    MarkerId,
    Media,
    MediaId,
    Picture,
    SoundTrack,
    Take,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    Transition,
    new_id,
)
from editor.timeline.rational_time import to_frames
from editor.timeline.timing import FASTEST, Timing

FASTEST_RATE = 120  # frames per second that an empty timeline takes over
Key = tuple[MediaId, Fraction, int, int]  # media, its start, first frame and length: picture and sound of one take


def placed(timeline: Timeline, foreign: Foreign, files: Sequence[Media]) -> Timeline:
    """After everything that is there, on as many tracks as it takes; an empty timeline takes its rate and timecode.

    files: its media in its own order; see `stand_in` for those that are not there. Raises EditError.
    """
    foreign = with_sound(foreign, files)
    timeline = fitted(edits.add_media(timeline, *files), foreign, files)
    placing = Placing(timeline, foreign, tuple(files), timeline.duration)
    markers = sorted((*timeline.markers, *placing.markers()), key=lambda each: each.at)
    timeline = replace(timeline, markers=tuple(markers))
    for kind in TrackKind:
        timeline = _on_tracks(timeline, kind, [each for each in foreign.tracks if each.kind is kind], placing)
    alone = [ids[0] for link, ids in timeline.links.items() if len(ids) == 1 and link in placing.links.values()]
    return change_clips(timeline, alone, lambda clip: replace(clip, link=None))


def fitted(timeline: Timeline, foreign: Foreign, files: Sequence[Media]) -> Timeline:
    """An empty timeline with the foreign one's rate, size and timecode; one with clips as it is."""
    if timeline.duration or not 1 <= foreign.rate <= FASTEST_RATE:
        return timeline
    pictures = [each.picture for each in files if each.picture is not None]
    size = (foreign.width, foreign.height) if foreign.width and foreign.height else None
    width, height = size or ((pictures[0].width, pictures[0].height) if pictures else (timeline.width, timeline.height))
    changed = replace(timeline, rate=foreign.rate, width=width, height=height, is_fresh=False, mark_in=None)
    return replace(changed, mark_out=None, start_frame=foreign.start_frame, drop_frame=foreign.drop_frame)


def with_sound(foreign: Foreign, files: Sequence[Media]) -> Foreign:
    """Where it has no sound track at all (an EDL, or clips that stand for both): the sound of its pictures."""
    if any(track.kind is TrackKind.AUDIO for track in foreign.tracks):
        return foreign

    def heard(item: ForeignClip | ForeignGap | ForeignTransition) -> ForeignClip | ForeignGap | ForeignTransition:
        if not isinstance(item, ForeignClip):
            return item
        sounds = item.media is not None and files[item.media].sound is not None
        return item if sounds else ForeignGap(item.duration)

    tracks = [ForeignTrack(TrackKind.AUDIO, "", tuple(map(heard, track.items))) for track in foreign.tracks]
    full = [track for track in tracks if any(isinstance(item, ForeignClip) for item in track.items)]
    return replace(foreign, tracks=(*foreign.tracks, *full))


def stand_in(foreign: Foreign, index: int) -> Media:
    """For a file that is not there: as much of it as the timeline plays, so that it can be relinked."""
    file, end = foreign.media[index], Fraction(0)
    kinds = set()
    for track in foreign.tracks:
        for item in track.items:
            if isinstance(item, ForeignClip) and item.media == index:
                end = max(end, item.start + max(Fraction(1), abs(item.speed)) * item.duration / foreign.rate)
                kinds.add(track.kind)
    size = foreign.width or 1920, foreign.height or 1080
    picture = Picture(*size, foreign.rate) if TrackKind.VIDEO in kinds else None
    sound = SoundTrack(48_000, 2) if TrackKind.AUDIO in kinds or picture is None else None
    return Media(MediaId(new_id()), file.path, file.name, end or Fraction(1), picture, sound)


@dataclass(frozen=True, slots=True)
class Placing:
    """at: the frame of the timeline that the foreign one begins at."""

    timeline: Timeline
    foreign: Foreign
    files: tuple[Media, ...]
    at: int
    links: dict[Key, str] = field(default_factory=dict)

    def items(self, track: ForeignTrack) -> list[Item]:
        items: list[Item] = []
        frame = 0
        for item in track.items:
            if isinstance(item, ForeignTransition):
                items.append(self._transition(item))
                continue
            start, end = self.frame(frame), self.frame(frame + item.duration)
            items += self._clip(track.kind, item, start, end) if isinstance(item, ForeignClip) else [gap(end - start)]
            frame += item.duration
        return items

    def frame(self, frame: int) -> int:
        """Of the foreign timeline, on ours."""
        return self.at + to_frames(frame / self.foreign.rate, self.timeline.rate)

    def markers(self) -> list[Marker]:
        return [
            Marker(
                MarkerId(new_id()),
                self.frame(each.at),
                each.name,
                self.frame(each.at + each.duration) - self.frame(each.at),
                note=each.note,
            )
            for each in self.foreign.markers
            if each.at >= 0 and each.duration >= 0
        ]

    def _transition(self, item: ForeignTransition) -> Transition:
        into, out = (
            to_frames(each / self.foreign.rate, self.timeline.rate) for each in (item.in_offset, item.out_offset)
        )
        return Transition(ItemId(new_id()), max(0, into), max(0, out), item.kind)

    def _clip(self, kind: TrackKind, item: ForeignClip, start: int, end: int) -> list[Item]:
        """With a gap after it where its file ends early; a gap alone where there is nothing of it to play."""
        media = self.files[item.media] if item.media is not None else None
        if media is None or (media.picture if kind is TrackKind.VIDEO else media.sound) is None or end <= start:
            return [gap(end - start)]
        clip = self._whole(media, item, start, end - start)
        short = -min(0, spare(self.timeline, clip)[1])
        if short >= clip.duration:
            return [gap(clip.duration)]
        return [replace(clip, duration=clip.duration - short), gap(short)] if short else [clip]

    def _whole(self, media: Media, item: ForeignClip, start: int, frames: int) -> Clip:
        speed = max(Fraction(-FASTEST), min(Fraction(FASTEST), item.speed))
        begin = Fraction(0) if media.is_still else item.start
        if speed < 0:  # its first frame is the last that plays
            begin += -speed * (frames - 1) / self.timeline.rate
        link = self.links.setdefault((media.id, begin, start, frames), new_id())
        timing = None if speed == 1 else Timing(speed)
        name = item.name or media.name
        return Clip(
            ItemId(new_id()),
            name,
            frames,
            (Take(media.id),),
            source_start=begin,
            link=link,
            enabled=item.enabled,
            timing=timing,
        )


def _on_tracks(timeline: Timeline, kind: TrackKind, tracks: list[ForeignTrack], placing: Placing) -> Timeline:
    """The lowest that are not locked, and as many new ones as are missing."""
    free = [each.id for each in timeline.tracks if each.kind is kind and not each.locked]
    while len(free) < len(tracks):
        free.append(TrackId(new_id()))
        timeline = edits.add_track(timeline, kind, free[-1])
    for track_id, track in zip(free, tracks, strict=False):
        timeline = _after(timeline, track_id, placing.items(track), placing.at)
    return timeline


def _after(timeline: Timeline, track_id: TrackId, items: list[Item], at: int) -> Timeline:
    def filled(track: Track) -> Track:
        lead = [gap(at - track.duration)] if at > track.duration else []
        return with_items(timeline, track, (*track.items, *lead, *items))

    changed = (filled(track) if track.id == track_id else track for track in timeline.tracks)
    return replace(timeline, tracks=tuple(changed))
