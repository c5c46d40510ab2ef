"""`lgg-viewer segment` does to its masks what the window does."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import tifffile

from lgg_viewer.cli import main
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.model_card import read_model_card, write_model_card
from tests.processing import process

SWITCHES = ["--largest-component", "--drop-below", "30", "--fill-holes"]


def segment(cohort, out, model, *more: str) -> int:
    return main(["segment", str(cohort), "--output", str(out), "--model", str(model), "--device", "cpu", *more])


def stack(folder, study, kind: str) -> np.ndarray:
    paths = [folder / study.key / f"{study.key}_{ref.number}_{kind}.tif" for ref in study.slices]
    return np.stack([tifffile.imread(path) for path in paths])


@pytest.fixture(scope="module")
def study(few_slices):
    return read_cohort(few_slices).studies[0]


@pytest.fixture(scope="module")
def probability(study, tiny_model, tmp_path_factory):
    """What the network answers, before any threshold."""
    out = tmp_path_factory.mktemp("answer")
    assert segment(study.folder, out, tiny_model, "--probabilities") == 0
    return stack(out, study, "prob")


@pytest.mark.parametrize(
    ("switches", "post"),
    [
        (SWITCHES[:1], PostProcessing(largest=True)),
        (SWITCHES[1:3], PostProcessing(smallest=30)),
        (SWITCHES[3:], PostProcessing(fill_holes=True)),
        (["--drop-share", "0.3"], PostProcessing(share=0.3)),
        (SWITCHES, PostProcessing(True, 30, True)),
    ],
    ids=["largest", "small", "holes", "share", "all"],
)
def test_the_masks_are_post_processed_as_in_the_window(study, probability, tiny_model, tmp_path, switches, post):
    # of untrained weights: a threshold that leaves many components
    threshold = float(np.round(np.quantile(probability, 0.9), 3))
    words = ("--threshold", str(threshold), *switches)
    assert segment(study.folder, tmp_path, tiny_model, *words) == 0
    written = stack(tmp_path, study, "mask") == 255
    raw = probability >= threshold
    np.testing.assert_array_equal(written, process(raw, post))
    assert not np.array_equal(written, raw)
    text = (tmp_path / study.key / "provenance.json").read_text(encoding="utf-8")
    (record,) = json.loads(text)["records"]
    assert record["postprocessing"] == list(post.steps)


def test_what_is_not_given_is_as_the_card_has_it(study, tiny_model, tmp_path):
    own = read_model_card(tiny_model)
    path = Path(shutil.copy(tiny_model, tmp_path))
    shutil.copy(own.weights, tmp_path)
    card = replace(own, post=PostProcessing(largest=True, smallest=30))
    write_model_card(card, path)
    cases = {
        "as the card": ((), card.post),
        "none": (("--no-largest-component", "--drop-below", "0"), PostProcessing()),
        "more": (("--fill-holes",), replace(card.post, fill_holes=True)),
    }
    for name, (switches, post) in cases.items():
        assert segment(study.folder, tmp_path / name, path, *switches) == 0
        text = (tmp_path / name / study.key / "provenance.json").read_text(encoding="utf-8")
        assert json.loads(text)["records"][0]["postprocessing"] == list(post.steps)


@pytest.mark.parametrize("size", ["-1", "few", "2.5"])
def test_a_size_that_is_none_ends_with_two(tmp_path, capsys, size):
    with pytest.raises(SystemExit) as ended:
        main(["segment", str(tmp_path), "--output", str(tmp_path / "out"), f"--drop-below={size}"])
    assert ended.value.code == 2
    assert "--drop-below" in capsys.readouterr().err
