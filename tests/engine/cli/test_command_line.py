"""The command line as its user meets it: what is printed where, and how it ends."""

import json
import os
import signal
import subprocess
import sys
import wave
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from engine.cli import main
from engine.errors import Cancelled, MediaDamaged, ModelError, NoSpace, OutOfMemory, OutputError
from tests.engine.fakes import FakeHost

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def clip(tmp_path_factory):
    path = tmp_path_factory.mktemp("media") / "clip.mp4"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"mp4v"), 24, (64, 48))
    for level in range(12):
        writer.write(np.full((48, 64, 3), 10 * level, np.uint8))
    writer.release()
    return path


@pytest.fixture
def extend(clip, tmp_path):
    """Runs `extend` on a real clip with a fake host; returns the exit code."""

    def run(*options, host=None, source=clip, output=tmp_path / "out" / "film.mp4"):
        return main(["extend", str(source), "--seconds", "2", "-o", str(output), *options], host or FakeHost())

    return run


def in_a_process(*arguments, **settings):
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, **settings)


def test_what_was_made_is_told_in_words(extend, capsys):
    assert extend() == 0
    out = capsys.readouterr().out
    assert "192 original + 48 new frames at 23.976 fps, 1280 x 720." in out
    assert "Made by Built-in model (camera motion, continued), seed 0, in 12 s." in out
    assert "Verdict: good. The last half second was foreseen well." in out
    assert "film.mp4 (re-encoded at high quality; the original is untouched)" in out
    assert "take-1.mp4" in out
    assert "Note: The context was fitted from 10 to 9 frames." in out


def test_progress_goes_to_standard_error_and_sparsely_where_it_is_no_terminal(extend, capsys):
    extend(host=FakeHost(steps=500))
    assert capsys.readouterr().err.splitlines() == ["Making frames: step 1/500, 0.0 s left"]


def test_json_is_one_object_with_every_field_and_nothing_else(extend, capsys):
    class ChattyHost(FakeHost):
        def run(self, request, report):
            print("a library says hello")
            return super().run(request, report)

    assert extend("--json", "--takes", "2", host=ChattyHost()) == 0
    captured = capsys.readouterr()
    answer = json.loads(captured.out)
    assert "a library says hello" in captured.err
    assert len(answer["takes"]) == 2
    take = answer["takes"][0]
    assert Fraction(take["rate"]) == Fraction(24000, 1001)
    assert take["back_test"] == {
        "verdict": "good", "words": "The last half second was foreseen well.", "believable": "3/2", "gain": 4.25
    }  # fmt: skip
    assert take["film_new"] == {"start": 192, "count": 48}
    assert take["notes"] == ["The context was fitted from 10 to 9 frames."]
    assert take["seam"] == {"jump": 0.9, "colour": 0.4}
    (join,) = take["joins"]
    assert (join["end"], join["verdict"], join["remedy"]) == ("start", "check", "another-take")
    assert join["measures"][1] == {"label": "Sharpness", "value": "20 % softer", "verdict": "check"}
    assert (join["numbers"]["colour"], join["generated"]["colour"]) == (0.4, 6.4)


def test_a_dry_run_prints_the_matrix_and_writes_nothing(extend, tmp_path, capsys):
    host = FakeHost()
    assert extend("--dry-run", host=host) == 0
    out = capsys.readouterr().out
    assert "48 new frames at 24 fps" in out
    assert "1 0\n0 0" in out
    assert extend("--dry-run", "--json", host=host) == 0
    assert json.loads(capsys.readouterr().out)["plan"]["sigmas"] == [[1.0, 0.0], [0.0, 0.0]]
    assert host.ran == []
    assert list(tmp_path.iterdir()) == []


def test_frames_and_timecode_are_counted_at_the_clips_rate(clip, tmp_path):
    host = FakeHost()
    assert main(["extend", str(clip), "--frames", "6", "--to", "00:00:00:10", "-o", str(tmp_path / "f.mp4")], host) == 0
    assert host.ran[0].duration == Fraction(1, 4)
    assert host.ran[0].source.end == Fraction(10, 24)


def test_a_bridge_is_asked_with_both_clips(clip, tmp_path):
    host = FakeHost()
    typed = ["bridge", str(clip), str(clip), "--seconds", "1", "--second-start", "0.25", "-o", str(tmp_path / "f.mov")]
    assert main(typed, host) == 0
    assert (host.ran[0].first.path, host.ran[0].second.start) == (clip, Fraction(1, 4))


def test_an_own_matrix_is_read_from_its_file(extend, tmp_path):
    host = FakeHost()
    (tmp_path / "sigmas.json").write_text("[[1, 0.5], [0, 0]]")
    assert extend("--sigmas", str(tmp_path / "sigmas.json"), host=host) == 0
    assert host.ran[0].sampling.sigmas == ((1.0, 0.5), (0.0, 0.0))


@pytest.mark.parametrize("content", ["", "{}", "[1, 2]", "[[NaN], [0]]", "[[1], [0, 0]]", "[" * 100_000, "\xff"])
def test_a_bad_matrix_file_is_refused(extend, tmp_path, content):
    (tmp_path / "sigmas.json").write_text(content, "latin-1")
    assert extend("--sigmas", str(tmp_path / "sigmas.json")) == 2


@pytest.mark.parametrize(
    "options",
    [["--noise", "0,nan"], ["--noise", "0,,1"], ["--noise", "2"], ["--steps", "0"], ["--takes", "0"], ["--frames", "3"],
     ["--sed", "3"], ["--sigmas", "nowhere.json"]],
)  # fmt: skip
def test_what_cannot_be_asked_ends_with_2_and_a_remedy(extend, options, capsys):
    host = FakeHost()
    assert extend(*options, host=host) == 2
    assert capsys.readouterr().err.count("\n") >= 2
    assert host.ran == []


@pytest.mark.parametrize("seconds", ["0", "-1", "nan", "inf", "x"])
def test_a_length_that_is_none_is_refused(clip, tmp_path, seconds):
    assert main(["extend", str(clip), "--seconds", seconds, "-o", str(tmp_path / "f.mp4")], FakeHost()) == 2


def test_a_missing_clip_is_told_as_such(extend, tmp_path, capsys):
    assert extend(source=tmp_path / "gone.mp4") == 3
    assert "gone.mp4" in capsys.readouterr().err


def test_a_text_file_is_no_video(extend, tmp_path, capsys):
    (tmp_path / "notes.mp4").write_text("dear diary")
    assert extend("--json", source=tmp_path / "notes.mp4") == 3
    assert json.loads(capsys.readouterr().out)["error"]["do"]


def test_a_file_with_sound_alone_is_told_as_such(extend, tmp_path, capsys):
    with wave.open(str(tmp_path / "voice.wav"), "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(bytes(16000))
    assert extend(source=tmp_path / "voice.wav") == 3
    assert "voice.wav" in capsys.readouterr().err


def test_the_clip_is_never_the_output(extend, clip):
    before = clip.read_bytes()
    assert extend(output=clip) == 2
    assert clip.read_bytes() == before


def test_a_place_that_cannot_be_written_is_told_before_the_run(extend, tmp_path):
    (tmp_path / "file").write_bytes(b"")
    host = FakeHost()
    assert extend(output=tmp_path / "file" / "film.mp4", host=host) == 4
    assert host.ran == []


@pytest.mark.parametrize(
    ("error", "code"),
    [(MediaDamaged("x"), 3), (OutputError("x"), 4), (NoSpace("x"), 4), (ModelError("x"), 5), (OutOfMemory("x"), 6),
     (Cancelled("x"), 130), (ValueError("x"), 1), (SystemExit(0), 1)],
)  # fmt: skip
def test_the_exit_code_says_what_kind_of_failure_it_was(extend, error, code):
    assert extend(host=FakeHost(error)) == code


def test_an_error_is_told_in_json_with_what_was_kept_and_what_to_do(extend, capsys):
    assert extend("--json", host=FakeHost(ModelError("No such model.", kept="All.", do="Name another."))) == 5
    captured = capsys.readouterr()
    assert json.loads(captured.out) == {
        "error": {"type": "ModelError", "what": "No such model.", "kept": "All.", "do": "Name another.", "exit_code": 5}
    }


def test_mistyped_options_are_json_too(capsys):
    assert main(["extend", "--json"], FakeHost()) == 2
    assert json.loads(capsys.readouterr().out)["error"]["type"] == "RequestError"


def test_ctrl_c_outside_a_run_leaves_with_130_as_well(extend):
    assert extend("--dry-run", host=FakeHost(KeyboardInterrupt())) == 130


def test_debug_shows_where_an_unexpected_error_came_from(extend, capsys):
    extend("--debug", host=FakeHost(ValueError("deep down")))
    assert "fakes.py" in capsys.readouterr().err


def test_help_and_version_come_without_torch_opencv_or_av():
    code = """
import sys
from engine.cli import main
try:
    main(sys.argv[1:])
finally:
    print(sorted({'torch', 'cv2', 'av', 'numpy', 'rich', 'diffusers'} & set(sys.modules)), file=sys.stderr)
"""
    for arguments in (["--help"], ["extend", "--help"], ["--version"]):
        ended = in_a_process("-c", code, *arguments)
        assert ended.returncode == 0
        assert ended.stderr == "[]\n"
    assert ended.stdout.startswith("Longtake ")


def test_ctrl_c_stops_the_run_and_leaves_with_130(clip, tmp_path):
    code = (
        "from engine.cli import main; from tests.engine.fakes import HeldHost; raise SystemExit(main(host=HeldHost()))"
    )
    typed = ["extend", str(clip), "--seconds", "2", "--json", "-o", str(tmp_path / "f.mp4")]
    process = subprocess.Popen(
        [sys.executable, "-c", code, *typed], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    assert process.stderr.readline().startswith("Making frames")
    os.kill(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=20)
    assert process.returncode == 130
    assert json.loads(out)["error"]["type"] == "Cancelled"
    assert "Traceback" not in err
