from itertools import pairwise

import pytest
import torch

from trainer.learning.plain_unet import PlainUNet


def count(network):
    return sum(p.numel() for p in network.parameters())


def by_hand(in_channels, widths, batch_norm):
    """Weights counted on paper: 9 a pair of channels in a convolution, 4 in a transposed one; offsets and norms."""
    affine = 2 if batch_norm else 1
    total = 0
    for before, width in pairwise([in_channels, *widths]):
        total += 9 * (before * width + width * width) + 2 * affine * width
    for high, low in pairwise(widths):
        total += 4 * low * high + high
        total += 9 * (2 * high * high + high * high) + 2 * affine * high
    return total + widths[0] + 1


def test_the_classic_widths_have_31_million_parameters():
    with torch.device("meta"):
        network = PlainUNet(3, [64, 128, 256, 512, 1024], batch_norm=True)
    assert round(count(network) / 1e6, 2) == 31.04


@pytest.mark.parametrize("batch_norm", [True, False])
@pytest.mark.parametrize("widths", [[64, 128, 256, 512], [4, 6]])
def test_the_parameters_are_those_counted_by_hand(widths, batch_norm):
    with torch.device("meta"):
        assert count(PlainUNet(3, widths, batch_norm=batch_norm)) == by_hand(3, widths, batch_norm)


@pytest.mark.parametrize("batch_norm", [True, False])
def test_logits_have_the_height_and_width_of_the_slice_and_come_as_one_head(batch_norm):
    torch.manual_seed(0)
    network = PlainUNet(3, [4, 6, 8], batch_norm=batch_norm).eval()
    x = torch.randn(2, 3, 16, 24)
    logits = network(x)
    assert logits.shape == (2, 1, 16, 24)
    (only,) = network.forward_deep(x)
    assert torch.equal(only, logits)


def test_it_sees_as_far_as_two_levels_below_reach_and_no_farther():
    torch.manual_seed(0)
    network = PlainUNet(1, [2, 2, 2], batch_norm=False).eval()
    for parameter in network.parameters():
        # nothing is cut off by a ReLU then, and nothing cancels
        parameter.data.abs_()
    x = torch.rand(1, 1, 128, 128)

    def look(image):
        with torch.inference_mode():
            return float(network(image)[0, 0, 64, 64])

    before = look(x)

    def changes(row):
        changed = x.clone()
        changed[..., row, 64] += 10
        return look(changed) != before

    # on paper, for row 64: 62..66, halved 31..33, 29..35, halved 14..17, 12..19, and back up 22..41, 42..85
    assert [row for row in range(30, 100) if changes(row)] == list(range(42, 86))


def test_it_learns_a_bright_square():
    torch.manual_seed(0)
    network = PlainUNet(3, [8, 16], batch_norm=True)
    optimiser = torch.optim.Adam(network.parameters(), 1e-2)
    mask = torch.zeros(4, 1, 32, 32)
    for k in range(4):
        mask[k, :, 4 * k : 4 * k + 10, 8:20] = 1
    image = mask + 0.3 * torch.randn(4, 3, 32, 32)
    for _ in range(25):
        loss = torch.nn.functional.binary_cross_entropy_with_logits(network(image), mask)
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    right = ((network(image) > 0) == mask.bool()).float().mean()
    assert right > 0.98
