import pytest
import torch

from trainer.learning.losses import batch_dice_loss, deep_loss, slice_dice_loss
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


def test_the_dice_of_each_slice_weighs_slices_alike_and_the_batch_dice_by_their_tumour():
    mask = torch.zeros(2, 1, 32, 32)
    mask[0, :, :16], mask[1, :, :2, :2] = 1, 1
    missed = mask.clone()
    missed[1] = 0  # the small tumour is not found
    logits = (missed * 2 - 1) * 50
    assert slice_dice_loss(logits, mask).item() == pytest.approx((0 + 1 - 1 / 5) / 2, abs=1e-3)
    assert batch_dice_loss(logits, mask).item() < 0.01


def test_the_dice_of_an_empty_slice_hardly_pulls_at_a_false_tumour():
    mask = torch.zeros(2, 1, 32, 32)
    mask[0, :, :16, :16] = 1
    pulls = []
    for loss in (slice_dice_loss, batch_dice_loss):
        logits = torch.where(mask > 0, 2.0, -2.0)
        logits[1, :, :16] = 2.0
        logits.requires_grad_()
        loss(logits, mask).backward()
        pulls.append(float(logits.grad[1, :, :16].sum()))
    assert 0 < pulls[0] < pulls[1] / 20


def test_a_recipe_says_over_what_its_dice_is_taken():
    logits, mask = torch.zeros(2, 1, 32, 32), torch.zeros(2, 1, 32, 32)
    mask[0, :, :4] = 1
    by_slice = Loss(bce=0, dice=1, dice_over="slice")
    assert deep_loss([logits], mask, by_slice) == slice_dice_loss(logits, mask)
