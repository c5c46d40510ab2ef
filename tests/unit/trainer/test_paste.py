"""Tumours that are pasted from one slice of a batch into others."""

import pytest
import torch

from lgg_viewer.core.study import Channel
from trainer.learning.paste import paste_tumours

SIDE = 64
BRIGHT = 5.0


def chance(seed=0):
    return torch.Generator().manual_seed(seed)


def make_batch(slices=6, tumours=1):
    """Heads of 1 in air of 0; the first `tumours` slices hold a bright square."""
    image, mask = torch.zeros(slices, 9, SIDE, SIDE), torch.zeros(slices, 1, SIDE, SIDE)
    image[:, :, 8:56, 8:56] = 1.0
    image[:tumours, :, 24:40, 20:36] = BRIGHT
    mask[:tumours, :, 24:40, 20:36] = 1.0
    return image.contiguous(memory_format=torch.channels_last), mask


@pytest.mark.parametrize("seed", range(8))
def test_what_is_pasted_is_masked_and_looks_like_the_tumour(seed):
    image, mask = make_batch()
    paste_tumours(image, mask, 1.0, chance(seed))
    flair = image[1:, 3 + Channel.FLAIR]
    inside = mask[1:, 0] > 0
    assert (inside.flatten(1).sum(1) > 20).all(), "every other slice gets a tumour"
    assert flair[inside].min() > 2.5
    # outside it fades within a few pixels
    beyond = torch.nn.functional.max_pool2d(mask[1:], 9, 1, 4)[:, 0] == 0
    assert flair[beyond].max() <= 1.0


def test_neighbouring_slices_and_sequences_get_it_at_the_same_place():
    image, mask = make_batch()
    paste_tumours(image, mask, 1.0, chance())
    assert torch.equal(image[1:], image[1:, :1].expand(-1, 9, -1, -1))


def test_the_air_stays_empty():
    image, mask = make_batch()
    image[0], mask[0] = 1.0, 0.0
    image[0, :, :, :30], mask[0, :, :, :30] = BRIGHT, 1.0
    paste_tumours(image, mask, 1.0, chance())
    air = torch.ones(SIDE, SIDE, dtype=torch.bool)
    air[6:58, 6:58] = False
    assert not mask[1:, 0, air].any()
    assert not image[1:][..., air].any()
    assert mask[1:].any()


def test_places_and_sizes_differ():
    image, mask = make_batch(slices=30)
    paste_tumours(image, mask, 1.0, chance())
    areas = mask[1:].flatten(1).sum(1)
    assert areas.min() < 120 < 250 < areas.max() + 1
    assert len({tuple(m.nonzero()[0].tolist()) for m in mask[1:, 0]}) > 15


@pytest.mark.parametrize(("share", "tumours"), [(0.0, 1), (1.0, 0)])
def test_nothing_is_pasted_where_none_is_wanted_or_there_is_none(share, tumours):
    image, mask = make_batch(tumours=tumours)
    before = image.clone(), mask.clone()
    paste_tumours(image, mask, share, chance())
    assert torch.equal(image, before[0])
    assert torch.equal(mask, before[1])


def test_the_only_slice_with_a_tumour_stays_as_it_is():
    image, mask = make_batch()
    before = image[0].clone()
    paste_tumours(image, mask, 1.0, chance())
    assert torch.equal(image[0], before)


def test_what_it_covers_is_tumour_no_longer():
    """A tumour under the middle of another one is that other; the mask stays that of what is seen."""
    image, mask = make_batch(slices=2, tumours=2)
    paste_tumours(image, mask, 1.0, chance(3))
    assert set(mask.unique().tolist()) == {0.0, 1.0}
    flair = image[:, 3 + Channel.FLAIR]
    assert flair[mask[:, 0] > 0].min() > 2.0
