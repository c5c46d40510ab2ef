from dataclasses import replace

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from lgg_viewer.core.probability import SPREAD_STEPS
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model import device
from lgg_viewer.model.device import choose_device
from lgg_viewer.model.predictor import Predictor, outward
from tests.unit.model.tiny_model import make_card, make_volume


@pytest.fixture
def card(tmp_path):
    return read_model_card(make_card(tmp_path))


@pytest.fixture
def notices():
    return []


@pytest.fixture
def predictor(card, notices, monkeypatch):
    """With two lanes of two slices."""
    monkeypatch.setenv("LGG_THREADS", "2")
    return Predictor(card, "cpu", notice=notices.append)


def limit_memory(predictor, most, error=None):
    """Let the network fail for more than `most` slices at a time."""
    network = predictor._engine.network
    whole = network.forward

    def forward(x):
        if len(x) > most:
            raise error or torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2 GiB")
        return whole(x)

    network.forward = forward


def precise(card) -> Predictor:
    """A predictor in float32, whose answers are the same to the last digits whichever way round."""
    predictor = Predictor(card, "cpu")
    predictor._engine = replace(predictor._engine, network=predictor._engine.network.float(), dtype=torch.float32)
    return predictor


@given(readable=hnp.arrays(bool, st.integers(0, 20)), start=st.integers(-3, 25))
def test_slices_are_answered_outward_from_where_the_reader_looks(readable, start):
    order = outward(readable, start)
    assert sorted(order) == list(np.flatnonzero(readable))
    distances = [abs(z - start) for z in order]
    assert distances == sorted(distances)


def test_the_slice_that_is_looked_at_comes_first_and_alone(predictor):
    batches = []
    predictor.predict(make_volume(9), start=4, on_batch=batches.append)
    assert [b.indices for b in batches] == [(4,), (3, 5, 2, 6), (1, 7, 0, 8)]


def test_batches_and_map_hold_the_same_values(predictor, card):
    volume, batches = make_volume(5), []
    result = predictor.predict(volume, start=1, on_batch=batches.append)
    for batch in batches:
        np.testing.assert_array_equal(result.values[list(batch.indices)], batch.values)
    assert result.values.dtype == np.float16
    assert result.values.shape == volume.shape
    assert result.known.all()
    assert ((result.values >= 0) & (result.values <= 1)).all()
    assert result.model == card.model_id
    assert result.computed_on == f"cpu, {predictor.precision}"
    assert not result.values.flags.writeable


def test_where_one_starts_changes_nothing_but_the_order(predictor):
    volume = make_volume(6)
    first, last = (predictor.predict(volume, start=s) for s in (0, 5))
    # the same slice in another batch may round otherwise in half precision
    np.testing.assert_allclose(first.values, last.values, atol=0.02)


def test_the_answer_depends_on_the_neighbours(predictor):
    volume = make_volume(3)
    pixels = volume.pixels.copy()
    pixels[2] = pixels[2, ::-1]
    moved = predictor.predict(replace(volume, pixels=pixels))
    assert not np.array_equal(moved.values[1], predictor.predict(volume).values[1])


def test_slices_that_cannot_be_read_are_never_answered(predictor):
    batches = []
    result = predictor.predict(make_volume(6, unreadable=(0, 3)), start=3, on_batch=batches.append)
    assert not {0, 3} & {z for b in batches for z in b.indices}
    assert result.known.tolist() == [False, True, True, False, True, True]
    assert not result.values[[0, 3]].any()


def test_for_a_neighbour_that_cannot_be_read_the_slice_itself_stands_in(predictor):
    volume = make_volume(3, unreadable=(2,))
    show, _ = predictor._prepare_slices(volume)
    np.testing.assert_array_equal(show(1)[6:], show(1)[3:6])


@pytest.mark.parametrize("size", [(40, 61), (256, 256), (300, 200)])
def test_the_map_lies_on_the_native_grid(predictor, size):
    rng = np.random.default_rng(0)
    volume = make_volume(2)
    volume = replace(volume, pixels=rng.integers(0, 4096, (2, *size, 3), np.uint16))
    assert predictor.predict(volume).values.shape == (2, *size)


def test_a_black_volume_is_answered(predictor):
    volume = replace(make_volume(2), pixels=np.zeros((2, 64, 64, 3), np.uint8))
    assert np.isfinite(predictor.predict(volume).values).all()


def test_cancelling_stops_between_batches(predictor):
    batches = []
    with pytest.raises(CancelledError):
        predictor.predict(make_volume(9), on_batch=batches.append, cancelled=lambda: len(batches) == 2)
    assert len(batches) == 2


def test_flip_averaging_makes_the_answer_follow_a_mirrored_picture(tmp_path):
    predictor = precise(read_model_card(make_card(tmp_path, flip=True)))
    volume = make_volume(2)
    mirrored = replace(volume, pixels=np.ascontiguousarray(volume.pixels[:, :, ::-1]))
    there, back = predictor.predict(volume).values, predictor.predict(mirrored).values[:, :, ::-1]
    np.testing.assert_allclose(there, back, atol=2e-3)


def test_averaging_keeps_how_far_the_two_answers_are_apart(card):
    predictor, volume = precise(card), make_volume(4, unreadable=(2,))
    mirrored = replace(volume, pixels=np.ascontiguousarray(volume.pixels[:, :, ::-1]))
    one, other = predictor.predict(volume), predictor.predict(mirrored)
    assert (one.averaged, one.spread) == (False, None)
    predictor.card = replace(card, flip_averaging=True)
    batches = []
    both = predictor.predict(volume, on_batch=batches.append)
    assert both.averaged
    apart = np.abs(one.values.astype(np.float32) - other.values[:, :, ::-1].astype(np.float32))
    assert apart.max() > 0.1
    np.testing.assert_allclose(both.spread / SPREAD_STEPS, apart, atol=0.004)
    assert (both.spread.dtype, both.spread.flags.writeable) == (np.uint8, False)
    assert not both.spread[2].any()
    for batch in batches:
        np.testing.assert_array_equal(both.spread[list(batch.indices)], batch.spread)


def test_the_mirror_image_of_a_slice_in_which_nothing_is_seen_is_not_asked_about(card, monkeypatch):
    predictor, volume = precise(replace(card, flip_averaging=True)), make_volume(5)
    alone = precise(card).predict(volume)
    highest = alone.values.reshape(5, -1).max(axis=1).astype(np.float32)
    bound = float(np.sort(highest)[1:3].mean())
    assert 0 < bound < 1
    averaged = predictor.predict(volume)
    shown = []
    network = predictor._engine.network
    monkeypatch.setattr(network, "forward", lambda x, real=network.forward: shown.append(len(x)) or real(x))
    monkeypatch.setattr(device, "SEEN", bound)
    some = predictor.predict(volume)
    assert sum(shown) == 5 + 3
    seen = highest >= bound
    np.testing.assert_array_equal(some.values[seen], averaged.values[seen])
    np.testing.assert_array_equal(some.values[~seen], alone.values[~seen])
    assert some.spread[seen].any()
    assert not some.spread[~seen].any()


@pytest.mark.parametrize("size", [(40, 61), (300, 200)])
def test_the_spread_lies_on_the_native_grid(card, size):
    volume = replace(make_volume(2), pixels=np.random.default_rng(0).integers(0, 256, (2, *size, 3), np.uint8))
    result = precise(replace(card, flip_averaging=True)).predict(volume)
    assert result.spread.shape == result.values.shape == (2, *size)
    assert result.spread.any()


def test_short_memory_halves_the_batch_and_goes_on(predictor, notices):
    volume = make_volume(9)
    expected = predictor.predict(volume).values
    limit_memory(predictor, 1)
    batches = []
    result = predictor.predict(volume, on_batch=batches.append)
    assert [len(b.indices) for b in batches] == [1] * 9
    np.testing.assert_allclose(result.values, expected, atol=0.02)
    assert len(notices) == 2
    assert "2 slices at a time" in notices[0]


@pytest.mark.parametrize(
    "error",
    [
        torch.OutOfMemoryError("CUDA out of memory."),
        torch.AcceleratorError("CUDA error: unspecified launch failure"),
        RuntimeError("MPS backend out of memory (MPS allocated: 8 GiB)"),
    ],
)
def test_a_graphics_card_that_cannot_hold_one_slice_hands_over_to_the_cpu(predictor, notices, error, monkeypatch):
    monkeypatch.setattr(torch.cuda, "empty_cache", lambda: None)
    predictor._engine = replace(predictor._engine, device="cuda")
    whole = torch.from_numpy

    def from_numpy(array):
        if predictor.device == "cuda":
            raise error
        return whole(array)

    monkeypatch.setattr(torch, "from_numpy", from_numpy)
    result = predictor.predict(make_volume(3))
    assert result.known.all()
    assert predictor.device == "cpu"
    assert result.computed_on.startswith("cpu")
    assert "on the CPU" in notices[-1]


def test_a_computer_that_cannot_hold_one_slice_says_so(predictor):
    limit_memory(predictor, 0, RuntimeError("DefaultCPUAllocator: can't allocate memory: you tried 1 TB"))
    with pytest.raises(LggError, match="not enough memory"):
        predictor.predict(make_volume(2))


def test_an_error_of_another_kind_is_not_taken_for_short_memory(predictor, notices):
    limit_memory(predictor, 0, RuntimeError("mat1 and mat2 shapes cannot be multiplied"))
    with pytest.raises(RuntimeError, match="mat1"):
        predictor.predict(make_volume(2))
    assert not notices


def test_a_network_that_cannot_be_held_by_the_graphics_card_runs_on_the_cpu(card, notices, monkeypatch):
    def fail(_device):
        raise torch.AcceleratorError("CUDA error: out of memory")

    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr("lgg_viewer.model.device._accelerator_dtype", fail)
    predictor = Predictor(card, "auto", notice=notices.append)
    assert predictor.device == "cpu"
    assert len(notices) == 1


def test_an_answer_that_is_not_a_number_is_an_error_and_no_map(predictor):
    predictor._engine.network.head[0].bias.data[:] = float("nan")
    with pytest.raises(LggError, match="not numbers"):
        predictor.predict(make_volume(1))


def test_auto_takes_cuda_then_mps_then_the_cpu(monkeypatch):
    present = {"cuda": True, "mps": True}
    monkeypatch.setattr(torch.cuda, "is_available", lambda: present["cuda"])
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: present["mps"])
    assert choose_device("auto") == "cuda"
    present["cuda"] = False
    assert choose_device("auto") == "mps"
    present["mps"] = False
    assert choose_device("auto") == "cpu"


@pytest.mark.parametrize("device", ["cuda", "mps", "gpu"])
def test_a_device_that_is_not_there_is_refused(monkeypatch, device):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)
    with pytest.raises(LggError, match=device):
        choose_device(device)
