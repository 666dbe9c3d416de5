"""Cut, copy, paste and duplicate of clips, and of what was laid over them."""

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from editor.actions.placing import Spot, put
from editor.actions.selecting import chosen, with_linked
from editor.clipboard import Contents, Run
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, Track, TrackId, TrackKind, Transition, new_id
from editor.timeline.rational_time import TimeRange
from editor.words import tr


def copy(session: Session) -> None:
    """The selected clips, also those on locked tracks."""
    timeline, ids = session.document.timeline, session.document.selection
    contents = copied(timeline, with_linked(timeline, ids) if session.view.linked else ids)
    if not contents.runs:
        raise EditError(tr("No clip is selected."), tr("Select a clip first."))
    session.clipboard.contents = contents


def cut(session: Session) -> None:
    timeline = session.document.timeline
    clips = [item_id for item_id in chosen(session) if isinstance(timeline.item(item_id), Clip)]
    after = edits.lift(timeline, clips)
    copy(session)
    session.document.apply(tr("Cut"), after)


def paste(session: Session, insert: bool = False) -> None:
    """At the playhead, on the tracks that are aimed at; the playhead goes to the end, as for a second paste."""
    contents, at = session.clipboard.contents, session.playback.frame
    if contents is None:
        raise EditError(tr("Nothing was copied yet."), tr("Select a clip and copy it first (Ctrl+C)."))
    timeline, tracks = _with_tracks(_with_media(session.document.timeline, contents), contents.runs)
    first, links = min(run.start for run in contents.runs), edits.new_links()
    spots = [
        Spot(track_id, at + run.start - first, tuple(edits.copied(run.items, links)))
        for run, track_id in zip(contents.runs, tracks, strict=True)
    ]
    session.document.apply(tr("Paste Insert") if insert else tr("Paste"), put(timeline, spots, insert))
    session.document.select(item.id for spot in spots for item in spot.items if isinstance(item, Clip))
    session.playback.seek(max(spot.end for spot in spots))


def duplicate(session: Session) -> None:
    """The selected clips once more, right behind them on their own tracks: where all of that is free, else what
    follows moves on. What was copied stays copied."""
    timeline, ids = session.document.timeline, chosen(session)
    contents = copied(timeline, ids)
    if not contents.runs:
        raise EditError(tr("No clip is selected."), tr("Select a clip first."))
    rows = {kind: [track.id for track in timeline.tracks if track.kind is kind] for kind in TrackKind}
    start, end = min(run.start for run in contents.runs), max(run.end for run in contents.runs)
    links = edits.new_links()
    spots = [
        Spot(rows[run.kind][run.row], end + run.start - start, tuple(edits.copied(run.items, links)))
        for run in contents.runs
    ]
    is_free = all(
        edits.is_free(timeline.track(spot.track), TimeRange(spot.start, spot.end - spot.start)) for spot in spots
    )
    session.document.apply(tr("Duplicate"), put(timeline, spots, insert=not is_free))
    session.document.select(item.id for spot in spots for item in spot.items if isinstance(item, Clip))


def attribute_sources(session: Session) -> tuple[Clip | None, Clip | None]:
    """Of what was copied, the first picture clip and the first sound clip. Raises EditError where nothing was."""
    if session.clipboard.contents is None:
        raise EditError(tr("Nothing was copied yet."), tr("Select a clip and copy it first (Ctrl+C)."))
    clips = [
        (run.kind, item) for run in session.clipboard.contents.runs for item in run.items if isinstance(item, Clip)
    ]
    picture, sound = (next((clip for kind, clip in clips if kind is wanted), None) for wanted in TrackKind)
    return picture, sound


def paste_attributes(session: Session, wanted: Collection[edits.Attribute]) -> None:
    """Over the selected clips and what is linked to them, of what was copied."""
    sources = attribute_sources(session)
    after = edits.paste_attributes(session.document.timeline, chosen(session), *sources, wanted)
    session.document.apply(tr("Paste Attributes"), after)


def copied(timeline: Timeline, ids: Collection[ItemId]) -> Contents:
    """The clips among `ids`, and the files that they play or are generated from."""
    runs = tuple(_runs(timeline, ids))
    clips = [item for run in runs for item in run.items if isinstance(item, Clip)]
    media = {take.media for clip in clips for take in clip.takes}
    media.update(media_id for clip in clips if clip.generation for media_id in clip.generation.media)
    return Contents(timeline.rate, runs, tuple(each for each in timeline.media if each.id in media))


def _runs(timeline: Timeline, ids: Collection[ItemId]) -> Iterator[Run]:
    for kind in TrackKind:
        for row, track in enumerate(track for track in timeline.tracks if track.kind is kind):
            flags = [_is_copied(track, index, ids) for index in range(len(track.items))]
            for wanted, group in groupby(range(len(track.items)), flags.__getitem__):
                indices = list(group)
                if wanted:
                    yield Run(kind, row, track.starts[indices[0]], tuple(track.items[index] for index in indices))


def _is_copied(track: Track, index: int, ids: Collection[ItemId]) -> bool:
    """A dissolve comes along with the clips on both sides of it."""
    item = track.items[index]
    if isinstance(item, Transition):
        return track.items[index - 1].id in ids and track.items[index + 1].id in ids
    return isinstance(item, Clip) and item.id in ids


def _with_media(timeline: Timeline, contents: Contents) -> Timeline:
    """With the copied files in its pool. Raises EditError where frames are counted at another rate."""
    for media in contents.media:
        timeline = edits.conform(edits.add_media(timeline, media), media)
    if timeline.rate != contents.rate:
        theirs, ours = (f"{float(rate):.5g}" for rate in (contents.rate, timeline.rate))
        raise EditError(
            tr("What was copied counts {theirs} frames a second, this timeline {ours}.", theirs=theirs, ours=ours),
            tr("Import its media here instead."),
        )
    return timeline


def _with_tracks(timeline: Timeline, runs: Sequence[Run]) -> tuple[Timeline, list[TrackId]]:
    """With a track for each run, made where there is none; and these.

    The lowest copied track of a kind goes to the first one that is aimed at, else to where it was; the others keep
    their distance.
    """
    shifts = {}
    for kind in {run.kind for run in runs}:
        rows = [run.row for run in runs if run.kind is kind]
        alike = [track for track in timeline.tracks if track.kind is kind]
        shifts[kind] = next((row for row, track in enumerate(alike) if track.targeted), min(rows)) - min(rows)
        for _ in range(max(rows) + shifts[kind] + 1 - len(alike)):
            timeline = edits.add_track(timeline, kind, TrackId(new_id()))
    alike_ids = {kind: [track.id for track in timeline.tracks if track.kind is kind] for kind in TrackKind}
    return timeline, [alike_ids[run.kind][run.row + shifts[run.kind]] for run in runs]
