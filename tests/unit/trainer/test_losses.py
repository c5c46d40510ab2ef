import pytest
import torch

from trainer.learning.losses import batch_dice_loss, deep_loss
from trainer.recipe.schema import Loss

MASK = torch.zeros(2, 1, 16, 16)
MASK[0, :, 4:12, 4:12] = 1


def test_a_perfect_answer_costs_almost_nothing():
    assert batch_dice_loss((MASK * 2 - 1) * 50, MASK).item() == pytest.approx(0, abs=1e-4)


def test_the_opposite_answer_costs_almost_one():
    assert batch_dice_loss((1 - MASK * 2) * 50, MASK).item() > 0.95


def test_a_batch_without_tumour_has_a_finite_loss_and_gradient():
    logits = torch.zeros_like(MASK, requires_grad=True)
    batch_dice_loss(logits, torch.zeros_like(MASK)).backward()
    assert torch.isfinite(logits.grad).all()


def test_the_heads_are_weighted():
    outputs = [torch.zeros(2, 1, side, side) for side in (16, 4, 2)]
    alone = deep_loss(outputs, MASK, Loss(bce=1.0, dice=0.0, auxiliary=[0.0, 0.0])).item()
    assert alone == pytest.approx(0.6931, abs=1e-3)
    assert deep_loss(outputs, MASK, Loss(bce=1.0, dice=0.0, auxiliary=[0.5, 0.25])).item() == pytest.approx(
        1.75 * alone
    )
