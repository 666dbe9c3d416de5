"""The engine in this process: what it holds can be given back, and what models need is told."""

import pytest

from engine.generation.loaded import models
from engine.hosts.here import Here
from tests.engine.tiny_wan import tiny_wan


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(tiny_wan(tmp_path_factory.mktemp("models") / "tiny"))


def test_released_it_holds_no_model(monkeypatch):
    held = ["a model"]
    monkeypatch.setattr(models, "release", held.clear)
    Here().release()
    assert not held


def test_it_tells_what_a_model_needs_of_this_machine(wan):
    for told in (Here().rooms((wan,)), Here().rooms_beside((wan,))):
        assert "RAM" in told.machine
        assert told.rooms[0].fits
        assert told.rooms[0].peak < told.rooms[0].free
