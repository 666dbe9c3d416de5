"""A base that is unknown here joins from a package of its own."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from engine.asking import extend_request, generate_request
from engine.errors import RequestError
from engine.generation.memory.plan import rooms
from engine.generation.tasks import plan, run
from engine.models.chosen import is_wan, outline_for
from engine.models.families import GROUP, families
from engine.models.on_disk.choices import choices
from engine.models.on_disk.shelf import Shelf
from engine.progress import Report
from tests.engine.generation.small_clips import RATE, scene, written
from tests.engine.tiny_wan import pusa_adapter
from tests.engine.toy_family import NAME


@pytest.fixture(autouse=True)
def installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As pip leaves it: a folder of metadata that names the entry point."""
    about = tmp_path / "site" / "toy_model-1.0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: toy-model\nVersion: 1.0\n", encoding="utf-8")
    (about / "entry_points.txt").write_text(f"[{GROUP}]\ntoy = tests.engine.toy_family:family\n", encoding="utf-8")
    monkeypatch.syspath_prepend(about.parent)
    families.cache_clear()
    yield
    families.cache_clear()


@pytest.fixture
def clip(tmp_path: Path) -> Path:
    return written(tmp_path / "clip.mp4", scene())


def test_a_model_of_another_family_extends_a_clip(clip: Path, tmp_path: Path) -> None:
    request = extend_request(clip, seconds=6 / RATE, output=tmp_path / "long.mp4", model=NAME)
    (take,) = run(request, Report())
    assert take.model == "Toy"
    assert take.path.is_file()
    assert take.new.count == 6


def test_it_is_planned_without_a_plan_for_memory_which_is_its_own_affair(clip: Path, tmp_path: Path) -> None:
    told = plan(extend_request(clip, seconds=6 / RATE, output=tmp_path / "long.mp4", model=NAME))
    assert told.model == "Toy"
    assert told.room is None
    assert not is_wan(NAME)


def test_it_can_be_chosen_and_asked_after() -> None:
    assert [each.title for each in choices(Shelf()) if each.model == NAME] == ["Toy of 33 frames"]
    (room,) = rooms((NAME,)).rooms
    assert room.fits
    assert "loads itself" in room.words


def test_it_makes_a_new_clip_at_the_size_that_it_tells(tmp_path: Path) -> None:
    request = generate_request("a film", seconds=1, output=tmp_path / "new.mp4", model=NAME, rate=16)
    assert outline_for(request).channels == 12
    assert plan(request).model == "Toy"


def test_wan_s_adapters_are_refused(clip: Path, tmp_path: Path) -> None:
    request = extend_request(clip, seconds=6 / RATE, output=tmp_path / "long.mp4", model=NAME)
    adapter = pusa_adapter(tmp_path / "pusa.safetensors")
    asked = extend_request(clip, seconds=6 / RATE, output=tmp_path / "long.mp4", model=NAME, adapters=[adapter])
    with pytest.raises(RequestError, match="takes no adapters"):
        plan(replace(request, sampling=asked.sampling))
