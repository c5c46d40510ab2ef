import hashlib
import json
import subprocess
import sys
from dataclasses import replace

import pytest

from lgg_viewer.core.network_shape import LiteShape, ResidualShape
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId
from lgg_viewer.errors import LggError
from lgg_viewer.io import resources
from lgg_viewer.io.model_card import ModelCard, read_model_card, write_model_card

STEPS = "components under 20 voxels dropped, components under 15 % of the largest dropped, largest component kept"
WEIGHTS = b"stand-in for weights"


@pytest.fixture
def card(tmp_path):
    weights = tmp_path / "net.safetensors"
    weights.write_bytes(WEIGHTS)
    card = ModelCard(
        name="net",
        weights=weights,
        sha256=hashlib.sha256(WEIGHTS).hexdigest(),
        network=ResidualShape(9, (32, 64, 128), (1, 2, 2)),
        threshold=0.5,
        flip_averaging=True,
        recipe="cpu",
        post=PostProcessing(largest=True, smallest=20, share=0.15),
        training={"patients": ["TCGA_CS_4941"], "steps": 20},
        scores={"patients": 18, "dice": {"mean": 0.87123, "interval": [0.8, 0.9]}},
        limits="Größe: one data set only.",
        intended_use="Research.",
        licence="Apache-2.0",
    )
    write_model_card(card, tmp_path / "net.json")
    return card


def change(card, **keys):
    """Rewrite the JSON with some keys replaced; None removes one."""
    path = card.weights.with_suffix(".json")
    content = json.loads(path.read_text(encoding="utf-8")) | keys
    path.write_text(json.dumps({k: v for k, v in content.items() if v is not None}), encoding="utf-8")
    return path


def network(**keys):
    return {"in_channels": 9, "widths": [32, 64, 128], "blocks": [1, 2, 2]} | keys


@pytest.mark.parametrize("suffix", [".json", ".safetensors"])
def test_a_card_reads_back_as_it_was_written(card, suffix):
    assert read_model_card(card.weights.with_suffix(suffix)) == card


def test_a_card_names_its_model_and_its_patients(card):
    assert card.model_id == ModelId("net", card.sha256)
    assert card.trained_on == {"TCGA_CS_4941"}


def test_a_card_can_be_shown_as_text(card):
    text = card.as_text()
    for part in ("# net", "Research.", "Größe", "mean: 0.8712", "interval: 0.8, 0.9", "Apache-2.0", card.sha256, STEPS):
        assert part in text


def test_the_other_kind_of_network_reads_back_and_is_described(card):
    lite = replace(card, network=LiteShape(widths=(16, 24, 32, 48)))
    write_model_card(lite, card.weights.with_suffix(".json"))
    assert read_model_card(card.weights) == lite
    assert "EfficientNet-lite0" in lite.as_text()
    assert "16, 24, 32, 48" in lite.as_text()


def test_a_card_from_before_there_were_kinds_is_of_the_first(card):
    assert read_model_card(change(card, network=network())).network == ResidualShape(9, (32, 64, 128), (1, 2, 2))


def test_a_card_that_does_not_speak_of_post_processing_proposes_none(card):
    assert read_model_card(change(card, post_processing=None)).post == PostProcessing()
    assert "post-processing: none" in replace(card, post=PostProcessing()).as_text()


@pytest.mark.parametrize(
    ("steps", "what"),
    [
        ([], "post_processing is of the wrong type"),
        ({"largest": True, "fill_holes": False}, "the key smallest is missing"),
        ({"largest": 1, "smallest": 0, "share": 0, "fill_holes": False}, "largest is of the wrong type"),
        ({"largest": True, "smallest": -1, "fill_holes": False}, "smallest is -1"),
        ({"largest": True, "smallest": 10**12, "share": 0, "fill_holes": False}, "expected 0 to 9999 voxels"),
        ({"largest": True, "smallest": 0, "fill_holes": False}, "the key share is missing"),
        ({"largest": True, "smallest": 0, "share": 20, "fill_holes": False}, r"share is 20\.0"),
    ],
)
def test_post_processing_that_is_none_is_told(card, steps, what):
    with pytest.raises(LggError, match=what):
        read_model_card(change(card, post_processing=steps))


def test_long_lists_are_counted_in_the_text_and_not_shown(card):
    text = replace(card, training={"patients": [f"P{i}" for i in range(72)]}).as_text()
    assert "patients: 72" in text
    assert "P3" not in text


def test_a_missing_card_is_told(card, tmp_path):
    with pytest.raises(LggError, match=r"other\.json is missing") as caught:
        read_model_card(tmp_path / "other.safetensors")
    assert caught.value.hint


def test_missing_weights_are_told(card):
    card.weights.unlink()
    with pytest.raises(LggError, match=r"net\.safetensors are missing"):
        read_model_card(card.weights)


def test_other_weights_than_the_card_describes_are_refused(card):
    card.weights.write_bytes(WEIGHTS + b"!")
    with pytest.raises(LggError, match="not the file that its card describes"):
        read_model_card(card.weights)


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe", b"[" * 100_000])
def test_what_is_not_json_is_told(card, content):
    path = card.weights.with_suffix(".json")
    path.write_bytes(content)
    with pytest.raises(LggError, match="not JSON"):
        read_model_card(path)


def test_a_card_of_megabytes_is_refused(card):
    path = card.weights.with_suffix(".json")
    path.write_bytes(b" " * (5 << 20))
    with pytest.raises(LggError, match="too large"):
        read_model_card(path)


def test_json_that_is_no_object_is_refused(card):
    path = card.weights.with_suffix(".json")
    path.write_text("[1]")
    with pytest.raises(LggError, match="not a model card"):
        read_model_card(path)


@pytest.mark.parametrize("key", ["name", "weights", "sha256", "network", "threshold", "flip_averaging", "limits"])
def test_a_missing_key_is_named(card, key):
    with pytest.raises(LggError, match=f"the key {key} is missing"):
        read_model_card(change(card, **{key: None}))


@pytest.mark.parametrize(
    ("keys", "told"),
    [
        ({"format": 2}, "format is 2"),
        ({"name": 5}, "name is of the wrong type"),
        ({"threshold": True}, "threshold is of the wrong type"),
        ({"threshold": 1.0}, "threshold is 1.0"),
        ({"flip_averaging": 1}, "flip_averaging is of the wrong type"),
        ({"sha256": "abc"}, "64 hexadecimal digits"),
        ({"weights": "../net.safetensors"}, "beside the card"),
        ({"weights": "net.pt"}, "beside the card"),
        ({"weights": ""}, "beside the card"),
        ({"network": network(widths=[32, 64])}, "widths is not a list"),
        ({"network": network(widths=[32, 64, 10**9])}, "widths is not a list"),
        ({"network": network(widths=[32, 64, 128.0])}, "widths is not a list"),
        ({"network": network(blocks=[1, 2, 2, 2])}, "different length"),
        ({"network": network(in_channels=4)}, "in_channels is 4"),
        ({"network": network(kind="transformer")}, "kind is 'transformer'"),
        ({"network": network(kind="lite")}, "widths is not a list of 4"),
        ({"training": {"patients": "all"}}, "patients is not a list"),
    ],
)
def test_a_wrong_value_is_named(card, keys, told):
    with pytest.raises(LggError, match=told):
        read_model_card(change(card, **keys))


def test_a_folder_in_the_place_of_the_card_is_told(tmp_path):
    (tmp_path / "net.json").mkdir()
    with pytest.raises(LggError, match="cannot be read"):
        read_model_card(tmp_path / "net.json")


def test_cards_are_read_without_torch():
    code = "import sys, lgg_viewer.io.model_card, lgg_viewer.io.resources; sys.exit('torch' in sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)


def test_resources_lie_beside_the_package_in_the_repository():
    assert resources.resource_path("model").parent.name == "resources"


def test_resources_inside_the_package_come_first(tmp_path, monkeypatch):
    (tmp_path / "lgg_viewer" / "resources" / "icons").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "lgg_viewer")
    assert resources.resource_path("icons") == tmp_path / "lgg_viewer" / "resources" / "icons"
    assert resources.shipped_model() is None


def test_the_shipped_model_is_found_where_there_is_one(tmp_path, monkeypatch):
    folder = tmp_path / "resources" / "model"
    folder.mkdir(parents=True)
    (folder / "lgg-unet.json").write_text("{}")
    monkeypatch.setattr(resources, "_PACKAGE", tmp_path / "lgg_viewer")
    assert resources.shipped_model() == folder / "lgg-unet.json"
