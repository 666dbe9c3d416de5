"""What holds of every timeline, and that breaking it is found."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline.errors import EditError
from editor.timeline.invariants import check
from editor.timeline.model import (
    Clip,
    Gap,
    ItemId,
    Marker,
    MarkerId,
    Media,
    MediaId,
    Take,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    new_timeline,
)
from tests.editor.timeline.drawing import PICTURE, SOUND, film, generation, scene

UNHEARD = replace(generation(), sound="silence")


def with_items(*items: object, kind: TrackKind = TrackKind.VIDEO, media: tuple[Media, ...] = ()) -> Timeline:
    track = Track(TrackId("t"), kind, items=items)  # type: ignore[arg-type]
    return replace(new_timeline(), tracks=(track,), media=media)


def clip(name: str = "c", frames: int = 5, **fields: object) -> Clip:
    return Clip(ItemId(name), name, frames, **({"takes": (Take(MediaId("m")),)} | fields))  # type: ignore[arg-type]


FILM = film("m")
SILENT = Media(MediaId("m"), "/m", "m", Fraction(5), PICTURE)
SOUNDS = Media(MediaId("m"), "/m", "m", Fraction(5), None, SOUND)
SECOND = replace(FILM, id=MediaId("other"))

BROKEN = {
    "has a size and a rate": replace(new_timeline(), width=0),
    "has a sample rate": replace(new_timeline(), sample_rate=0),
    "No two tracks": replace(new_timeline(), tracks=new_timeline().tracks[:1] * 2),
    "No two items": with_items(clip(), clip(), media=(FILM,)),
    "No two media": with_items(media=(FILM, FILM)),
    "No two markers": replace(new_timeline(), markers=(Marker(MarkerId("m"), 1), Marker(MarkerId("m"), 2))),
    "Picture tracks come before": replace(new_timeline(), tracks=new_timeline().tracks[::-1]),
    "Markers are in order": replace(new_timeline(), markers=(Marker(MarkerId("m"), 2), Marker(MarkerId("n"), 1))),
    "Markers are on it": replace(new_timeline(), markers=(Marker(MarkerId("m"), -2),)),
    "in point is before": replace(new_timeline(), mark_in=5, mark_out=5),
    "The in point": replace(new_timeline(), mark_in=-1),
    "lasts a frame or more": with_items(clip(frames=0), media=(FILM,)),
    "Each gap on V1": with_items(Gap(ItemId("g"), 5)),
    "gap on V1 ends with a clip": with_items(Gap(ItemId("g"), 5), Gap(ItemId("h"), 5), clip(), media=(FILM,)),
    "Each transition on V1": scene(V1="+1/1 A10"),
    "transition on V1 fits": scene(V1="A10 +1/1"),
    "transition on V1 fits the clips": scene(V1="A10 +1/1 +1/1 B10"),
    "fits the clips around": scene(V1="A10 +21/1 B30"),
    "fits the clips around it": scene(V1="A10 +0/0 B10"),
    "the clips around it": scene(V1="A10 +-1/3 B10"),
    "clips around it": scene(V1="A3 +1/2 B3 +2/1 C3"),
    "is in the pool": with_items(clip()),
    "on V1 is in the pool": with_items(clip(generation=generation(source="m"), takes=())),
    "or is to be generated": with_items(clip(takes=())),
    "The take that": with_items(clip(active=1), media=(FILM,)),
    "is there twice": with_items(clip(takes=(Take(MediaId("m")),) * 2), media=(FILM,)),
    "“c” goes with the kind of V1": with_items(clip(), media=(SOUNDS,)),
    "goes with the kind of A1": with_items(clip(), kind=TrackKind.AUDIO, media=(SILENT,)),
    "with the kind of A1": with_items(clip(generation=UNHEARD, takes=()), kind=TrackKind.AUDIO),
    "does not end before": with_items(media=(replace(FILM, duration=Fraction(-1)),)),
    "has picture or sound": with_items(media=(replace(FILM, picture=None, sound=None),)),
    "has a length": with_items(media=(replace(SOUNDS, duration=Fraction(0)),)),
    "“m” has a size": with_items(media=(replace(FILM, picture=replace(PICTURE, width=0)),)),
}


@pytest.mark.parametrize("what", BROKEN)
def test_what_does_not_hold_is_found(what: str):
    with pytest.raises(EditError, match=what):
        check(BROKEN[what])


@pytest.mark.parametrize(
    "timeline",
    [
        new_timeline(),
        scene(V1=".5 A10 +2/2 B10 .3 C5*", V2="D5~", A1="a10 b10"),
        replace(new_timeline(), mark_in=3, mark_out=4, markers=(Marker(MarkerId("m"), 1), Marker(MarkerId("n"), 1))),
        with_items(clip(), kind=TrackKind.AUDIO, media=(SOUNDS,)),
        with_items(clip(takes=(Take(MediaId("m")), Take(MediaId("other"))), active=1), media=(FILM, SECOND)),
    ],
)
def test_what_holds_passes(timeline: Timeline):
    check(timeline)
