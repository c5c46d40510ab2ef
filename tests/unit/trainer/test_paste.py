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
    """Heads in air of 0, of another level in each sequence; the first `tumours` slices hold a bright square."""
    image, mask = torch.zeros(slices, 3, 3, SIDE, SIDE), torch.zeros(slices, 1, SIDE, SIDE)
    for channel in Channel:
        image[:, :, channel, 8:56, 8:56] = 1.0 + channel / 10
        image[:tumours, :, channel, 24:40, 20:36] = BRIGHT + channel
    mask[:tumours, :, 24:40, 20:36] = 1.0
    return image, mask


def flair_of(image):
    return image[:, 1, Channel.FLAIR]


@pytest.mark.parametrize("seed", range(8))
def test_what_is_pasted_is_masked_and_looks_like_the_tumour(seed):
    image, mask = make_batch()
    paste_tumours(image, mask, 1.0, chance(seed))
    inside = mask[1:, 0] > 0
    assert (inside.flatten(1).sum(1) > 20).all(), "every other slice gets a tumour"
    assert flair_of(image)[1:][inside].min() > 2.5
    # outside it fades within a few pixels
    beyond = torch.nn.functional.max_pool2d(mask[1:], 9, 1, 4)[:, 0] == 0
    assert flair_of(image)[1:][beyond].max() <= 1.2


def test_neighbouring_slices_and_sequences_get_it_at_the_same_place():
    image, mask = make_batch()
    paste_tumours(image, mask, 1.0, chance())
    assert torch.equal(image[1:], image[1:, :1].expand(-1, 3, -1, -1, -1))
    for channel in Channel:
        assert (image[1:, 0, channel][mask[1:, 0] > 0] > 2.5).all()
    assert mask[1:].any()


def test_the_air_stays_empty():
    image, mask = make_batch()
    image[0, :, :, :, :30], mask[0, :, :, :30] = BRIGHT, 1.0
    image[0, :, Channel.FLAIR] += 0.1
    paste_tumours(image, mask, 1.0, chance())
    air = torch.ones(SIDE, SIDE, dtype=torch.bool)
    air[6:58, 6:58] = False
    assert not mask[1:, 0, air].any()
    assert not image[1:][..., air].any()


def test_places_and_sizes_differ():
    image, mask = make_batch(slices=30)
    paste_tumours(image, mask, 1.0, chance())
    areas = mask[1:].flatten(1).sum(1)
    assert areas.min() < 120 < 250 <= areas.max()
    assert len({tuple(m.nonzero()[0].tolist()) for m in mask[1:, 0]}) > 15


def test_four_in_ten_keep_their_size():
    image, mask = make_batch(slices=200)
    image[:, :, :, 4:60, 4:60] += 1.0  # a head that none of them leaves
    paste_tumours(image, mask, 1.0, chance())
    same = (mask[1:].flatten(1).sum(1) - mask[0].sum()).abs() <= 16  # less than half a pixel all round
    assert 0.3 < same.float().mean() < 0.55


def test_half_of_them_are_mirrored():
    image, mask = make_batch(slices=200)
    image[0, :, :, 24:40, 20:28] += 1.0  # brighter on its left
    paste_tumours(image, mask, 1.0, chance())
    columns = torch.arange(SIDE, dtype=torch.float32)
    mirrored = []
    for flair, inside in zip(flair_of(image)[1:], mask[1:, 0] > 0, strict=True):
        bright = inside & (flair > BRIGHT + 1.6)
        mirrored.append(
            (bright.float().sum(0) @ columns) / bright.sum() > (inside.float().sum(0) @ columns) / inside.sum()
        )
    assert 0.4 < torch.stack(mirrored).float().mean() < 0.6


def test_as_many_slices_get_one_as_is_asked_for():
    image, mask = make_batch(slices=200)
    paste_tumours(image, mask, 0.3, chance())
    assert 40 < int(mask[1:].flatten(1).any(1).sum()) < 80


def test_a_tumour_stays_where_nothing_is_pasted_over_it():
    image, mask = make_batch(slices=40, tumours=40)
    image[1:, :, :, 24:40, 20:36], mask[1:] = image[1:, :, :, :1, :1] + 1.0, 0.0
    # small ones in the corner of the others: donors too, so that both sizes go about
    image[1:, :, :, 10:14, 48:54], mask[1:, :, 10:14, 48:54] = BRIGHT, 1.0
    image[1:, :, Channel.FLAIR, 10:14, 48:54] += 1.0
    paste_tumours(image, mask, 1.0, chance())
    kept = (mask[1:, 0, 10:14, 48:54] > 0).flatten(1).all(1)
    assert kept.float().mean() > 0.5
    assert (mask[1:].flatten(1).sum(1) > 24).any()


@pytest.mark.parametrize("lacking", [Channel.PRE, Channel.POST])
def test_where_a_sequence_is_a_copy_of_flair_the_tumour_is_one_too(lacking):
    image, mask = make_batch()
    image[1:, :, lacking] = image[1:, :, Channel.FLAIR]
    paste_tumours(image, mask, 1.0, chance())
    assert mask[1:].any()
    assert torch.equal(image[1:, :, lacking], image[1:, :, Channel.FLAIR])


@pytest.mark.parametrize("lacking", [Channel.PRE, Channel.POST])
def test_no_tumour_comes_from_a_slice_that_lacks_a_sequence(lacking):
    image, mask = make_batch()
    image[0, :, lacking] = image[0, :, Channel.FLAIR]
    before = image.clone(), mask.clone()
    paste_tumours(image, mask, 1.0, chance())
    assert torch.equal(image, before[0])
    assert torch.equal(mask, before[1])


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


def test_the_mask_stays_that_of_what_is_seen():
    image, mask = make_batch(slices=2, tumours=2)
    paste_tumours(image, mask, 1.0, chance(3))
    assert set(mask.unique().tolist()) == {0.0, 1.0}
    assert flair_of(image)[mask[:, 0] > 0].min() > 2.0
