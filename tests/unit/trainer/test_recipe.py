import pytest

from lgg_viewer.errors import LggError
from trainer.recipe.file import find_recipe, read_recipe, shipped_recipes


@pytest.fixture
def change(tmp_path):
    """Write the smoke recipe with one text replaced by another."""

    def write(old, new):
        text = find_recipe("smoke").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "mine.toml"
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
        return path

    return write


@pytest.mark.parametrize("name", list(shipped_recipes()))
def test_every_shipped_recipe_can_be_read_and_bears_its_name(name):
    assert read_recipe(find_recipe(name)).name == name


@pytest.mark.parametrize("name", list(shipped_recipes()))
def test_what_a_run_keeps_of_its_recipe_is_a_recipe_again(name, tmp_path):
    recipe = read_recipe(find_recipe(name), ["schedule.seed=7"])
    (tmp_path / "recipe.json").write_text(recipe.model_dump_json())
    again = read_recipe(find_recipe(str(tmp_path / "recipe.json")))
    assert again == recipe
    assert read_recipe(tmp_path / "recipe.json", ["schedule.seed=8"]).schedule.seed == 8


def test_recipes_of_one_fingerprint_train_alike(change):
    smoke = read_recipe(find_recipe("smoke"))
    assert read_recipe(change('name = "smoke"', 'name = "mine"')).fingerprint == smoke.fingerprint
    assert read_recipe(find_recipe("smoke"), ["schedule.seed=7"]).fingerprint != smoke.fingerprint
    # an option that is not used trains as if it had never been added
    assert read_recipe(find_recipe("smoke"), ["augmentation.paste=0.0"]).fingerprint == smoke.fingerprint
    assert read_recipe(find_recipe("smoke"), ["augmentation.paste=0.1"]).fingerprint != smoke.fingerprint


def test_the_challenger_is_held_against_what_the_ancestors_tell():
    told = {
        (f"{number} {claim.figure}", claim.value, claim.definition, claim.lower_is_better)
        for number in ("001", "003", "004")
        for claim in read_recipe(find_recipe(f"ancestor-{number}")).protocol.claims
    }
    challenger = read_recipe(find_recipe("challenger")).protocol.claims
    assert {(c.figure, c.value, c.definition, c.lower_is_better) for c in challenger} == told


def test_an_unknown_key_is_told_with_the_nearest_known_one(change):
    with pytest.raises(LggError, match=r"unknown key schedule\.learning_rat\. Did you mean learning_rate\?"):
        read_recipe(change("learning_rate", "learning_rat"))


def test_an_unknown_key_at_the_top_is_told_too(change):
    with pytest.raises(LggError, match=r"unknown key sumary\. Did you mean summary\?"):
        read_recipe(change("summary", "sumary"))


@pytest.mark.parametrize("name", ["smoke", "cpu", "ancestor-004"])
def test_an_unknown_key_of_the_network_is_told_with_those_its_kind_knows(name):
    with pytest.raises(LggError, match=r"unknown key network\.width\. Did you mean widths\?"):
        read_recipe(find_recipe(name), ["network.width=[8]"])


def test_a_missing_key_is_named(change):
    with pytest.raises(LggError, match=r"the key schedule\.batch is missing"):
        read_recipe(change("batch = 8\n", ""))


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("steps = 150", 'steps = "150"', r"schedule\.steps"),
        ("steps = 150", "steps = 150.5", r"schedule\.steps"),
        ("flip = 0.5", "flip = 1.5", r"augmentation\.flip"),
        ("learning_rate = 1e-2", "learning_rate = 0", r"schedule\.learning_rate"),
        ("widths = [8, 8, 8, 8]", "widths = [8, 8, 8]", r"network\.widths"),
        ("blocks = [1, 1, 1, 1]", "blocks = [1, 1, 1, 1, 1]", "same length"),
        ("widths = [8, 8, 8, 8]\nblocks = [1, 1, 1, 1]", f"widths = {[8] * 7}\nblocks = {[1] * 7}", "multiple of 128"),
    ],
)
def test_a_wrong_value_is_told_with_its_place(change, old, new, told):
    with pytest.raises(LggError, match=told):
        read_recipe(change(old, new))


PROTOCOL = '\n[protocol]\ndeal = "patient"\nshares = [0.8, 0.1, 0.1]\n'


def test_what_the_app_runs_is_trained_on_the_intensities_that_the_app_shows(change, tmp_path):
    path = change('intensity = "study"', 'intensity = "byte"')
    with pytest.raises(LggError, match=r"input\.intensity must be \"study\" for this network: the app z-scores"):
        read_recipe(path)
    # a replica repeats what its ancestor did, and is scored by the trainer alone
    path.write_text(path.read_text(encoding="utf-8") + PROTOCOL, encoding="utf-8")
    assert read_recipe(path).input.intensity == "byte"


def test_an_unknown_recipe_is_told_with_the_nearest_known_one():
    with pytest.raises(LggError, match="Did you mean smoke"):
        find_recipe("smok")


@pytest.mark.parametrize("content", [b"name = ", b"\xff\xfe"])
def test_what_is_not_toml_is_told(tmp_path, content):
    (tmp_path / "mine.toml").write_bytes(content)
    (tmp_path / "mine.json").write_bytes(content)
    for suffix in ("TOML", "JSON"):
        with pytest.raises(LggError, match=f"not {suffix}"):
            read_recipe(tmp_path / f"mine.{suffix.lower()}")


def test_a_recipe_that_is_not_there_is_told(tmp_path):
    with pytest.raises(LggError, match="cannot be read"):
        read_recipe(find_recipe(str(tmp_path / "none.toml")))
