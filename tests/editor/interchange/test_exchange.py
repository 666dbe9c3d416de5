"""A cut goes to other editors in their forms, and comes back frame for frame."""

import re
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from editor.interchange import asking, edl
from editor.interchange.foreign import Foreign, ForeignClip, ForeignGap, ForeignTransition
from editor.interchange.formats import EDL, FINAL_CUT_7, FINAL_CUT_X, FORMATS, OTIO, Format
from editor.interchange.left_out import left_out
from editor.interchange.plain import Plain
from editor.interchange.reading import read_timeline
from editor.interchange.writing import texts_of, write_timeline
from editor.timeline.looks import Grade, Look
from editor.timeline.model import Marker, MarkerId, MediaId, Timeline, TrackKind
from editor.timeline.timing import SpeedPoint, Timing
from engine.errors import RequestError
from engine.media.info import FileTimecode
from tests.editor.timeline.drawing import scene

NTSC, DROP = Fraction(24000, 1001), Fraction(30000, 1001)
RATES = [(NTSC, False), (Fraction(25), False), (DROP, True), (Fraction(60), False)]
STARTS = {"A": FileTimecode("10:00:00:00", "A001C002")}


def cut(rate: Fraction = Fraction(24), drop_frame: bool = False) -> Timeline:
    """A dissolve on V1, a piece on V2 beyond the end of V1, and sound; its timecode begins at an hour."""
    drawn = scene(V1="A48 +6/6 B30", V2=".29 C58", A1="D48")
    by = drawn.rate / rate  # the same frames, at another rate
    media = tuple(
        replace(each, duration=each.duration * by, picture=each.picture and replace(each.picture, rate=rate))
        for each in drawn.media
    )
    tracks = tuple(
        replace(
            track,
            items=tuple(
                replace(item, source_start=item.source_start * by) if hasattr(item, "source_start") else item
                for item in track.items
            ),
        )
        for track in drawn.tracks
    )
    hour = 107_892 if drop_frame else 3600 * round(rate)
    markers = (Marker(MarkerId("m"), 12, "Here", note="Look"),)
    return replace(
        drawn, rate=rate, media=media, tracks=tracks, start_frame=hour, drop_frame=drop_frame, markers=markers
    )


def written(timeline: Timeline, form: Format, folder: Path) -> Path:
    """As texts alone: the files it plays are not there."""
    path = folder / f"cut{form.suffix}"
    timecodes = {MediaId(name): timecode for name, timecode in STARTS.items()}
    for place, text in texts_of(Plain(timeline, form, timecodes), path).items():
        place.write_text(text, encoding="utf-8")
    return path


def shape(foreign: Foreign, kind: TrackKind = TrackKind.VIDEO) -> list[list[object]]:
    """Clips as (file, first frame of it, length), gaps as their length, transitions as their two sides."""

    def words(item: ForeignClip | ForeignGap | ForeignTransition) -> object:
        if isinstance(item, ForeignGap):
            return item.duration
        if isinstance(item, ForeignTransition):
            return (item.in_offset, item.out_offset)
        assert item.media is not None
        return (foreign.media[item.media].name, item.start * foreign.rate, item.duration)

    return [[words(item) for item in track.items] for track in foreign.tracks if track.kind is kind]


@pytest.mark.parametrize(("rate", "drops"), RATES)
@pytest.mark.parametrize("form", [OTIO, FINAL_CUT_7], ids=lambda form: form.id)
def test_every_frame_comes_back_from_otio_and_final_cut_7(
    form: Format, rate: Fraction, drops: bool, tmp_path: Path
) -> None:
    found = read_timeline(written(cut(rate, drops), form, tmp_path), Fraction(24))
    assert (found.rate, found.start_frame, found.drop_frame) == (rate, cut(rate, drops).start_frame, drops)
    assert shape(found) == [[("A", 20, 48), (6, 6), ("B", 20, 30)], [29, ("C", 20, 58)]]
    assert shape(found, TrackKind.AUDIO) == [[("D", 20, 48)]]
    assert [(each.at, each.name) for each in found.markers] == [(12, "Here")]


@pytest.mark.parametrize(("rate", "drops"), RATES)
def test_every_frame_comes_back_from_fcpxml(rate: Fraction, drops: bool, tmp_path: Path) -> None:
    found = read_timeline(written(cut(rate, drops), FINAL_CUT_X, tmp_path), Fraction(24))
    assert (found.rate, found.start_frame, found.drop_frame) == (rate, cut(rate, drops).start_frame, drops)
    assert shape(found) == [[("A", 20, 48), ("B", 20, 30)], [29, ("C", 20, 58)]]
    assert shape(found, TrackKind.AUDIO) == [[("D", 20, 48)]]


@pytest.mark.parametrize(("rate", "drops"), RATES)
def test_times_in_fcpxml_are_whole_frames_of_the_exact_rate(rate: Fraction, drops: bool, tmp_path: Path) -> None:
    root = ElementTree.parse(written(cut(rate, drops), FINAL_CUT_X, tmp_path)).getroot()
    times = [value for each in root.iter() for name, value in each.attrib.items() if name in ("offset", "start")]
    frames = [Fraction(value.removesuffix("s")) * rate for value in times]
    assert len(frames) > 8
    assert all(frame.denominator == 1 for frame in frames)
    assert {each.get("frameDuration") for each in root.iter("format")} == {f"{1 / rate}s"}


def test_what_a_clip_of_fcpxml_holds_lies_at_its_files_own_timecode(tmp_path: Path) -> None:
    root = ElementTree.parse(written(cut(NTSC), FINAL_CUT_X, tmp_path)).getroot()
    asset = next(each for each in root.iter("asset") if each.get("name") == "A")
    clip = next(each for each in root.iter("clip") if each.get("name") == "A")
    inner = clip.find("video")
    assert inner is not None
    assert inner.get("offset") == inner.get("start") == asset.get("start") == "36036s"


def test_picture_and_sound_are_linked_in_final_cut_7_and_sound_fades_as_sound(tmp_path: Path) -> None:
    timeline = scene(V1="A48=x B30", A1="C48=x +6/6 D30")
    root = ElementTree.parse(written(timeline, FINAL_CUT_7, tmp_path)).getroot()
    clips = {clip.findtext("name", ""): clip for clip in root.iter("clipitem")}
    links = {name: [each.text for each in clip.iter("linkclipref")] for name, clip in clips.items()}
    both = [clips["A"].get("id"), clips["C"].get("id")]
    assert links == {"A": both, "B": [], "C": both, "D": []}
    assert root.find(".//longtakelink") is None
    assert root.findtext(".//audio/track/transitionitem/effect/mediatype") == "audio"


FINAL_CUT = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fcpxml><fcpxml version="1.10"><resources>
<format id="r1" frameDuration="1001/30000s" width="1280" height="720"/><effect id="r4" name="Basic Title"/>
<asset id="r2" name="surf" start="0s" duration="10s" hasVideo="1" hasAudio="1" format="r1">
<media-rep kind="original-media" src="file:///rushes/surf.mov"/></asset></resources>
<library><event name="x"><project name="Waves"><sequence format="r1" tcStart="0s" tcFormat="DF" duration="3s"><spine>
<asset-clip ref="r2" offset="0s" name="surf" start="1001/1000s" duration="2002/1000s" format="r1">
<title ref="r4" lane="1" offset="0s" name="Waves" duration="1001/1000s"/></asset-clip>
<title ref="r4" offset="2002/1000s" name="End" duration="1001/1000s"/>
<asset-clip ref="r2" offset="3003/1000s" name="surf" duration="29029/30000s" format="r1"/>
</spine></sequence></project></event></library></fcpxml>"""


def test_fcpxml_of_today_is_read_with_gaps_for_titles(tmp_path: Path) -> None:
    bundle = tmp_path / "waves.fcpxmld"
    bundle.mkdir()
    (bundle / "Info.fcpxml").write_text(FINAL_CUT)
    found = read_timeline(bundle, Fraction(24))
    assert (found.rate, found.drop_frame, found.name) == (DROP, True, "Waves")
    assert shape(found) == [[("surf", 30, 60), 30, ("surf", 0, 29)]]
    assert [media.path for media in found.media] == ["/rushes/surf.mov"]
    assert "gaps (2 of them)" in found.notes[0]


def test_an_edl_says_timecode_reel_and_how_it_counts(tmp_path: Path) -> None:
    lines = written(cut(NTSC), EDL, tmp_path).read_text().splitlines()
    assert lines[1] == "FCM: NON-DROP FRAME"
    assert lines[3].split() == [
        *["001", "A001C002", "V", "C"],
        *["10:00:00:20", "10:00:02:14", "01:00:00:00", "01:00:01:18"],
    ]
    assert lines[7].split()[:5] == ["002", "B", "V", "D", "012"]


def test_an_edl_of_drop_frame_skips_the_numbers_that_drop_frame_skips(tmp_path: Path) -> None:
    timeline = cut(DROP, True)
    late = replace(timeline, start_frame=timeline.start_frame + 1798)  # 59;28
    text = written(late, EDL, tmp_path).read_text()
    assert "FCM: DROP FRAME" in text
    assert "01:00:59;28 01:01:01;12" in text


def test_a_track_more_is_an_edl_more(tmp_path: Path) -> None:
    path = written(cut(), EDL, tmp_path)
    assert sorted(each.name for each in tmp_path.iterdir()) == ["cut V2.edl", "cut.edl"]
    found = read_timeline(tmp_path / "cut V2.edl", Fraction(24))
    assert shape(found) == [[29, ("C", 20, 58)]]
    assert read_timeline(path, Fraction(24)).start_frame == 86_400


def test_a_dissolve_in_an_edl_goes_to_the_incoming_file(tmp_path: Path) -> None:
    found = read_timeline(written(cut(), EDL, tmp_path), Fraction(24))
    names = [found.media[item.media].name for item in found.tracks[0].items if isinstance(item, ForeignClip)]
    assert names == ["A", "B"]


def test_an_edl_with_both_kinds_of_file_comments_is_read() -> None:
    event = "001  AX V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"
    text = f"TITLE: x\n\n{event}\n* FROM CLIP: /a.mov\n* FROM FILE: /a.mov\n"
    timeline, start, lead, _ = edl.read(text, Fraction(25))
    assert (start, lead, timeline.tracks[0][0].media_reference.target_url) == (0, 0, "/a.mov")


def test_speeds_go_over_in_otio_and_are_told_where_they_do_not(tmp_path: Path) -> None:
    timeline = cut()
    clip = replace(timeline.clip(timeline.tracks[1].items[1].id), timing=Timing(Fraction(1, 2)))
    track = replace(timeline.tracks[1], items=(timeline.tracks[1].items[0], clip))
    slow = replace(timeline, tracks=(timeline.tracks[0], track, timeline.tracks[2]))
    found = read_timeline(written(slow, OTIO, tmp_path), Fraction(24))
    assert [item.speed for item in found.tracks[1].items if isinstance(item, ForeignClip)] == [Fraction(1, 2)]
    assert left_out(slow, OTIO) == ""
    assert left_out(slow, FINAL_CUT_7) == "Not in the file: the speed of one clip."


def test_what_a_form_has_no_place_for_is_told_in_one_line() -> None:
    timeline = cut()
    first = timeline.clip(timeline.tracks[0].items[0].id)
    dressed = replace(first, look=Look(grade=Grade(exposure=1)), timing=Timing(ramp=(SpeedPoint(0, Fraction(2)),)))
    track = replace(timeline.tracks[0], items=(dressed, *timeline.tracks[0].items[1:]))
    timeline = replace(timeline, tracks=(track, *timeline.tracks[1:]))
    assert left_out(timeline, OTIO) == "Not in the file: the speed of one clip, the look of one clip."
    assert left_out(timeline, EDL) == (
        "Not in the file: the speed of one clip, the look of one clip, the sound, the markers."
    )
    assert "the transitions" in left_out(timeline, FINAL_CUT_X)


def test_clips_that_are_off_or_still_to_be_made_are_gaps_where_there_is_no_word_for_them(tmp_path: Path) -> None:
    timeline = scene(V1="A10 B10 C10* D10")
    off = replace(timeline.clip(timeline.tracks[0].items[1].id), enabled=False)
    items = (timeline.tracks[0].items[0], off, *timeline.tracks[0].items[2:])
    timeline = replace(timeline, tracks=(replace(timeline.tracks[0], items=items),))
    lines = {form.id: shape(read_timeline(written(timeline, form, tmp_path), Fraction(24)))[0] for form in (OTIO, EDL)}
    assert lines["edl"] == [("A", 36_000 * 24 + 20, 10), 20, ("D", 20, 10)]  # its file is not there to say 10 hours
    assert lines["otio"] == [("A", 20, 10), ("B", 20, 10), 10, ("D", 20, 10)]


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
@pytest.mark.parametrize("name", ['a & b <c> "q"\n001', "\x01bad", "half a \udcff", "x" * 300, "日本 ;:*"])
def test_any_name_goes_over(name: str, form: Format, tmp_path: Path) -> None:
    timeline = scene(V1="A10 +2/2 B10", A1="C20")
    first = replace(timeline.clip(timeline.tracks[0].items[0].id), name=name)
    track = replace(timeline.tracks[0], items=(first, *timeline.tracks[0].items[1:]))
    timeline = replace(timeline, name=name, tracks=(track, timeline.tracks[1]))
    found = read_timeline(written(timeline, form, tmp_path), Fraction(24))
    (seen,) = [each for each in found.tracks if each.kind is TrackKind.VIDEO]
    assert len([item for item in seen.items if isinstance(item, ForeignClip)]) == 2


@pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.id)
def test_there_is_nothing_to_export_in_an_empty_timeline(form: Format, tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="nothing to export"):
        write_timeline(scene(V1=""), form, tmp_path / "cut")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("suffix", [form.suffix for form in FORMATS])
@pytest.mark.parametrize("content", ["", "no timeline", "<a><b></a>", '{"OTIO_SCHEMA": "Clip.2"}', "\0\xff"])
def test_what_is_no_timeline_is_refused_in_words(suffix: str, content: str, tmp_path: Path) -> None:
    path = tmp_path / f"odd{suffix}"
    path.write_text(content)
    if suffix == ".edl" and read_is_empty(path):
        return
    with pytest.raises(RequestError, match=re.escape(path.name)) as caught:
        read_timeline(path, Fraction(24))
    assert caught.value.do


def read_is_empty(path: Path) -> bool:
    """An EDL of no event is an EDL."""
    try:
        return not any(track.items for track in read_timeline(path, Fraction(24)).tracks)
    except RequestError:
        return False


def test_files_are_found_near_the_timeline_where_they_have_moved(tmp_path: Path) -> None:
    path = written(cut(), FINAL_CUT_7, tmp_path)
    moved = tmp_path / "rushes" / "day 1" / "A.mp4"
    moved.parent.mkdir(parents=True)
    moved.touch()
    media = {each.name: each for each in read_timeline(path, Fraction(24)).media}
    assert (media["A"].path, media["A"].is_there) == (str(moved), True)
    assert (media["B"].path, media["B"].is_there) == ("/B.mp4", False)


def test_paths_of_windows_are_found_by_their_names(tmp_path: Path) -> None:
    event = "001  AX V C 00:00:00:00 00:00:01:00 00:00:00:00 00:00:01:00"
    path = tmp_path / "cut.edl"
    path.write_text(f"TITLE: x\n\n{event}\n* FROM CLIP NAME: wave\n* FROM FILE: D:\\rushes\\wave.mov\n")
    (tmp_path / "wave.mov").touch()
    assert [each.path for each in read_timeline(path, Fraction(24)).media] == [str(tmp_path / "wave.mov")]


def test_a_process_of_its_own_writes_and_reads(tmp_path: Path) -> None:
    (path,) = asking.write(cut(NTSC), OTIO, tmp_path / "cut.otio")
    assert shape(asking.read(path, NTSC))[1] == [29, ("C", 20, 58)]


def test_a_process_that_dies_is_told_and_takes_nothing_with_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking, "MODULE", "this")  # a program that says nothing of ours
    with pytest.raises(RequestError, match="ended") as caught:
        asking.read(tmp_path / "cut.otio", NTSC)
    assert "Your timeline is as it was." in str(caught.value)
