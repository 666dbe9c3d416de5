"""A clip's .cube file is found again as footage is: beside the project wherever that went, else where it was."""

import json
from dataclasses import replace
from pathlib import Path

from editor.project.reading import read
from editor.timeline.edits.track_items import change_clips
from editor.timeline.looks import Grade, Look
from editor.timeline.model import Timeline
from editor.timeline.otio_file import Project, from_bytes, to_bytes
from tests.editor.timeline.drawing import scene


def graded(table: Path) -> Timeline:
    return change_clips(scene(V1="A10 B10"), ["A"], lambda clip: replace(clip, look=Look(grade=Grade(lut=str(table)))))


def tables(timeline: Timeline) -> list[str]:
    return [clip.look.grade.lut for track in timeline.tracks for clip in track.clips if clip.look]


def saved(folder: Path, table: Path) -> Path:
    """A project in that folder, of a clip with that table."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "night.otio"
    path.write_bytes(to_bytes(Project(graded(table), "id", 1), folder))
    return path


def test_it_goes_with_the_project_to_another_folder(tmp_path: Path) -> None:
    path = saved(tmp_path / "job" / "cut", tmp_path / "job" / "looks" / "warm.cube")
    moved = tmp_path / "disk" / "job"
    (moved / "looks").mkdir(parents=True)
    (moved / "looks" / "warm.cube").touch()
    (moved / "cut").mkdir()
    assert tables(read(path.rename(moved / "cut" / "night.otio")).timeline) == [str(moved / "looks" / "warm.cube")]


def test_where_the_project_moved_alone_it_is_where_it_was(tmp_path: Path) -> None:
    table = tmp_path / "job" / "warm.cube"
    path = saved(tmp_path / "job", table)
    table.touch()
    (tmp_path / "elsewhere" / "cut").mkdir(parents=True)
    assert tables(read(path.rename(tmp_path / "elsewhere" / "cut" / "night.otio")).timeline) == [str(table)]


def test_an_older_longtake_reads_the_whole_path_and_what_it_writes_is_read(tmp_path: Path) -> None:
    table = tmp_path / "warm.cube"
    path = saved(tmp_path, table)
    data = json.loads(path.read_bytes())
    (clip, _) = data["tracks"]["children"][0]["children"]
    own = clip["metadata"]["longtake"]
    assert own["look"]["grade"]["lut"] == str(table)
    assert own.pop("lut")["relative"] == "warm.cube"
    assert tables(from_bytes(json.dumps(data).encode(), tmp_path / "moved").timeline) == [str(table)]
