"""What was generated is said in the file, in words that other programs look for."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

from editor.render.export_film import export_film, write_beside
from editor.render.exporting.provenance import generated_parts, xmp_of
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Generation, Made, Media, MediaId, Task, Timeline
from editor.timeline.rational_time import TimeRange
from engine.media.read import read_frames
from engine.media.xmp_box import read_box
from engine.progress import Report
from tests.editor.render.counted import RATE, clip, timeline, track
from tests.editor.render.exporting.conftest import HEIGHT, WIDTH, cut

IPTC = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}DigitalSourceType"
DM = "{http://ns.adobe.com/xmp/1.0/DynamicMedia/}"


def extended(source: Media) -> Timeline:
    """Ten frames of a film and ten that were made."""
    made = Made(Generation(Task.AFTER, ()), "Wan <2.1>")
    take = replace(source, id=MediaId("take"), made=made)
    clips = [clip(source, 10), clip(take, 10, Fraction(20) / RATE, "more")]
    return replace(timeline([track(clips)], [source, take]), width=WIDTH, height=HEIGHT)


def test_ranges_are_counted_from_the_exports_first_frame(source: Media) -> None:
    (part,) = generated_parts(extended(source), TimeRange(5, 10))
    assert (part.range, part.model, part.is_picture) == (TimeRange(5, 5), "Wan <2.1>", True)
    assert generated_parts(extended(source), TimeRange(0, 10)) == []


def test_a_mixed_film_is_a_composite_and_a_wholly_generated_one_is_not(source: Media) -> None:
    value = extended(source)
    assert source_type(xmp_of(value, TimeRange(0, 20))).endswith("/compositeWithTrainedAlgorithmicMedia")
    assert source_type(xmp_of(value, TimeRange(10, 10))).endswith("/trainedAlgorithmicMedia")
    assert xmp_of(cut(source, (0, 10)), TimeRange(0, 10)) == "", "nothing was generated"


def test_the_packet_stands_in_the_film_which_plays_as_before(source: Media, tmp_path: Path) -> None:
    path = tmp_path / "film.mp4"
    export_film(extended(source), path, TimeRange(0, 20), Report())
    tree = ElementTree.fromstring(inner(read_box(path)))
    (start,), (duration,) = tree.iter(f"{DM}startTime"), tree.iter(f"{DM}duration")
    assert (start.text, duration.text) == ("10", "10")
    assert next(tree.iter(f"{DM}frameRate")).text == "f24"
    assert "Wan <2.1>" in str(next(tree.iter(f"{DM}comment")).text)
    assert sum(1 for _ in read_frames(path)) == 20


def test_it_can_be_left_out_and_stands_beside_what_has_no_room_for_it(source: Media, tmp_path: Path) -> None:
    value = extended(source)
    export_film(value, tmp_path / "film.mp4", TimeRange(0, 20), Report(), None, ExportSettings(provenance=False))
    assert read_box(tmp_path / "film.mp4") == ""
    export_film(value, tmp_path / "shots", TimeRange(0, 20), Report(), None, ExportSettings("png"))
    assert source_type((tmp_path / "shots" / "shots.xmp").read_text(encoding="utf-8"))


def test_a_name_that_leaves_no_room_for_an_ending_gets_a_shorter_sidecar_and_a_note(tmp_path: Path) -> None:
    film, other = tmp_path / f"{'é' * 124}.wav", tmp_path / f"{'é' * 124}.mp3"
    (note,), _ = write_beside(film, "one"), write_beside(other, "two")
    found = {beside.read_text(): beside.name for beside in tmp_path.glob("é*.xmp")}
    assert sorted(found) == ["one", "two"]
    assert found["one"] in note
    assert write_beside(tmp_path / "short.wav", "three") == ()
    assert (tmp_path / "short.wav.xmp").read_text() == "three"


def source_type(packet: str) -> str:
    return str(next(ElementTree.fromstring(inner(packet)).iter(IPTC)).text)


def inner(packet: str) -> str:
    """Without the instructions around it."""
    return packet.partition("?>")[2].rpartition("<?")[0]
