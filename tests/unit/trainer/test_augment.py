from dataclasses import replace

import numpy as np
import pytest
import torch

from lgg_viewer.core.study import Channel
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.io.study_files import read_study
from lgg_viewer.model.predictor import Predictor
from tests.unit.model.tiny_model import make_card
from tests.unit.trainer.tiny_cohort import make_dataset, smoke, write_cohort
from trainer.data.dataset import find_studies, head_centre, load
from trainer.learning.augment import View, draw_batch
from trainer.recipe.augmentation import Augmentation

NONE = Augmentation()


def view(side):
    return View(side, 3, "study")


def chance(seed=0):
    return torch.Generator().manual_seed(seed)


def test_training_and_viewing_show_the_network_the_same_channels_in_the_same_order(tmp_path):
    write_cohort(tmp_path / "data", patients=1, slices=4)
    trained = load(find_studies(tmp_path / "data"))
    batch = draw_batch(trained, torch.arange(4), view(256), NONE, chance())
    volume = read_study(read_cohort(tmp_path / "data").studies[0]).volume
    show, _ = Predictor(read_model_card(make_card(tmp_path)), "cpu")._prepare_slices(volume)
    for z in range(4):
        # sampling at the very centres of pixels is exact but for the rounding of the positions
        np.testing.assert_allclose(batch.image[z].numpy(), show(z), atol=2e-3)


def test_the_mask_follows_the_picture():
    data = make_dataset()
    turned = smoke().augmentation.model_copy(update={"noise": 0.0, "bend": 0.0, "gain": 0.0, "offset": 0.0})
    batch = draw_batch(data, torch.tensor([1, 1, 1, 1]), view(64), turned, chance())
    middle = batch.image[:, 3 + Channel.FLAIR]
    inside = batch.mask[:, 0].bool()
    assert inside.any()
    assert middle[inside].min() > middle[~inside].mean()


def test_a_sequence_is_dropped_in_all_slices_at_once_and_flair_never():
    data = make_dataset()
    dropped = NONE.model_copy(update={"drop_sequence": 1.0})
    image = draw_batch(data, torch.tensor([2]), view(64), dropped, chance()).image[0]
    for z in range(3):
        torch.testing.assert_close(image[3 * z + Channel.PRE], image[3 * z + Channel.FLAIR])
        torch.testing.assert_close(image[3 * z + Channel.POST], image[3 * z + Channel.FLAIR])
    plain = draw_batch(data, torch.tensor([2]), view(64), NONE, chance()).image[0]
    torch.testing.assert_close(image[Channel.FLAIR], plain[Channel.FLAIR])


def test_the_generator_is_the_only_source_of_chance():
    data, how = make_dataset(), smoke().augmentation
    one, other = (draw_batch(data, torch.tensor([0, 5]), view(32), how, chance(7)) for _ in range(2))
    assert torch.equal(one.image, other.image)
    assert torch.equal(one.mask, other.mask)


@pytest.mark.parametrize("side", [32, 64])
def test_a_batch_has_nine_channels_and_a_binary_mask(side):
    batch = draw_batch(make_dataset(), torch.tensor([0, 3, 5]), view(side), smoke().augmentation, chance())
    assert batch.image.shape == (3, 9, side, side)
    assert batch.mask.shape == (3, 1, side, side)
    assert set(batch.mask.unique().tolist()) <= {0.0, 1.0}
    assert torch.isfinite(batch.image).all()


def test_a_crop_shows_the_square_around_the_head_at_the_same_scale():
    data = make_dataset(side=64)
    # pixels are shown at their very centres where the square begins on one
    moved = replace(data, heads=torch.tensor([[0.25, -0.125]]).expand(len(data.pixels), 2))
    whole = draw_batch(data, torch.tensor([1]), view(64), NONE, chance())
    part = draw_batch(moved, torch.tensor([1]), replace(view(32), crop=0.5), NONE, chance())
    rows, columns = slice(12, 44), slice(24, 56)
    torch.testing.assert_close(part.image, whole.image[..., rows, columns], atol=2e-3, rtol=0)
    assert torch.equal(part.mask, whole.mask[..., rows, columns])


def test_a_crop_never_leaves_the_slice():
    data = make_dataset(side=64)
    corner = replace(data, heads=torch.tensor([[1.0, 1.0]]).expand(len(data.pixels), 2))
    part = draw_batch(corner, torch.tensor([1]), replace(view(32), crop=0.5), NONE, chance())
    whole = draw_batch(data, torch.tensor([1]), view(64), NONE, chance())
    torch.testing.assert_close(part.image, whole.image[..., 32:, 32:], atol=2e-3, rtol=0)


def test_the_centre_of_the_head_is_that_of_what_is_bright():
    pixels = np.zeros((3, 100, 200, 3), np.uint8)
    pixels[1:, 60:80, 20:60] = 90
    assert head_centre(pixels) == pytest.approx((-0.6, 0.4))
    assert head_centre(np.zeros_like(pixels)) == pytest.approx((0, 0))


def test_nothing_is_pasted_in_the_last_part_of_the_training():
    how = NONE.model_copy(update={"paste": 0.4, "paste_until": 0.8, "half_from": 0.5, "zoom": 0.2})
    assert [how.at(share).paste for share in (0.0, 0.79, 0.8, 1.0)] == [0.4, 0.4, 0.0, 0.0]
    assert how.at(0.9).zoom == 0.1


def test_a_recipe_that_pastes_nothing_spends_no_chance_on_it(monkeypatch):
    """Runs of before there was pasting come out as they did."""
    data, rows, rng = make_dataset(slices=6), torch.arange(6), chance()
    draw_batch(data, rows, view(64), NONE, rng)
    spent = rng.get_state()
    monkeypatch.setattr("trainer.learning.augment.paste_tumours", lambda *_: rng.manual_seed(1))
    draw_batch(data, rows, view(64), NONE, rng.manual_seed(0))
    assert torch.equal(rng.get_state(), spent)


def test_a_batch_gets_tumours_where_the_recipe_says_so():
    data = make_dataset(slices=6)
    rows = torch.arange(6)
    plain = draw_batch(data, rows, view(64), NONE, chance())
    pasted = draw_batch(data, rows, view(64), NONE.model_copy(update={"paste": 1.0}), chance())
    assert pasted.mask.sum() > plain.mask.sum()
    assert not torch.equal(pasted.image, plain.image)


def test_variation_is_halved_for_the_last_part_of_the_training():
    how = Augmentation(rotation=0.4, gain=0.2, flip=0.5, half_from=0.8)
    assert how.at(0.79) == how
    late = how.at(0.8)
    assert (late.rotation, late.gain, late.flip) == (0.2, 0.1, 0.5)
    assert Augmentation(rotation=0.4).at(0.99).rotation == 0.4
