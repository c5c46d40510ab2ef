import hashlib
import pickle
from dataclasses import replace

import pytest
import torch
from safetensors.torch import load_file, save_file
from torch import nn

from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model.weights import load_network, save_weights
from tests.unit.model.tiny_model import make_card, make_network

CPU = torch.device("cpu")


@pytest.fixture
def card(tmp_path):
    return read_model_card(make_card(tmp_path))


def of_this_file(card):
    """The card, with the digest of the file as it is now: the digest alone must not be what saves us."""
    return replace(card, sha256=hashlib.sha256(card.weights.read_bytes()).hexdigest())


def test_what_is_loaded_answers_as_what_was_saved(card):
    x = torch.randn(1, 9, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(load_network(card, CPU)(x), make_network()(x), atol=5e-3, rtol=5e-3)


def test_batch_normalisation_is_folded_away(card):
    network = load_network(card, CPU)
    assert not any(isinstance(m, nn.BatchNorm2d) for m in network.modules())
    assert not network.training
    assert not any(p.requires_grad for p in network.parameters())
    assert not any(t.is_meta for t in [*network.parameters(), *network.buffers()])


def test_kernels_are_stored_in_half_precision(card):
    stored = load_file(card.weights)
    assert stored["head.0.weight"].dtype == torch.float16
    assert stored["stem.2.running_var"].dtype == torch.float32


def test_saving_refuses_weights_that_are_not_finite(tmp_path):
    network = make_network()
    network.head[0].bias.data[0] = 1e9  # beyond half precision
    with pytest.raises(LggError, match=r"head\.0\.bias"):
        save_weights(network, tmp_path / "w.safetensors")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("share", [0, 0.0001, 0.5, 0.99])
def test_a_file_that_is_cut_off_is_refused(card, share):
    data = card.weights.read_bytes()
    card.weights.write_bytes(data[: int(len(data) * share)])
    with pytest.raises(LggError, match="safetensors"):
        load_network(of_this_file(card), CPU)


def test_a_file_whose_header_claims_gigabytes_is_refused(card):
    card.weights.write_bytes((10 << 30).to_bytes(8, "little") + b"{" * 100)
    with pytest.raises(LggError, match="not a safetensors file"):
        load_network(of_this_file(card), CPU)


def test_a_pickle_is_refused_and_never_run(card, tmp_path):
    class Trap:
        def __reduce__(self):
            return (open, (str(tmp_path / "sprung"), "w"))

    card.weights.write_bytes(pickle.dumps(Trap()))
    with pytest.raises(LggError, match="not a safetensors file"):
        load_network(of_this_file(card), CPU)
    torch.save({"head": Trap()}, card.weights)
    with pytest.raises(LggError, match="not a safetensors file"):
        load_network(of_this_file(card), CPU)
    assert not (tmp_path / "sprung").exists()


def test_a_missing_weight_is_named(card):
    tensors = load_file(card.weights)
    del tensors["head.0.weight"]
    save_file(tensors, card.weights)
    with pytest.raises(LggError, match=r"lacks head\.0\.weight"):
        load_network(of_this_file(card), CPU)


def test_a_foreign_weight_is_named(card):
    save_file({**load_file(card.weights), "zzz.weight": torch.zeros(1)}, card.weights)
    with pytest.raises(LggError, match=r"holds zzz\.weight"):
        load_network(of_this_file(card), CPU)


def test_a_weight_of_another_shape_is_named(card):
    save_file({**load_file(card.weights), "head.0.bias": torch.zeros(5)}, card.weights)
    with pytest.raises(LggError, match=r"head\.0\.bias is 5, the card's network needs 4"):
        load_network(of_this_file(card), CPU)


def test_a_weight_of_whole_numbers_is_refused(card):
    save_file({**load_file(card.weights), "head.0.bias": torch.zeros(4, dtype=torch.int64)}, card.weights)
    with pytest.raises(LggError, match="of type torch"):
        load_network(of_this_file(card), CPU)


@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_a_weight_that_is_not_a_number_is_refused(card, value):
    save_file({**load_file(card.weights), "head.0.bias": torch.full((4,), value)}, card.weights)
    with pytest.raises(LggError, match="not numbers"):
        load_network(of_this_file(card), CPU)


def test_a_card_of_another_network_is_refused(card):
    with pytest.raises(LggError, match="needs"):
        load_network(replace(card, network=replace(card.network, widths=(4, 6, 16))), CPU)


def test_weights_that_were_exchanged_after_the_card_was_read_are_refused(card):
    save_weights(make_network(seed=1), card.weights)
    with pytest.raises(LggError, match="not the file that its card describes"):
        load_network(card, CPU)


def test_weights_that_are_gone_are_told(card):
    card.weights.unlink()
    with pytest.raises(LggError, match="cannot be read"):
        load_network(card, CPU)
