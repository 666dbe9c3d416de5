"""Claims: every take its own name, and a job that is run again finds what it has made and leaves nothing half made."""

from dataclasses import replace

import pytest

from engine.errors import Cancelled, OutputError
from engine.generation import claims
from engine.media.target import new_file
from engine.requests import Outputs
from tests.engine.fakes import some_request, some_take


@pytest.fixture
def request_of(tmp_path):
    return lambda job: replace(some_request(), outputs=Outputs(tmp_path / "takes", job=job))


def make(request, number=0):
    """A finished take, in a file that holds only a word."""
    with claims.claimed(request, number, "clip", ".mp4") as path, new_file(path) as temporary:
        temporary.write_text("frames")
    take = replace(some_take(request), path=path)
    claims.finished(request, number, take)
    return take


def files(request):
    return sorted(path.name for path in request.outputs.folder.rglob("*") if path.is_file())


def test_takes_are_numbered_and_never_written_over(request_of):
    names = [make(request_of(job)).path.name for job in ("a", "b", "")]
    assert names == ["clip, take 1.mp4", "clip, take 2.mp4", "clip, take 3.mp4"]


def test_what_a_job_has_finished_is_found_again_also_where_its_folder_has_moved(request_of, tmp_path):
    request = request_of("a")
    takes = {number: make(request, number) for number in range(2)}
    make(request_of("b"))
    assert claims.made(request.outputs) == takes
    moved = request.outputs.folder.rename(tmp_path / "elsewhere")
    there = claims.made(Outputs(moved, job="a"))
    assert [take.path for take in there.values()] == [moved / take.path.name for take in takes.values()]


def test_a_take_whose_file_was_deleted_counts_as_not_made(request_of):
    request = request_of("a")
    make(request).path.unlink()
    assert claims.made(request.outputs) == {}


def test_a_block_that_fails_leaves_nothing(request_of):
    for request in (request_of("a"), request_of("")):
        with pytest.raises(Cancelled), claims.claimed(request, 0, "clip", ".mp4"):
            raise Cancelled("Stopped.")
        assert not request.outputs.folder.exists()


class Killed(BaseException):
    pass


def killed_in(monkeypatch, request, where):
    """The run ends at `where`, with no time to tidy up."""

    def die(*_, **__):
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr("engine.generation.claims.suppress", die)  # the tidying itself
        patched.setattr(where, die)
        with pytest.raises(Killed):
            make(request)


@pytest.mark.parametrize(
    "where",
    [
        "pathlib.Path.touch",
        "pathlib.Path.write_text",
        "engine.media.target.settle",
        "engine.generation.claims.finished",
    ],
)
def test_whenever_a_run_is_cut_off_its_job_starts_from_clean_ground(monkeypatch, request_of, where):
    request = request_of("a")
    kept = make(request_of("b"))
    killed_in(monkeypatch, request, where)
    claims.sweep(request.outputs)
    assert claims.made(request.outputs) == {}
    assert make(request).path.name == "clip, take 2.mp4"
    assert files(request) == ["a-0.json", "b-0.json", kept.path.name, "clip, take 2.mp4"]


def test_sweeping_leaves_the_work_of_others_alone(request_of):
    mine, other = request_of("a"), request_of("ab")
    with claims.claimed(other, 0, "clip", ".mp4") as path, new_file(path):
        before = files(mine)
        claims.sweep(mine.outputs)
        claims.sweep(Outputs(mine.outputs.folder))
        assert files(mine) == before
        path.write_text("so that it is kept")


def test_a_damaged_note_is_no_reason_to_make_nothing(request_of):
    request = request_of("a")
    make(request)
    for damage in ("", "{", "[]", '{"is": "Note"}', "\0"):
        (request.outputs.folder / claims.NOTES / "a-0.json").write_text(damage)
        assert claims.made(request.outputs) == {}
        claims.sweep(request.outputs)
    assert make(request).path.name == "clip, take 2.mp4"


def test_a_folder_that_cannot_be_written_is_an_output_error(tmp_path):
    (tmp_path / "file").touch()
    request = replace(some_request(), outputs=Outputs(tmp_path / "file" / "takes", job="a"))
    with pytest.raises(OutputError), claims.claimed(request, 0, "clip", ".mp4"):
        pass
