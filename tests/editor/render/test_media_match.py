"""A file that moved is found again, and another one of its name is not taken for it."""

import os
from fractions import Fraction
from pathlib import Path

import pytest

from editor.render.media_match import Found, beside_project, files_below, find, is_missing, match, moved_along
from editor.timeline.model import Media, MediaId
from engine.media.fingerprint import content_fingerprint

CONTENT = b"the film itself"


def file(path: Path, content: bytes = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def lost(path: str | Path, size: int = len(CONTENT)) -> Media:
    return Media(MediaId(Path(path).name), str(path), Path(path).stem, Fraction(1), size=size)


@pytest.fixture
def known(tmp_path: Path) -> str:
    return content_fingerprint(file(tmp_path / "original" / "a.mp4"))


def test_a_file_that_is_there_is_not_missing(tmp_path: Path) -> None:
    assert not is_missing(lost(file(tmp_path / "a.mp4")))
    assert is_missing(lost(tmp_path / "b.mp4"))
    assert is_missing(lost(tmp_path))


def test_a_file_that_moved_with_the_project_is_beside_it() -> None:
    before = Path("/home/anna/film")
    inside, outside = lost("/home/anna/film/day 1/a.mp4"), lost("/home/anna/footage/a.mp4")
    assert beside_project(inside, before, Path("/media/disk")) == Path("/media/disk/day 1/a.mp4")
    assert beside_project(outside, before, Path("/media/disk/film")) == Path("/media/disk/footage/a.mp4")


def test_where_one_file_went_the_others_went() -> None:
    old, new = Path("/old/footage/day 1/a.mp4"), Path("/new/place/footage/day 1/a.mp4")
    assert moved_along(lost("/old/footage/day 2/b.mp4"), old, new) == Path("/new/place/footage/day 2/b.mp4")
    assert moved_along(lost("/elsewhere/b.mp4"), old, new) is None
    assert moved_along(lost("/old/footage/day 1/b.mp4"), old, Path("/x/a.mp4")) == Path("/x/b.mp4")


def test_the_same_content_is_certain_and_another_ones_is_not(tmp_path: Path, known: str) -> None:
    media = lost("/gone/a.mp4")
    right, wrong = file(tmp_path / "z" / "a.mp4"), file(tmp_path / "a" / "a.mp4", b"a different one")
    for candidates in ([wrong, right], [right, wrong]):
        assert match(media, candidates, known, content_fingerprint) == Found(right, True)
    assert match(media, [wrong], known, content_fingerprint) == Found(wrong, False)
    assert match(media, [tmp_path / "nothing.mp4", tmp_path], known, content_fingerprint) is None


def test_without_a_fingerprint_name_and_size_decide(tmp_path: Path) -> None:
    right, longer = file(tmp_path / "z" / "a.mp4"), file(tmp_path / "a" / "a.mp4", CONTENT + b"!")
    assert match(lost("/gone/a.mp4"), [longer, right]) == Found(right, True)
    assert match(lost("/gone/a.mp4"), [longer]) == Found(longer, False)
    assert match(lost("/gone/a.mp4", size=0), [longer]) == Found(longer, False)


def test_of_two_alike_the_one_in_folders_of_the_same_names_is_taken(tmp_path: Path) -> None:
    file(tmp_path / "a" / "a.mp4")
    right = file(tmp_path / "trips" / "day 1" / "a.mp4")
    assert find([lost("/gone/day 1/a.mp4")], tmp_path) == {"a.mp4": Found(right, True)}


def test_many_files_are_found_in_one_look_through_a_folder(tmp_path: Path) -> None:
    names = [f"{number}.mp4" for number in range(20)]
    for name in names:
        file(tmp_path / "deep" / "down" / name)
    found = find([lost(Path("/gone") / name) for name in [*names, "never.mp4"]], tmp_path)
    assert {name: place.path.name for name, place in found.items()} == {name: name for name in names}


def test_a_file_that_was_renamed_is_known_by_its_content(tmp_path: Path, known: str) -> None:
    renamed = file(tmp_path / "new" / "holiday.mp4")
    file(tmp_path / "new" / "other.mp4", b"a different one")
    media = lost("/gone/a.mp4")
    places = find([media], tmp_path / "new", {media.id: known}, content_fingerprint)
    assert places == {media.id: Found(renamed, True)}
    assert find([media], tmp_path / "new") == {}


def test_the_search_is_bounded_and_goes_round_no_loops(tmp_path: Path) -> None:
    for number in range(30):
        file(tmp_path / "many" / f"{number:02}.mp4")
    file(tmp_path / "top.mp4")
    file(tmp_path / ".hidden" / "secret.mp4")
    file(tmp_path / "one" / "two" / "three" / "deep.mp4")
    os.symlink(tmp_path, tmp_path / "one" / "loop")
    assert [path.name for path in files_below(tmp_path, most=3)] == ["top.mp4", "00.mp4", "01.mp4"]
    names = [path.name for path in files_below(tmp_path)]
    assert sorted(names) == sorted([*(f"{number:02}.mp4" for number in range(30)), "top.mp4", "deep.mp4"])
    assert "deep.mp4" not in {path.name for path in files_below(tmp_path, depth=2)}
    assert list(files_below(tmp_path / "nowhere")) == []
