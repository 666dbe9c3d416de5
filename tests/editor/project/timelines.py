"""Timelines to save: any that the model allows, one with everything in it, and long ones."""

from dataclasses import replace
from fractions import Fraction
from itertools import count
from typing import Any

from hypothesis import strategies as st

from editor.timeline.looks import Crop, Curve, Grade, Level, Look, Point, Transform
from editor.timeline.model import (
    Adapter,
    Clip,
    Gap,
    Generation,
    Item,
    ItemId,
    Join,
    Keyframe,
    Made,
    Marker,
    MarkerId,
    Measure,
    Media,
    MediaId,
    Picture,
    Shown,
    SoundTrack,
    Stretch,
    Take,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    Transition,
    new_timeline,
)
from editor.timeline.rational_time import MediaRange
from editor.timeline.timing import SpeedPoint, Timing

RATES = st.sampled_from([Fraction(24), Fraction(25), Fraction(24000, 1001), Fraction(30000, 1001), Fraction(60)])
SECONDS = st.fractions(min_value=0, max_value=10_000, max_denominator=10**6)
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=12)  # OpenTimelineIO ends text there
FRAMES = st.integers(min_value=1, max_value=100_000)
FLAG: st.SearchStrategy[bool] = st.booleans()
FLOATS = st.floats(0, 1)
SLIDERS = st.integers(0, 1000).map(lambda step: step / 1000)  # OpenTimelineIO reads longer ones inexactly


def generations(media: list[MediaId], floats: st.SearchStrategy[float]) -> st.SearchStrategy[Generation]:
    shown = st.builds(Shown, st.lists(SECONDS, min_size=1, max_size=3).map(tuple), RATES, SECONDS)
    ranges = st.builds(MediaRange, SECONDS, SECONDS)
    stretches = st.builds(Stretch, st.sampled_from(media), ranges, st.none() | shown)
    keyframes = st.builds(Keyframe, st.sampled_from(media), st.integers(0, 9999), floats, SECONDS)
    return st.builds(
        Generation,
        task=st.sampled_from(Task),
        sources=st.lists(stretches, max_size=2).map(tuple),
        prompt=TEXT,
        noise=st.lists(floats, max_size=3).map(tuple),
        context=st.none() | st.integers(1, 99),
        seed=st.integers(0, 2**63 - 1),
        keyframes=st.lists(keyframes, max_size=2).map(tuple),
        curve=st.lists(floats, max_size=3).map(tuple),
    )


@st.composite
def pools(draw: st.DrawFn, floats: st.SearchStrategy[float]) -> tuple[Media, ...]:
    pool = []
    for index in range(draw(st.integers(1, 3))):
        made = st.builds(
            Made,
            generations([MediaId("m0")], floats),
            TEXT,
            seam=st.just((("jump", 0.25),)),
            seconds=floats,
            joins=st.lists(st.builds(Join, TEXT, TEXT, TEXT, TEXT, st.just((Measure("a", "b", "good"),)))).map(tuple),
        )
        path = draw(
            st.sampled_from(["/films/a b.mp4", "/films/one/ü#1?.mov", "/else/where.wav", "/films/http:x", "C:\\a.mp4"])
        )
        picture = st.none() | st.builds(Picture, st.integers(1, 9000), st.integers(1, 9000), RATES, variable=FLAG)
        sound = st.none() | st.builds(SoundTrack, st.integers(8000, 192_000), st.integers(1, 8))
        media = Media(MediaId(f"m{index}"), path, draw(TEXT), draw(SECONDS), draw(picture), draw(sound), 7)
        pool.append(
            Media(
                **{name: getattr(media, name) for name in media.__slots__ if name != "made"},
                made=draw(st.none() | made),
            )
        )
    return tuple(pool)


@st.composite
def timelines(draw: st.DrawFn, floats: st.SearchStrategy[float] = FLOATS) -> Timeline:
    pool, dress, ids = draw(pools(floats)), draw(dresses(floats)), count()
    media = [one.id for one in pool]
    takes = st.lists(st.builds(Take, st.sampled_from(media), SECONDS), max_size=3).map(tuple)
    tracks = []
    for kind in sorted(
        draw(st.lists(st.sampled_from(TrackKind), max_size=4)), key=lambda kind: kind is TrackKind.AUDIO
    ):
        items = _items(draw, takes, generations(media, floats), dress, ids)
        flags = {name: draw(FLAG) for name in ("locked", "sync_locked", "muted", "solo", "hidden", "targeted")}
        tracks.append(Track(TrackId(f"t{next(ids)}"), kind, draw(TEXT), items, **flags))
    times = sorted(draw(st.lists(st.integers(0, 9999), max_size=3)))
    markers = tuple(Marker(MarkerId(f"k{next(ids)}"), at, draw(TEXT), draw(st.integers(0, 99))) for at in times)
    sizes = draw(st.integers(1, 8192)), draw(st.integers(1, 8192))
    mark = st.none() | st.integers(0, 9999)
    marks = draw(mark), draw(mark)
    timeline = Timeline(draw(TEXT), draw(RATES), *sizes, tuple(tracks), markers, pool, *marks)
    rate = draw(st.sampled_from([44_100, 48_000]))
    start = draw(st.integers(0, 10**6))
    return replace(timeline, start_frame=start, drop_frame=draw(FLAG), sample_rate=rate, is_fresh=draw(FLAG))


Takes = st.SearchStrategy[tuple[Take, ...]]
Generations = st.SearchStrategy[Generation]
Dress = dict[str, Any]


def dresses(floats: st.SearchStrategy[float]) -> st.SearchStrategy[Dress]:
    """All that may be laid over a clip."""
    curves = st.builds(Curve, floats, st.lists(st.builds(Point, st.integers(-99, 99), floats), max_size=3).map(tuple))
    looks = st.builds(
        Look,
        curves,
        st.builds(Transform, floats, floats, floats, floats, flip_x=FLAG, flip_y=FLAG),
        st.builds(Crop, floats, floats, floats, floats),
        st.builds(Grade, floats, floats, floats, floats, floats, TEXT, floats),
    )
    speeds = st.fractions(-100, 100, max_denominator=1000)
    ramps = st.lists(st.builds(SpeedPoint, st.integers(-99, 99), speeds), max_size=3).map(tuple)
    return st.fixed_dictionaries(
        {
            "group": st.none() | TEXT,
            "label": TEXT,
            "fade_in": st.integers(0, 99),
            "fade_out": st.integers(0, 99),
            "timing": st.none() | st.builds(Timing, speeds, ramps, FLAG),
            "look": st.none() | looks,
            "level": st.none() | st.builds(Level, curves, curves),
        }
    )


def _items(draw: st.DrawFn, takes: Takes, asked: Generations, dress: Dress, ids: "count[int]") -> tuple[Item, ...]:
    items: list[Item] = []
    for _ in range(draw(st.integers(0, 5))):
        has_between: bool = draw(FLAG)
        if items and has_between:
            gap = Gap(ItemId(f"g{next(ids)}"), draw(FRAMES))
            between = Transition(ItemId(f"x{next(ids)}"), draw(FRAMES), draw(FRAMES))
            is_gap: bool = draw(FLAG)
            items.append(gap if is_gap else between)
        items.append(replace(_clip(draw, takes, asked, ids), **(dress if draw(FLAG) else {})))
    return tuple(items)


def _clip(draw: st.DrawFn, takes: Takes, asked: Generations, ids: "count[int]") -> Clip:
    made = draw(takes)
    return Clip(
        ItemId(f"c{next(ids)}"),
        draw(TEXT),
        draw(FRAMES),
        made,
        draw(st.integers(0, max(0, len(made) - 1))),
        draw(SECONDS) - draw(st.sampled_from([Fraction(0), Fraction(1, 3)])),
        draw(st.none() | asked),
        draw(st.none() | TEXT),
        draw(FLAG),
    )


def everything(folder: str = "/films") -> Timeline:
    """One of each: takes, a bridge that is asked for, a gap, a dissolve, linked sound, looks, markers, marks."""
    stretch = Stretch(MediaId("shot"), MediaRange(Fraction(1, 3), Fraction(2)))
    asked = Generation(
        Task.AFTER, (stretch,), "a street at night", noise=(0.0, 0.4), context=17, seed=12, model="pocket",
        frames=48, keyframes=(Keyframe(MediaId("shot"), 12, 0.2, Fraction(5, 24)),), curve=(1.0, 0.35),
        adapters=(Adapter(f"{folder}/pusa.safetensors", 1.4, "high-noise"), Adapter(f"{folder}/style.safetensors")),
    )  # fmt: skip
    shot = Media(
        MediaId("shot"),
        f"{folder}/shot.mp4",
        "shot",
        Fraction(10),
        Picture(1920, 1080, Fraction(24)),
        SoundTrack(48_000, 2),
        5,
    )
    made = Made(
        asked, "Longtake built-in model", "drift", 12, "good", "The join holds.", (("jump", 0.5),), ("dark",), 3.5
    )
    take = Media(
        MediaId("take"), f"{folder}/take.mp4", "take", Fraction(4), Picture(1920, 1080, Fraction(24)), made=made
    )
    clip = Clip(ItemId("clip"), "Shot", 96, (Take(shot.id),), source_start=Fraction(1, 3), link="pair")
    look = Look(Curve(1.0, (Point(-3, 0.5), Point(9, 1.0))), Transform(0.1, scale=2.0), Crop(0.1), Grade(lut="/a.cube"))
    timing = Timing(ramp=(SpeedPoint(0, Fraction(1, 3)), SpeedPoint(20, Fraction(3, 2))))
    longer = Clip(
        ItemId("longer"), "Longer", 48, (Take(take.id, Fraction(2)), Take(shot.id)), generation=asked, fade_in=5,
        look=look, timing=timing, group="group", label="moss",
    )  # fmt: skip
    bridge = Clip(ItemId("bridge"), "Bridge", 24, generation=Generation(Task.BRIDGE, (stretch, stretch)))
    dissolve = Transition(ItemId("dissolve"), 6, 6)
    level = Level(Curve(-6.0), Curve(0.0, (Point(0, -1.0), Point(48, 1.0))))
    sound = Clip(ItemId("sound"), "Shot", 96, (Take(shot.id),), link="pair", enabled=False, fade_out=7, level=level)
    picture = Track(
        TrackId("v1"), TrackKind.VIDEO, "V1", (clip, dissolve, longer, Gap(ItemId("gap"), 12), bridge), targeted=True
    )
    audio = Track(TrackId("a1"), TrackKind.AUDIO, "A1", (Gap(ItemId("hush"), 10), sound), muted=True)
    markers = (Marker(MarkerId("mark"), 24, "here", 5),)
    return Timeline("Night", Fraction(24000, 1001), 1920, 1080, (picture, audio), markers, (shot, take), 10, 50, 86_400)


def long_timeline(clips: int) -> Timeline:
    """That many clips of one file, and a gap after each tenth."""
    media = Media(MediaId("m"), "/films/m.mp4", "m", Fraction(1000), Picture(1920, 1080, Fraction(24)))
    items: list[Clip | Gap] = []
    for index in range(clips):
        items.append(
            Clip(ItemId(f"c{index}"), f"Clip {index}", 24, (Take(media.id),), source_start=Fraction(index % 900))
        )
        if index % 10 == 9 and index + 1 < clips:
            items.append(Gap(ItemId(f"g{index}"), 12))
    empty = new_timeline("Long")
    track = Track(TrackId("v"), TrackKind.VIDEO, "V1", tuple(items))
    return Timeline("Long", empty.rate, empty.width, empty.height, (track,), media=(media,))
