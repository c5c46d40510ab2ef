import pytest
import torch

from lgg_viewer.errors import LggError
from lgg_viewer.model.lite_unet import LiteUNet
from trainer.learning import imagenet
from trainer.learning.imagenet import imagenet_start
from trainer.learning.networks import build_network
from trainer.recipe.file import find_recipe, read_recipe

# mean and standard deviation of what each level gives
SEEN = ((-0.36731, 9.08913), (1.75478, 12.95558), (-0.20828, 11.87232), (1.15842, 9.61862), (-0.11611, 4.01566))


@pytest.fixture(scope="module")
def recipe():
    return read_recipe(find_recipe("cpu"), ("network.members=1",))


def test_the_encoder_begins_with_photographs_and_the_rest_with_chance(recipe):
    start = imagenet_start(recipe)
    torch.manual_seed(recipe.schedule.seed)
    by_chance = build_network(recipe)
    assert isinstance(by_chance, LiteUNet)
    same = {key for key, value in by_chance.state_dict().items() if torch.equal(value, start[key])}
    learned = {key.split(".")[0] for key in start.keys() - same}
    assert learned == {"stem", "encoder"}
    kernels = [k for k in start if k.startswith(("stem", "encoder")) and start[k].ndim == 4]
    assert not same & set(kernels)
    build_network(recipe).load_state_dict(start)


def test_both_of_a_pair_begin_with_photographs_and_each_with_chance_of_its_own(recipe):
    of_pair = recipe.model_copy(update={"network": recipe.network.model_copy(update={"members": 2})})
    start, alone = imagenet_start(of_pair), imagenet_start(recipe)
    encoder = [key for key in alone if key.startswith(("stem", "encoder"))]
    assert all(torch.equal(start[f"{member}.{key}"], alone[key]) for member in ("first", "second") for key in encoder)
    assert not torch.equal(start["first.head.0.weight"], start["second.head.0.weight"])
    build_network(of_pair).load_state_dict(start)


def test_the_first_layer_answers_three_alike_slices_as_it_answered_one_picture(recipe):
    start = imagenet_start(recipe)
    kernels = start["stem.0.weight"]
    assert kernels.shape == (32, 9, 3, 3)
    torch.testing.assert_close(kernels[:, :3], kernels[:, 3:6])
    x = torch.randn(1, 3, 16, 16)
    original = imagenet._read()["_conv_stem.weight"]
    torch.testing.assert_close(
        torch.nn.functional.conv2d(x.repeat(1, 3, 1, 1), kernels),
        torch.nn.functional.conv2d(x, original),
        rtol=1e-4,
        atol=1e-5,
    )


def test_what_the_encoder_sees_in_a_picture_stays_what_it_was(recipe):
    network = build_network(recipe)
    network.load_state_dict(imagenet_start(recipe))
    network.eval().requires_grad_(False)
    # rings and a ramp in three colours, the same in all three slices
    y, x = torch.meshgrid(torch.linspace(-1, 1, 64), torch.linspace(-1, 1, 64), indexing="ij")
    picture = torch.stack([torch.sin(20 * (x**2 + y**2)), x, y])[None].repeat(1, 3, 1, 1)
    seen, levels = network.stem(picture), []
    for level in network.encoder:
        seen = level(seen)
        levels.append((float(seen.mean()), float(seen.std())))
    torch.testing.assert_close(torch.tensor(levels), torch.tensor(SEEN), rtol=1e-3, atol=1e-4)


def test_a_package_that_is_missing_is_told_with_what_to_do(recipe, monkeypatch):
    monkeypatch.setattr(imagenet, "PACKAGE", "no_such_package")
    with pytest.raises(LggError, match="not installed") as caught:
        imagenet_start(recipe)
    assert "network.start" in caught.value.hint


def test_another_file_than_the_one_that_is_known_is_refused(recipe, monkeypatch):
    monkeypatch.setattr(imagenet, "SHA256", "0" * 64)
    with pytest.raises(LggError, match="not the file that is expected"):
        imagenet_start(recipe)
