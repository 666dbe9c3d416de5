"""The report: real figures, and nothing in it that says whose machine it is."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from engine.cli import main
from engine.cli.reporting.machine import machine_facts, versions
from engine.cli.reporting.measured import measured
from engine.cli.reporting.models import models_here
from engine.cli.reporting.page import page
from engine.cli.reporting.redaction import Known, redacted
from engine.errors import Cancelled, ModelError
from engine.hosts.here import Here
from engine.models.getting.sums import summed
from engine.models.on_disk.store import Store
from engine.progress import Progress
from tests.engine.fakes import FakeHost
from tests.engine.tiny_wan import tiny_wan

SMALL = (64, 48)
USER, HOST, TOKEN = "quintessa", "velvet-workstation", "hf_QWERTYuiop1234567890"
PRIVATE = "My Wedding Films"
PROMPT = "a bride in the rain"


@pytest.fixture(scope="module")
def wan(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tiny_wan(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture(scope="module")
def tried(wan) -> dict:
    return measured(str(wan), Here(), lambda progress: None, SMALL)


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """Of somebody who would not like to be known, on a machine that bears a name."""
    folder = tmp_path / USER
    (folder / PRIVATE).mkdir(parents=True)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(folder))
    for name in ("LOGNAME", "USER", "USERNAME"):
        monkeypatch.setenv(name, USER)
    monkeypatch.setenv("HF_TOKEN", "not-of-the-usual-form-42")
    monkeypatch.setenv("XDG_DATA_HOME", str(folder / "data"))
    monkeypatch.setattr("platform.node", lambda: f"{HOST}.example.org")
    return folder


class TalkativeHost(FakeHost):
    """Fails, telling all that a careless library might."""

    def run(self, request, report):
        raise ModelError(
            f"{request.sources[0].path}: {TOKEN}, not-of-the-usual-form-42, {USER}@{HOST}: {request.model}"
        )


def test_a_model_is_tried_for_real_and_each_step_is_timed(tried):
    stages = {stage["stage"]: stage for stage in tried["stages"]}
    sampling = stages["Making new frames"]
    assert sampling["steps"] == tried["planned"]["steps"]
    assert 0 < sampling["median_step_seconds"] <= sampling["seconds"] <= tried["seconds"]
    assert tried["peak_memory"]["process"] > 0
    assert tried["planned"]["size"] == [2 * side for side in SMALL]


def test_the_sample_is_held_against_the_frames_that_really_come(tried):
    """Random weights foretell nothing; the truth is another one than what holding gives."""
    truth = tried["against_truth"]
    assert 3 < truth["psnr_db"] < 40
    assert 3 < truth["holding_psnr_db"] < 40
    (join,) = tried["joins"]
    assert set(join["finished"]) == set(join["generated"]) >= {"jump", "colour", "sharpness"}


def test_what_fails_is_told_and_the_others_are_tried(tmp_path):
    gone = measured(str(tmp_path / "gone"), Here(), lambda progress: None, SMALL)
    assert gone["failed"]["type"] == "ModelError"
    assert "## Tried" in page({**_facts(), "measured": [gone]})


def test_what_would_not_fit_is_not_begun():
    host = FakeHost()
    plan, room = host.plan(None), host.rooms(("a",)).rooms[0]
    host.plan = lambda request: replace(plan, room=replace(room, fits=False, words="It does not fit"))
    told = measured("built-in", host, lambda progress: None, SMALL)
    assert (told["planned"]["words"], host.ran) == ("It does not fit", [])
    host.plan = lambda request: replace(plan, room=replace(room, seconds=86400.0))
    long = measured("built-in", host, lambda progress: None, SMALL, patience=1800)
    assert (long["planned"]["seconds"], host.ran) == (86400.0, [])
    assert page({**_facts(), "measured": [told, long]}).count("nothing: it would not fit") == 2


def test_stopping_stops_the_whole_report(tmp_path):
    with pytest.raises(Cancelled):
        measured("built-in", FakeHost(Cancelled("Stopped.")), lambda progress: None, SMALL)
    assert main(["report", "-o", str(tmp_path / "r.md")], FakeHost(Cancelled("Stopped."))) == 130
    assert list(tmp_path.iterdir()) == []


def _facts() -> dict:
    return {"versions": versions(), "machine": machine_facts(), "models": [], "measured": []}


def test_models_are_told_with_the_sums_of_their_files_and_without_their_folders(home, wan):
    place = home / PRIVATE / "tiny"
    shutil.copytree(wan, place)
    store = Store()
    store.add(place)
    stages: list[Progress] = []
    (model,) = models_here(store.shelf(), True, lambda *told: stages.append(Progress(*told)))
    sums = {file["part"]: file["sha256"] for file in model["files"]}
    assert sums["transformer"] == summed(place / "transformer" / "diffusion_pytorch_model.safetensors").sha256
    assert len(set(sums.values())) == 4
    assert len(stages) == 4
    assert PRIVATE not in json.dumps(model)
    assert all(each["sha256"] is None for each in models_here(store.shelf(), False, print)[0]["files"])


def test_nothing_in_it_says_whose_machine_it_is(home, wan, tmp_path, capsys):
    shutil.copytree(wan, home / PRIVATE / "tiny")
    output = tmp_path / "report.md"
    named = str(home / PRIVATE / "tiny")
    assert main(["report", "-o", str(output), "--model", named, "--no-sums"], TalkativeHost()) == 0
    told = output.read_text("utf-8")
    for canary in (USER, HOST, TOKEN, "not-of-the-usual-form-42", PRIVATE, str(home), str(tmp_path), PROMPT):
        assert canary.lower() not in told.lower()
    assert told.count("ModelError") == 4  # both models were tried, and are told twice: in words and as data
    assert "tiny" in told
    assert f"The report is in {output}" in capsys.readouterr().out


def test_words_and_data_are_the_same_figures(tried):
    told = page({**_facts(), "measured": [tried]})
    data = json.loads(told.split("```json\n")[1].split("\n```")[0])
    assert data["measured"][0]["seconds"] == tried["seconds"]
    assert f"{tried['against_truth']['psnr_db']:.1f} dB" in told
    assert data["versions"]["torch"] in told


def test_with_json_it_is_answered_as_well_as_written(tmp_path, capsys):
    output = tmp_path / "r.md"
    assert main(["report", "-o", str(output), "--json"], FakeHost(ModelError("No."))) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer["file"] == str(output)
    assert [each["asked"] for each in answer["report"]["measured"]] == ["built-in"]


def test_all_that_are_here_are_tried_when_asked_for(home, wan, tmp_path, capsys):
    shutil.copytree(wan, home / "tiny")
    Store().add(home / "tiny")
    assert main(["report", "-o", str(tmp_path / "r.md"), "--all", "--json"], FakeHost(ModelError("No."))) == 0
    report = json.loads(capsys.readouterr().out)["report"]
    assert {each["asked"] for each in report["measured"]} == {"built-in", Store().shelf().models[0].name}
    assert all(file["sha256"] for file in report["models"][0]["files"])


def test_a_model_that_is_not_here_is_told_before_anything_is_tried(tmp_path, capsys):
    assert main(["report", "-o", str(tmp_path / "r.md"), "--model", "wan9"], FakeHost()) == 5
    assert "wan9" in capsys.readouterr().err
    assert not (tmp_path / "r.md").exists()


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a disk of 1.5 GB/s, 24000/1001 and/or 3", "a disk of 1.5 GB/s, 24000/1001 and/or 3"),
        ("see /srv/film/x.mp4.", "see (folder)/x.mp4."),
        (r"C:\Users\anna\x.mp4", "(folder)/x.mp4"),
        ("/home/anna/My Films/secret/x.mp4 is gone", "(folder)/x.mp4 is gone"),
        ("made by anna on Box", "made by (name) on (name)"),
        ("Bearer hf_abcdefghijkl and pass1234", "Bearer (secret) and (secret)"),
        ("box" * 16 + "0" * 16, "(name)" * 16 + "0" * 16),
        ("abc0" * 16, "abc0" * 16),
    ],
)
def test_what_is_taken_out_of_a_text(text, left):
    known = Known(["/home/anna/My Films", "/home/anna"], ["anna", "box", "abc"], ["pass1234"])
    assert redacted({"a": [text]}, known) == {"a": [left]}
