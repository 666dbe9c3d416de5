"""What is dragged in from the media pool or from a file manager."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from PySide6.QtCore import QMimeData

from editor.actions.importing import STILLS
from editor.actions.placing import WHOLE, Excerpt, frames_of, landing, stretch_of
from editor.actions.selecting import clip_at
from editor.timeline import edits
from editor.timeline.model import MediaId, TrackId, TrackKind
from editor.timeline.rational_time import MediaRange, TimeRange, to_frames
from editor.ui.timeline.gestures.previews import opened
from editor.ui.timeline.magnet import Magnet
from editor.ui.timeline.overlay import Bubble, Overlay, Stand
from editor.ui.timeline.stage import Pointer, Stage
from editor.view_state import KeyframePlace
from editor.words import tr

MEDIA_MIME = "application/x-longtake-media"
EXCERPT_MIME = "application/x-longtake-excerpt"  # beside it: which part of the media, from where and how long


def media_ids(mime: QMimeData) -> tuple[MediaId, ...]:
    """Of what is dragged from the pool."""
    text = bytes(mime.data(MEDIA_MIME).data()).decode("utf-8", "replace")
    return tuple(MediaId(line) for line in text.splitlines() if line)


def packed(excerpt: Excerpt) -> bytes:
    kind, span = excerpt.kind or "", excerpt.span
    return f"{kind}\n{span.start if span else ''}\n{span.duration if span else ''}".encode()


def excerpt_of(mime: QMimeData) -> Excerpt:
    """All of it, where nothing is said."""
    lines = bytes(mime.data(EXCERPT_MIME).data()).decode("utf-8", "replace").split("\n")
    if len(lines) < 3:
        return WHOLE
    span = MediaRange(Fraction(lines[1]), Fraction(lines[2])) if lines[1] else None
    return Excerpt(TrackKind(lines[0]) if lines[0] else None, span)


def file_paths(mime: QMimeData) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in mime.urls() if url.isLocalFile())


class Drop:
    """Shows where it would land; the landing itself is an action's."""

    def __init__(self, stage: Stage, mime: QMimeData) -> None:
        self._stage = stage
        self._media = media_ids(mime) if mime.hasFormat(MEDIA_MIME) else ()
        self._excerpt = excerpt_of(mime)
        self._paths = () if self._media else file_paths(mime)
        self._length = self._measured()
        self._magnet = Magnet(stage)

    @property
    def is_welcome(self) -> bool:
        return bool(self._media or self._paths)

    def drag(self, pointer: Pointer) -> Overlay:
        if (place := self._given(pointer)) is not None:
            return self._keyframe(pointer, place)
        frame, snapped = self._frame(pointer)
        targets = self._targets(pointer, frame)
        if not targets or not self._inserts(pointer):
            return Overlay(targets=targets, snap=snapped)
        end, own = max(stand.range.end for stand in targets), {stand.track for stand in targets}
        shifts = opened(self._stage.timeline, frame, end - frame, own)
        return Overlay(targets=targets, shifts=shifts, insertion=frame, snap=snapped)

    def _given(self, pointer: Pointer) -> KeyframePlace | None:
        """The new frame of a generated clip that it would be given to as a keyframe: a still is, a film with Alt held;
        nothing is where it would be inserted."""
        timeline, row = self._stage.timeline, self._stage.viewport.row_at(pointer.y)
        if row is None or pointer.ctrl or not self._is_picture(pointer.alt):
            return None
        track, frame = timeline.tracks[row.index], self._stage.viewport.frame_at(pointer.x)
        clip = clip_at(track, frame)
        if clip is None or clip.generation is None or not self._stage.view.generative:
            return None
        if edits.why_no_keyframe(timeline, clip.id):
            return None
        at = frame - edits.first_new_frame(timeline, clip)
        return KeyframePlace(clip.id, at) if 0 <= at < clip.generation.frames else None

    def _is_picture(self, films_too: bool) -> bool:
        """One file alone. What is in one from outside is told by its name until it is imported."""
        if len(self._media) == 1:
            media = self._stage.timeline.media_by_id.get(self._media[0])
            return media is not None and media.picture is not None and (media.is_still or films_too)
        return len(self._paths) == 1 and (self._paths[0].suffix.lower() in STILLS or films_too)

    def _keyframe(self, pointer: Pointer, place: KeyframePlace) -> Overlay:
        timeline = self._stage.timeline
        row, range_ = timeline.place(place.clip_id)[0], timeline.range_of(place.clip_id)
        at = edits.first_new_frame(timeline, timeline.clip(place.clip_id)) + place.at
        words = tr("at new frame {at} of {name}", at=place.at + 1, name=timeline.clip(place.clip_id).name)
        bubble = Bubble(tr("Keyframe"), words, pointer.x, pointer.y)
        return Overlay(targets=(Stand(row, range_),), blades=((row, at),), bubble=bubble)

    def _targets(self, pointer: Pointer, frame: int) -> tuple[Stand, ...]:
        """Where it would lie. What is in a file is not known before it is imported."""
        timeline, row = self._stage.timeline, self._stage.viewport.row_at(pointer.y)
        if self._media:
            still, track_id = self._stage.view.still_seconds, row.track_id if row else None
            spots = landing(timeline, self._media, track_id, frame, still, self._part(pointer))
            rows = {track.id: index for index, track in enumerate(timeline.tracks)}
            return tuple(Stand(rows[spot.track], TimeRange(spot.start, spot.end - spot.start)) for spot in spots)
        return (Stand(row.index, TimeRange(frame, self._length)),) if row else ()

    def drop(self, pointer: Pointer) -> None:
        frame, callbacks = self._frame(pointer)[0], self._stage.callbacks
        if (place := self._given(pointer)) is not None:
            callbacks.given(self._media[0] if self._media else self._paths[0], place)
        elif self._media:
            inserts = self._inserts(pointer)
            callbacks.dropped(self._media, self._track(pointer), frame, inserts, self._part(pointer))
        else:
            callbacks.files_dropped(self._paths, self._track(pointer), frame)

    def _part(self, pointer: Pointer) -> Excerpt:
        """With Alt only what goes with the track under the mouse: the picture, or the sound."""
        row = self._stage.viewport.row_at(pointer.y)
        if not pointer.alt or row is None or self._excerpt.kind is not None:
            return self._excerpt
        return replace(self._excerpt, kind=row.kind)

    def _inserts(self, pointer: Pointer) -> bool:
        return self._stage.view.inserting is not pointer.ctrl

    def _frame(self, pointer: Pointer) -> tuple[int, int | None]:
        """Its start snaps, or its end."""
        frame = max(0, self._stage.viewport.edge_at(pointer.x))
        if not self._stage.view.snapping or pointer.shift:
            return frame, None
        by, snapped = self._magnet.shift((frame, frame + self._length), 0)
        return (frame + by, snapped) if frame + by >= 0 else (frame, None)

    def _track(self, pointer: Pointer) -> TrackId | None:
        row = self._stage.viewport.row_at(pointer.y)
        return row.track_id if row is not None else None

    def _measured(self) -> int:
        """In frames, one after another. A file of which nothing is known yet is shown as long as a still."""
        timeline = self._stage.timeline
        known = [timeline.media_by_id[media_id] for media_id in self._media if media_id in timeline.media_by_id]
        still, span = self._stage.view.still_seconds, self._excerpt.span
        lengths = [frames_of(media, stretch_of(media, span, still), timeline.rate) for media in known]
        return sum(lengths) or max(1, len(self._paths)) * to_frames(still, timeline.rate)
