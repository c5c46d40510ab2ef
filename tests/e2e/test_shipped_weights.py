"""The weights that come along: what the card says of them holds."""

import numpy as np
import pytest

from lgg_viewer.core.metrics import count_overlap
from lgg_viewer.core.probability import to_mask
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.model_card import ModelCard, read_model_card
from lgg_viewer.io.resources import shipped_model
from lgg_viewer.io.study_files import read_study
from lgg_viewer.model.predictor import Predictor
from trainer.data.split import FIVE_FOLDS, read_split

# what shipped weights reached before: others that reach less must not take their place unnoticed
REACHED = 0.86


@pytest.fixture(scope="module")
def card() -> ModelCard:
    path = shipped_model()
    assert path is not None, "no weights are shipped"
    return read_model_card(path)


@pytest.fixture(scope="module")
def predictor(card: ModelCard) -> Predictor:
    return Predictor(card, "cpu")


def dice(predictor: Predictor, study) -> float:
    data = read_study(study)
    mask = to_mask(predictor.predict(data.volume), predictor.card.threshold)
    return count_overlap(mask.voxels, data.truth.voxels).dice


def test_the_tumour_of_every_phantom_is_found(predictor, demo_cohort):
    found = {s.key: dice(predictor, s) for s in read_cohort(demo_cohort).studies}
    assert len(found) == 3
    assert min(found.values()) >= 0.7, found


def test_the_card_states_a_score_on_patients_of_another_fold_alone(card):
    split = read_split(FIVE_FOLDS)
    fold = card.training["fold"]
    assert card.trained_on == set(split.training(fold))
    assert not card.trained_on & set(split.held_out(fold))
    (scores,) = card.scores.values()
    assert scores["patients"] == len(split.held_out(fold))
    assert scores["dice_per_patient"]["mean"] >= REACHED


def test_the_card_tells_its_limits_and_licence(card):
    text = card.as_text()
    assert "not for diagnosis" in text
    assert "CC BY-NC-SA" in text
    assert card.sha256 in text


def test_the_worst_patients_score_as_the_card_says(card, predictor, real_cohort):
    (scores,) = card.scores.values()
    studies = {s.patient: s for s in read_cohort(real_cohort).studies}
    stated = list(scores["worst"].items())[:2]
    measured = [dice(predictor, studies[patient]) for patient, _ in stated]
    # another precision of the processor moves single voxels at the border
    assert measured == pytest.approx([score for _, score in stated], abs=0.01)


def test_a_study_without_signal_is_answered_without_tumour_or_trouble(predictor, tmp_path):
    import tifffile

    for n in (1, 2):
        tifffile.imwrite(tmp_path / f"A_B_{n}.tif", np.zeros((256, 256, 3), np.uint8), photometric="rgb")
    data = read_study(read_cohort(tmp_path).studies[0])
    probability = predictor.predict(data.volume)
    assert np.isfinite(probability.values).all()
    assert not to_mask(probability, 0.5).voxels.any()
