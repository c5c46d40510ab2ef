import pytest
import torch

from lgg_viewer.core.network_shape import ResidualShape
from lgg_viewer.model.unet import UNet

CONFIG = ResidualShape(widths=(4, 6, 8, 8), blocks=(1, 2, 1, 1))


@pytest.mark.parametrize("size", [(16, 16), (32, 48)])
def test_the_answer_has_the_size_of_the_picture(size):
    network = UNet(CONFIG).eval()
    assert network(torch.zeros(2, 9, *size)).shape == (2, 1, *size)


def test_the_auxiliary_heads_answer_at_a_quarter_and_an_eighth():
    outputs = UNet(CONFIG).forward_deep(torch.zeros(2, 9, 64, 32))
    assert [tuple(o.shape) for o in outputs] == [(2, 1, 64, 32), (2, 1, 16, 8), (2, 1, 8, 4)]


def test_the_answer_is_that_of_the_first_head():
    network = UNet(CONFIG).eval()
    x = torch.randn(1, 9, 32, 32)
    torch.testing.assert_close(network(x), network.forward_deep(x)[0])


def test_every_weight_has_a_gradient():
    network = UNet(CONFIG)
    torch.stack([o.square().mean() for o in network.forward_deep(torch.randn(2, 9, 32, 32))]).sum().backward()
    assert all(p.grad is not None and p.grad.abs().sum() > 0 for p in network.parameters())


def test_the_divisor_is_two_to_the_number_of_levels():
    assert CONFIG.divisor == 16
    assert ResidualShape().divisor == 32
