"""`lgg-viewer segment` averages over mirror images as the model card says, or as it is told."""

import json
from dataclasses import replace

import numpy as np
import pytest
import tifffile

from lgg_viewer.cli import main
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.model_card import read_model_card, write_model_card


@pytest.fixture
def study(few_slices):
    return read_cohort(few_slices).studies[0]


def segment(study, out, model, *more: str) -> tuple[np.ndarray, bool]:
    """Return the probabilities that were written, and whether the record says that they were averaged."""
    words = ["segment", str(study.folder), "--output", str(out), "--model", str(model), "--device", "cpu"]
    assert main([*words, "--probabilities", *more]) == 0
    folder = out / study.key
    (record,) = json.loads((folder / "provenance.json").read_text(encoding="utf-8"))["records"]
    paths = [folder / f"{study.key}_{ref.number}_prob.tif" for ref in study.slices]
    return np.stack([tifffile.imread(path) for path in paths]), record["preprocessing"]["flip averaging"]


@pytest.mark.parametrize("own", [True, False])
def test_the_choice_goes_before_the_model_card_and_is_recorded(study, tiny_model, tmp_path, capsys, own):
    card = read_model_card(tiny_model)
    weights = tmp_path / card.weights.name
    weights.write_bytes(card.weights.read_bytes())
    model = tmp_path / "model.json"
    write_model_card(replace(card, weights=weights, flip_averaging=own), model)
    found = {}
    for choice in ("auto", "on", "off"):
        found[choice] = segment(study, tmp_path / choice, model, "--flip-averaging", choice)
        departs = choice == ("off" if own else "on")
        assert (f"averaging {choice}" in capsys.readouterr().err) == departs
    assert [found[choice][1] for choice in found] == [own, True, False]
    same, other = ("on", "off") if own else ("off", "on")
    np.testing.assert_array_equal(found["auto"][0], found[same][0])
    assert not np.array_equal(found["auto"][0], found[other][0])


def test_a_choice_that_is_none_ends_with_two(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["segment", str(tmp_path), "--output", str(tmp_path / "out"), "--flip-averaging=twice"])
    assert ended.value.code == 2
    assert "--flip-averaging" in capsys.readouterr().err
