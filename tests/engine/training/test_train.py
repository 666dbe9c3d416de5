import pytest
import torch
from safetensors import safe_open

from engine.generation.pocket.network import load_pocket
from engine.training.train import Run, Settings, schedule


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, samples=8, batch=2, width=32, layers=1, pool=2)


def test_a_resumed_run_goes_on_with_the_same_network_optimiser_and_step(settings):
    run = Run(settings)
    run.train_step()
    run.save()
    resumed = Run(settings)
    assert resumed.step == 1
    for name, value in run.network.state_dict().items():
        assert torch.equal(value, resumed.network.state_dict()[name]), name
    moments = [entry["exp_avg"] for entry in resumed.optimiser.state_dict()["state"].values()]
    assert any(moment.abs().sum() > 0 for moment in moments)
    assert resumed.footage.next_clip > run.footage.next_clip, "it does not see the same clips again"


@pytest.mark.slow
def test_steps_make_the_loss_smaller_on_few_clips(settings):
    torch.manual_seed(0)
    run = Run(Settings(folder=settings.folder, samples=80, batch=2, width=32, layers=1, pool=2))
    losses = [run.train_step() for _ in range(40)]
    assert sum(losses[-10:]) < 0.8 * sum(losses[:10])


def test_the_exported_file_says_what_it_was_trained_on_and_loads(settings):
    run = Run(settings)
    run.train_step()
    run.save()
    path = settings.folder / "pocket.safetensors"
    with safe_open(path, "pt") as file:
        assert file.metadata()["samples"] == "2"
    network, codec = load_pocket(path)
    assert network.transformer.config["num_layers"] == 1
    assert codec.channels == 36


def test_the_learning_rate_warms_up_and_dies_out():
    assert schedule(0) < 0.1 < 0.9 < schedule(0.05)
    assert schedule(1) == pytest.approx(0.02)
