import csv

import pytest
import torch

from lgg_viewer.errors import LggError
from tests.unit.trainer.tiny_cohort import make_dataset, smoke
from trainer import engine
from trainer.engine import CHECKPOINT, LOG, finished_network, learning_rate, train

CPU = torch.device("cpu")


@pytest.fixture(scope="module")
def data():
    return make_dataset()


def weights(network):
    return network.state_dict()


def assert_same(one, other):
    assert one.keys() == other.keys()
    for key in one:
        assert torch.equal(one[key], other[key]), key


def test_an_interrupted_and_resumed_run_gives_the_very_weights_of_an_uninterrupted_one(tmp_path, data):
    whole = train(smoke(steps=6), data, tmp_path / "whole", CPU, resume=False)
    (tmp_path / "parts").mkdir()
    with pytest.raises(InterruptedError, match="step 2 of 6"):
        train(smoke(steps=6), data, tmp_path / "parts", CPU, resume=False, stop_after=2)
    answers = iter([False, False, True])
    with pytest.raises(InterruptedError, match="step 4 of 6"):
        train(smoke(steps=6), data, tmp_path / "parts", CPU, resume=True, interrupted=lambda: next(answers))
    parts = train(smoke(steps=6), data, tmp_path / "parts", CPU, resume=True)
    assert_same(weights(whole), weights(parts))
    assert not parts.training


def test_a_finished_run_gives_its_result_without_the_data(tmp_path, data):
    recipe = smoke(steps=2)
    whole = train(recipe, data, tmp_path, CPU, resume=False)
    again = finished_network(recipe, tmp_path)
    assert again is not None
    assert_same(weights(whole), weights(again))


def test_an_unfinished_run_gives_no_result(tmp_path, data):
    with pytest.raises(InterruptedError):
        train(smoke(), data, tmp_path, CPU, resume=False, stop_after=1)
    assert finished_network(smoke(), tmp_path) is None


def test_training_makes_the_loss_smaller(tmp_path, data, monkeypatch):
    monkeypatch.setattr(engine, "LOG_EVERY", 1)
    train(smoke(steps=40), data, tmp_path, CPU, resume=False)
    with (tmp_path / LOG).open(newline="") as file:
        losses = [float(row["loss"]) for row in csv.DictReader(file)]
    assert len(losses) == 40
    assert sum(losses[-5:]) < 0.8 * sum(losses[:5])


def test_a_loss_that_is_not_a_number_stops_and_leaves_the_last_good_checkpoint(tmp_path, data, monkeypatch):
    monkeypatch.setattr(engine, "SAVE_EVERY", 2)
    true_loss, calls = engine.deep_loss, []

    def loss(*arguments):
        calls.append(1)
        return true_loss(*arguments) * (float("nan") if len(calls) == 4 else 1)

    monkeypatch.setattr(engine, "deep_loss", loss)
    with pytest.raises(LggError, match=r"nan at step 3") as caught:
        train(smoke(steps=6), data, tmp_path, CPU, resume=False)
    assert "last good state" in caught.value.hint
    kept = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    assert kept["step"] == 2
    assert all(torch.isfinite(v).all() for v in kept["model"].values())


def test_a_gradient_that_is_not_a_number_never_reaches_the_weights(tmp_path, data, monkeypatch):
    monkeypatch.setattr(engine.nn.utils, "clip_grad_norm_", lambda *_: torch.tensor(float("inf")))
    with pytest.raises(LggError, match="inf at step 0"):
        train(smoke(), data, tmp_path, CPU, resume=False)
    assert not (tmp_path / CHECKPOINT).exists()


def test_a_folder_that_holds_a_run_is_not_overwritten(tmp_path, data):
    (tmp_path / CHECKPOINT).write_bytes(b"precious")
    with pytest.raises(LggError, match="holds a run already"):
        train(smoke(), data, tmp_path, CPU, resume=False)
    assert (tmp_path / CHECKPOINT).read_bytes() == b"precious"


def test_resuming_where_there_is_nothing_is_told(tmp_path, data):
    with pytest.raises(LggError, match="no checkpoint"):
        train(smoke(), data, tmp_path, CPU, resume=True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x02N."])
def test_a_damaged_checkpoint_is_told(tmp_path, data, content):
    (tmp_path / CHECKPOINT).write_bytes(content)
    with pytest.raises(LggError, match=CHECKPOINT):
        train(smoke(), data, tmp_path, CPU, resume=True)


def test_a_checkpoint_of_another_network_is_told(tmp_path, data):
    with pytest.raises(InterruptedError):
        train(smoke(), data, tmp_path, CPU, resume=False, stop_after=1)
    other = smoke()
    other = other.model_copy(update={"network": other.network.model_copy(update={"widths": [8, 8, 8, 16]})})
    with pytest.raises(LggError, match="does not fit this recipe"):
        train(other, data, tmp_path, CPU, resume=True)


def test_resuming_drops_log_lines_that_will_be_written_again_and_torn_ones(tmp_path, data, monkeypatch):
    monkeypatch.setattr(engine, "LOG_EVERY", 1)
    with pytest.raises(InterruptedError):
        train(smoke(steps=4), data, tmp_path, CPU, resume=False, stop_after=2)
    with (tmp_path / LOG).open("a") as file:
        file.write("3,0.5,1e-3\n1")
    train(smoke(steps=4), data, tmp_path, CPU, resume=True)
    with (tmp_path / LOG).open(newline="") as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["1", "2", "3", "4"]


def test_the_learning_rate_warms_up_and_falls_to_zero():
    recipe = smoke(steps=100, warm_up=10, learning_rate=1.0)
    rates = [learning_rate(step, recipe) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == pytest.approx(1.0)
    assert rates[9:] == sorted(rates[9:], reverse=True)
    assert rates[100] == pytest.approx(0)
