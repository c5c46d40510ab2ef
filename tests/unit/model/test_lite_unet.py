import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils.flop_counter import FlopCounterMode

from lgg_viewer.core.network_shape import LiteShape
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model.depthwise import SameConv
from lgg_viewer.model.lite_unet import LiteUNet
from lgg_viewer.model.weights import load_network, save_weights
from tests.unit.model.tiny_model import make_card

SHAPE = LiteShape(widths=(4, 4, 4, 4))


@pytest.fixture(scope="module")
def network():
    torch.manual_seed(0)
    return LiteUNet(SHAPE).eval()


@pytest.mark.parametrize("size", [(32, 32), (64, 96)])
def test_the_answer_has_the_size_of_the_picture(network, size):
    assert network(torch.zeros(2, 9, *size)).shape == (2, 1, *size)


def test_the_auxiliary_heads_answer_at_a_quarter_and_an_eighth(network):
    outputs = network.forward_deep(torch.zeros(2, 9, 64, 32))
    assert [tuple(o.shape) for o in outputs] == [(2, 1, 64, 32), (2, 1, 16, 8), (2, 1, 8, 4)]


def test_the_answer_is_that_of_the_first_head(network):
    x = torch.randn(1, 9, 32, 32)
    torch.testing.assert_close(network(x), network.forward_deep(x)[0])


def test_every_weight_has_a_gradient():
    network = LiteUNet(SHAPE)
    torch.stack([o.square().mean() for o in network.forward_deep(torch.randn(4, 9, 64, 64))]).sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in network.parameters())


def test_it_takes_no_more_than_eight_billion_operations_a_slice():
    network = LiteUNet(LiteShape()).eval()
    with FlopCounterMode(display=False) as counter:
        network(torch.zeros(1, 9, 256, 256))
    assert counter.get_total_flops() < 8e9


def test_the_app_opens_it_and_folding_the_normalisation_changes_nothing(tmp_path):
    torch.manual_seed(1)
    trained = LiteUNet(SHAPE)
    for _ in range(3):
        trained(torch.randn(2, 9, 64, 64))
    trained.eval()
    card = read_model_card(make_card(tmp_path, network=trained))
    assert card.network == SHAPE
    opened = load_network(card, torch.device("cpu"))
    assert not any(isinstance(m, torch.nn.BatchNorm2d) for m in opened.modules())
    x = torch.randn(1, 9, 64, 64)
    expected = trained(x).detach()
    torch.testing.assert_close(opened(x), expected, rtol=0.02, atol=0.02 * float(expected.abs().max()))
    assert save_weights(trained, tmp_path / "again.safetensors") == card.sha256


@settings(max_examples=30)
@given(
    size=st.sampled_from([3, 5, 7]),
    stride=st.sampled_from([1, 2]),
    height=st.integers(3, 6),
    width=st.integers(3, 6),
    channels=st.integers(1, 4),
)
def test_gradients_put_together_are_those_of_torch(size, stride, height, width, channels):
    layer = SameConv(channels, channels, size, stride, depthwise=True).double()
    x = torch.randn(2, channels, 2 * height, 2 * width, dtype=torch.float64, requires_grad=True)
    answers, gradients = [], []
    for layer.training in (True, False):
        answers.append(layer(x))
        torch.manual_seed(0)
        chance = torch.randn_like(answers[-1])
        gradients.append(torch.autograd.grad(answers[-1], (x, layer.weight), chance))
    assert answers[0].shape == (2, channels, 2 * height // stride, 2 * width // stride)
    torch.testing.assert_close(*answers)
    for ours, theirs in zip(*gradients, strict=True):
        torch.testing.assert_close(ours, theirs)


def test_with_stride_two_the_kernel_lies_on_every_second_pixel_from_the_second_on():
    layer = SameConv(1, 1, 5, 2, depthwise=True).eval()
    with torch.no_grad():
        layer.weight.zero_()
        layer.weight[0, 0, 2, 2] = 1
        x = torch.arange(64.0).reshape(1, 1, 8, 8)
        torch.testing.assert_close(layer(x), x[:, :, 1::2, 1::2])
