import csv
import errno

import pytest
import torch
from torch.utils.flop_counter import FlopCounterMode

from lgg_viewer.core.network_shape import LiteShape
from lgg_viewer.errors import LggError
from lgg_viewer.model.lite_unet import LiteUNet
from lgg_viewer.model.pair import Pair
from tests.unit.trainer.tiny_cohort import go, make_dataset, smoke
from trainer.data.sampling import BatchOrder
from trainer.learning import engine
from trainer.learning.augment import View
from trainer.learning.engine import finished_network, learning_rate
from trainer.learning.plain_unet import PlainUNet
from trainer.learning.run_log import LOG, VALIDATION_LOG
from trainer.learning.speed import flop_of_a_slice
from trainer.learning.state import CHECKPOINT
from trainer.learning.validation import Look
from trainer.recipe.network_shape import LiteNetwork


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
    whole = go(smoke(steps=6), data, tmp_path / "whole")
    (tmp_path / "parts").mkdir()
    with pytest.raises(InterruptedError, match="step 2 of 6"):
        go(smoke(steps=6), data, tmp_path / "parts", stop_after=2)
    answers = iter([False, False, True])
    with pytest.raises(InterruptedError, match="step 4 of 6"):
        go(smoke(steps=6), data, tmp_path / "parts", resume=True, interrupted=lambda: next(answers))
    parts = go(smoke(steps=6), data, tmp_path / "parts", resume=True)
    assert_same(weights(whole), weights(parts))
    assert not parts.training


def test_a_finished_run_gives_its_result_without_the_data(tmp_path, data):
    recipe = smoke(steps=2)
    whole = go(recipe, data, tmp_path)
    again = finished_network(recipe, tmp_path)
    assert again is not None
    assert_same(weights(whole), weights(again))


def test_an_unfinished_run_gives_no_result(tmp_path, data):
    with pytest.raises(InterruptedError):
        go(smoke(), data, tmp_path, stop_after=1)
    assert finished_network(smoke(), tmp_path) is None


def test_training_makes_the_loss_smaller(tmp_path, data, monkeypatch):
    monkeypatch.setattr(engine, "LOG_EVERY", 1)
    go(smoke(steps=40), data, tmp_path)
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
        go(smoke(steps=6), data, tmp_path)
    assert "last good state" in caught.value.hint
    kept = torch.load(tmp_path / CHECKPOINT, weights_only=True)
    assert kept["step"] == 2
    assert all(torch.isfinite(v).all() for v in kept["network"].values())


def test_a_gradient_that_is_not_a_number_never_reaches_the_weights(tmp_path, data, monkeypatch):
    monkeypatch.setattr(engine.nn.utils, "clip_grad_norm_", lambda *_: torch.tensor(float("inf")))
    with pytest.raises(LggError, match="inf at step 0"):
        go(smoke(), data, tmp_path)
    assert not (tmp_path / CHECKPOINT).exists()


def test_two_networks_are_trained_to_the_end(tmp_path, data):
    pair = LiteNetwork(kind="lite", widths=[4, 4, 4, 4], start="chance", members=2)
    recipe = smoke(steps=2, batch=4).model_copy(update={"network": pair})
    told = []
    trained = go(recipe, data, tmp_path, tell=told.append)
    assert "of what a matrix product reaches" in told[0]
    assert isinstance(trained, Pair)
    again = finished_network(recipe, tmp_path)
    assert all(torch.equal(a, b) for a, b in zip(trained.parameters(), again.parameters(), strict=True))


def test_two_networks_that_would_share_too_few_slices_are_told(tmp_path, data):
    pair = LiteNetwork(kind="lite", widths=[4, 4, 4, 4], start="chance", members=2)
    with pytest.raises(LggError, match=r"Two networks cannot share 3 slices\. Take larger batches"):
        go(smoke(batch=3).model_copy(update={"network": pair}), data, tmp_path)
    assert not (tmp_path / CHECKPOINT).exists()


def test_a_folder_that_holds_a_run_is_not_overwritten(tmp_path, data):
    (tmp_path / CHECKPOINT).write_bytes(b"precious")
    with pytest.raises(LggError, match="holds a run already"):
        go(smoke(), data, tmp_path)
    assert (tmp_path / CHECKPOINT).read_bytes() == b"precious"


def test_resuming_where_there_is_nothing_is_told(tmp_path, data):
    with pytest.raises(LggError, match="no checkpoint"):
        go(smoke(), data, tmp_path, resume=True)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04", b"\x80\x02N."])
def test_a_damaged_checkpoint_is_told(tmp_path, data, content):
    (tmp_path / CHECKPOINT).write_bytes(content)
    with pytest.raises(LggError, match=CHECKPOINT):
        go(smoke(), data, tmp_path, resume=True)


def test_a_checkpoint_of_another_network_is_told(tmp_path, data):
    with pytest.raises(InterruptedError):
        go(smoke(), data, tmp_path, stop_after=1)
    other = smoke()
    other = other.model_copy(update={"network": other.network.model_copy(update={"widths": [8, 8, 8, 16]})})
    with pytest.raises(LggError, match="does not fit this recipe"):
        go(other, data, tmp_path, resume=True)


def test_resuming_drops_log_lines_that_will_be_written_again_and_torn_ones(tmp_path, data, monkeypatch):
    monkeypatch.setattr(engine, "LOG_EVERY", 1)
    with pytest.raises(InterruptedError):
        go(smoke(steps=4), data, tmp_path, stop_after=2)
    with (tmp_path / LOG).open("a") as file:
        file.write("3,0.5,1e-3\n1")
    go(smoke(steps=4), data, tmp_path, resume=True)
    with (tmp_path / LOG).open(newline="") as file:
        assert [row["step"] for row in csv.DictReader(file)] == ["1", "2", "3", "4"]


def test_the_learning_rate_warms_up_and_falls_to_zero():
    recipe = smoke(steps=100, warm_up=10, learning_rate=1.0)
    rates = [learning_rate(step, 100, recipe) for step in range(101)]
    assert rates[0] == pytest.approx(0.1)
    assert max(rates) == pytest.approx(1.0)
    assert rates[9:] == sorted(rates[9:], reverse=True)
    assert rates[100] == pytest.approx(0)


def lines(path):
    with path.open(newline="") as file:
        return list(csv.DictReader(file))


def by_epochs(**schedule):
    """The smoke recipe, every slice once an epoch and at one size."""
    changed = {"steps": None, "epochs": 3, "batch": 2, "validations": 0, "rate": "constant", **schedule}
    recipe = smoke(**changed)
    return recipe.model_copy(update={"sampling": None, "input": recipe.input.model_copy(update={"first_side": None})})


def test_an_epoch_shows_every_slice_once_and_ends_with_a_look_at_the_validation_slices(tmp_path, data):
    go(by_epochs(), data, tmp_path, validation=2)
    looks = lines(tmp_path / VALIDATION_LOG)
    assert [(look["epoch"], look["step"]) for look in looks] == [("1", "2"), ("2", "4"), ("3", "6")]
    order = BatchOrder(data, torch.arange(4), by_epochs())
    for epoch in range(3):
        shown = torch.cat([order.at(2 * epoch + k) for k in range(2)])
        assert sorted(shown.tolist()) == [0, 1, 2, 3]


def test_looking_at_the_validation_slices_changes_nothing(tmp_path, data):
    looked = go(smoke(steps=6, validations=3), data, tmp_path / "looked", validation=2)
    blind = go(smoke(steps=6, validations=1), data, tmp_path / "blind", validation=2)
    assert_same(weights(looked), weights(blind))
    assert len(lines(tmp_path / "looked" / VALIDATION_LOG)) == 3


def test_a_resumed_run_that_keeps_the_best_and_falls_with_plateaus_is_that_of_an_uninterrupted_one(
    tmp_path, data, monkeypatch
):
    losses = [0.5, 0.4, 0.6, 0.7, 0.8]

    seen = []

    def look(*_):
        seen.append(1)
        return Look(losses[len(seen) - 1], 0.0)

    monkeypatch.setattr(engine, "look", look)
    recipe = by_epochs(epochs=5, rate="plateau", plateau_patience=1, keep="best", ema=None, learning_rate=0.01)
    monkeypatch.setattr(engine, "LOG_EVERY", 2)
    whole = go(recipe, data, tmp_path / "whole", validation=2)
    rates = [float(line["learning_rate"]) for line in lines(tmp_path / "whole" / LOG)]
    assert rates == pytest.approx([0.01, 0.01, 0.01, 0.01, 0.005])
    seen.clear()
    two = go(by_epochs(epochs=2, ema=None, learning_rate=0.01), data, tmp_path / "two", validation=2)
    assert_same(weights(whole), weights(two))  # the lowest loss was that of the second epoch
    seen.clear()
    with pytest.raises(InterruptedError):
        go(recipe, data, tmp_path / "parts", validation=2, stop_after=7)
    parts = go(recipe, data, tmp_path / "parts", validation=2, resume=True)
    assert_same(weights(whole), weights(parts))


def test_a_full_disk_is_told_and_the_former_checkpoint_stays(tmp_path, data, monkeypatch):
    with pytest.raises(InterruptedError):
        go(smoke(), data, tmp_path, stop_after=2)
    kept = (tmp_path / CHECKPOINT).read_bytes()

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("lgg_viewer.io.atomic.os.fsync", full)
    with pytest.raises(LggError, match="No space left"):
        go(smoke(), data, tmp_path, resume=True, stop_after=2)
    assert (tmp_path / CHECKPOINT).read_bytes() == kept


def test_the_end_tells_how_fast_it_went(tmp_path, data):
    told = []
    go(smoke(steps=2), data, tmp_path, tell=told.append)
    (sentence,) = told
    assert "slices a second" in sentence
    assert "of what a matrix product reaches here" in sentence


def test_the_arithmetic_of_a_slice_is_that_of_its_convolutions_there_and_back():
    plain = PlainUNet(3, [4, 8], batch_norm=False)
    view = View(32, 1, "byte")
    with FlopCounterMode(display=False) as counter:
        plain.forward_deep(torch.zeros(1, 3, 32, 32, requires_grad=True))[0].sum().backward()
    assert flop_of_a_slice(plain, view) == pytest.approx(counter.get_total_flops(), rel=0.01)


def test_the_arithmetic_of_a_slice_counts_depthwise_kernels_for_what_they_are():
    # 3.07 billion there; each slice of a batch is learned by one of a pair
    for network in (LiteUNet(LiteShape()), Pair(LiteShape(members=2))):
        assert flop_of_a_slice(network, View(256, 3, "study")) == pytest.approx(3 * 3.07e9, rel=0.01)
