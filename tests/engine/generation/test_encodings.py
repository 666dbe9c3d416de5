"""Clips in other colours than Rec.709: models see them as Rec.709, the new frames are the clip's own kind."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.asking import bridge_request, extend_request
from engine.cli.arguments import parser, request_from
from engine.errors import RequestError
from engine.finishing.colours.encodings import NAMED, REC709, Recoding
from engine.generation.choosing import Floor
from engine.generation.gap import Gap, predicted, seen
from engine.generation.generate import plan, run
from engine.media.info import ColourTags, VideoInfo
from engine.media.probe import probe
from engine.media.read import read_frames
from engine.media.write import write_take
from engine.motion.motion import Motion
from engine.progress import Report
from engine.requests import ExtendRequest, Take
from engine.training.footage import HELD_OUT, make_clip

RATE = Fraction(24)
SIZE = (192, 120)
NEW = Fraction(1, 4)
TAGS = {"pq": ColourTags(9, 16, 9), "hlg": ColourTags(9, 18, 9), "s-log3": ColourTags(1, 1, 1)}


@pytest.fixture(scope="module")
def scene() -> np.ndarray:
    """[60, height, width, 3] uint8 in Rec.709."""
    return make_clip(HELD_OUT + 6, 60, *SIZE, float(RATE)).frames


def written(path: Path, frames: np.ndarray, name: str = "rec709") -> Path:
    """Frames of Rec.709 as a clip in another encoding, with 10 bits."""
    video = VideoInfo(*SIZE, RATE, chroma="444")
    if name != "rec709":
        video = replace(video, bit_depth=10, colour=TAGS[name])
        frames = Recoding(REC709, NAMED[name])(frames, np.uint16)
    write_take(path, frames, video)
    return path


def images(path: Path) -> np.ndarray:
    return np.stack([frame.image for frame in read_frames(path)])


def as_rec709(frames: np.ndarray, name: str) -> np.ndarray:
    return Recoding(NAMED[name], REC709)(frames, np.uint8)


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """Grey levels, mean, between frames of 8 bits whose detail is averaged away: films have half of the colour's."""
    rows = [frames.reshape(len(frames), 15, 8, 24, 8, 3).mean(axis=(2, 4)) for frames in (one, other)]
    return float(np.abs(rows[0] - rows[1]).mean())


def request_for(path: Path, encoding: str = "") -> ExtendRequest:
    return extend_request(path, seconds=NEW, output=path.with_name(f"{path.stem} film.mp4"), encoding=encoding)


def extended(request: ExtendRequest) -> Take:
    [take] = run(request, Report())
    return take


@pytest.fixture(scope="module")
def plain(scene: np.ndarray, tmp_path_factory: pytest.TempPathFactory) -> Take:
    """The scene's first second, extended in Rec.709."""
    return extended(request_for(written(tmp_path_factory.mktemp("plain") / "clip.mp4", scene[:24])))


@pytest.mark.parametrize("name", ["pq", "hlg"])
def test_an_extended_hdr_clip_keeps_its_tags_depth_and_code_values(
    name: str, scene: np.ndarray, plain: Take, tmp_path: Path
) -> None:
    clip = written(tmp_path / "clip.mp4", scene[:24], name)
    request = request_for(clip)
    take = extended(request)
    assert take.film is not None
    for path in (take.path, take.film):
        video = probe(path).video
        assert video is not None
        assert (video.colour, video.bit_depth) == (TAGS[name], 10)
    made, own = images(take.path), images(clip)
    known, new = made[: take.new.start], made[take.new.start :]
    lost = np.abs(known.astype(int) - own[-len(known) :]).mean() * 1023 / 65535
    print(f"{name}: known frames differ by {lost:.2f} code values of 10 bits in the take")
    assert lost < 4, "encoded again, not converted"
    made_plain = images(plain.path)[plain.new.start :]
    print(f"{name}: new frames lie {apart(as_rec709(new, name), made_plain):.2f} grey levels from Rec.709's")
    assert apart(as_rec709(new, name), made_plain) < 3, "the same frames as of the same scene in Rec.709"
    step, of_plain = take.seam["context_step"], plain.seam["context_step"]
    assert step == pytest.approx(of_plain, rel=0.25), "its seam is measured as it is seen"
    told = f"{NAMED[name].name} is shown to the model as Rec.709"
    assert sum(told in note for note in take.notes) == 1
    assert any(told in note for note in plan(request).notes)


def test_a_log_that_no_file_tags_is_named_and_comes_back_as_it_was(scene: np.ndarray, tmp_path: Path) -> None:
    clip = written(tmp_path / "clip.mp4", scene[:24], "s-log3")
    assert not any("shown to the model as Rec.709" in note for note in plan(request_for(clip)).notes)
    take = extended(request_for(clip, "s-log3"))
    assert any("S-Log3 (S-Gamut3) is shown to the model as Rec.709" in note for note in take.notes)
    video = probe(take.path).video
    assert video is not None
    assert (video.colour, video.bit_depth) == (TAGS["s-log3"], 10)
    made = images(take.path) / 65535
    levels = made.mean(axis=(1, 2, 3))
    assert np.abs(levels[take.new.start :] - levels[take.new.start - 1]).max() < 0.02, "S-Log3 goes on as S-Log3"


def test_encodings_are_named_on_the_command_line(tmp_path: Path) -> None:
    def asked(line: str) -> list[str]:
        request = request_from(parser("1").parse_args(line.split()), lambda path: RATE)
        return [source.encoding for source in request.sources]

    output = f"--seconds 1 -o {tmp_path / 'film.mp4'}"
    assert asked(f"extend a.mp4 {output}") == [""]
    assert asked(f"extend a.mp4 --encoding apple-log {output}") == ["apple-log"]
    assert asked(f"bridge a.mp4 b.mp4 --first-encoding v-log --second-encoding pq {output}") == ["v-log", "pq"]
    with pytest.raises(RequestError, match="no colour encoding"):
        asked(f"bridge a.mp4 b.mp4 --second-encoding vlog {output}")


def test_what_is_not_an_encoding_is_refused_before_anything_is_read(scene: np.ndarray, tmp_path: Path) -> None:
    clip = written(tmp_path / "clip.mp4", scene[:8])
    with pytest.raises(RequestError, match="no colour encoding"):
        extend_request(clip, seconds=1, output=tmp_path / "film.mp4", encoding="rec2020")
    request = extend_request(clip, seconds=1, output=tmp_path / "film.mp4")
    stale = replace(request, source=replace(request.source, encoding="of a later version"))
    with pytest.raises(RequestError, match="of a later version"):
        run(stale, Report())


def test_a_second_clip_of_other_colours_is_converted_to_the_firsts_by_its_light(
    scene: np.ndarray, tmp_path: Path
) -> None:
    first, second = written(tmp_path / "a.mp4", scene[:24], "hlg"), written(tmp_path / "b.mp4", scene[30:42])
    [take] = run(bridge_request(first, second, seconds=NEW, output=tmp_path / "film.mp4"), Report())
    assert take.film is not None
    video = probe(take.film).video
    assert video is not None
    assert (video.colour, video.bit_depth) == (TAGS["hlg"], 10)
    film = as_rec709(images(take.film), "hlg")
    assert len(film) == 24 + 6 + 12
    as_coded, converted = apart(film[:24], scene[:24]), apart(film[30:], scene[30:42])
    print(f"first {as_coded:.2f}, second {converted:.2f} grey levels")
    assert as_coded < 2
    assert converted < as_coded + 0.5
    told = [note for note in take.notes if "b.mp4" in note]
    assert any("converted from Rec.709 to HLG (BT.2020)" in note for note in told)


def test_a_bridge_of_two_encodings_back_to_rec709_is_in_8_bits_of_it(scene: np.ndarray, tmp_path: Path) -> None:
    first, second = written(tmp_path / "a.mp4", scene[:24]), written(tmp_path / "b.mp4", scene[30:42], "pq")
    request = bridge_request(first, second, seconds=NEW, output=tmp_path / "film.mp4")
    [take] = run(request, Report())
    assert take.film is not None
    film = images(take.film)
    assert film.dtype == np.uint8
    as_coded, converted = apart(film[:24], scene[:24]), apart(film[30:], scene[30:42])
    print(f"first {as_coded:.2f}, second {converted:.2f} grey levels")
    assert as_coded < 2
    assert converted < as_coded + 0.5
    named = bridge_request(
        first, second, seconds=NEW, output=tmp_path / "named.mp4", first_encoding="rec709", second_encoding="hlg"
    )
    assert any("converted from HLG (BT.2020) to Rec.709" in note for note in plan(named).notes)


class Noting(Floor):
    """Keeps what it was shown."""

    def continue_motion(self, context: np.ndarray, rate: float, count: int) -> Motion:
        self.shown = context
        return super().continue_motion(context, rate, count)


def test_models_see_rec709_and_no_more_of_it_than_motion_needs(scene: np.ndarray) -> None:
    hdr = Recoding(REC709, NAMED["pq"])(scene[:8], np.uint16)
    large = np.repeat(np.repeat(hdr, 5, axis=1), 5, axis=2)
    gap, predictor = Gap(large, None, RATE, 3, NAMED["pq"]), Noting()
    motions = predicted(gap, predictor)
    assert predictor.shown.shape == (8, 400, 640, 3)
    assert abs(predictor.shown.mean() / 257 - scene[:8].mean()) < 8, "eased in its lights only"
    assert motions.before is not None
    of_plain = predicted(Gap(scene[:8], None, RATE, 3), Floor())
    assert of_plain.before is not None
    moved, plainly = (each.displacement[-1].mean(axis=(0, 1)) for each in (motions.before, of_plain.before))
    assert np.allclose(moved, plainly, atol=0.01)


def test_rec709_is_seen_as_it_is_at_no_cost(scene: np.ndarray) -> None:
    gap = Gap(scene[:8], None, RATE, 3)
    assert seen(gap) is gap
