import csv
import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgg_viewer.core.metrics import Counts
from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model.predictor import Predictor
from tests.unit.model.tiny_model import make_card
from tests.unit.trainer.tiny_cohort import write_cohort
from trainer.dataset import find_studies
from trainer.evaluate import (
    Evaluation,
    PatientScore,
    bootstrap_mean,
    evaluate,
    format_table,
    refuse_trained,
    write_evaluation,
)


def make_evaluation(*counts):
    scores = sorted((PatientScore(f"P{k}", 10, c) for k, c in enumerate(counts)), key=lambda s: s.counts.dice)
    return Evaluation("tiny", "0" * 64, 0.5, "cpu, float32", tuple(scores))


def test_patients_weigh_alike_in_the_mean_and_by_their_voxels_in_the_pool():
    figures = make_evaluation(Counts(900, 0, 0), Counts(0, 10, 10)).summary()
    assert figures["dice_per_patient"]["mean"] == 0.5
    assert figures["pooled_voxels"]["dice"] == pytest.approx(1800 / 1820, abs=1e-4)


def test_the_worst_five_are_named_worst_first():
    figures = make_evaluation(*(Counts(k, 10, 10) for k in range(1, 9))).summary()
    assert list(figures["worst"]) == ["P0", "P1", "P2", "P3", "P4"]
    assert figures["dice_per_patient"]["minimum"] == figures["worst"]["P0"]


def test_precision_without_a_prediction_is_left_out_of_the_mean():
    figures = make_evaluation(Counts(0, 0, 5), Counts(5, 5, 0)).summary()
    assert figures["precision_per_patient_mean"] == 0.5
    assert make_evaluation(Counts(0, 0, 5)).summary()["precision_per_patient_mean"] is None


@settings(deadline=None, max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30))
def test_the_interval_holds_the_mean_and_stays_among_the_values(values):
    low, high = bootstrap_mean(values, seed=1, draws=500)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_the_interval_is_that_of_theory_for_many_patients():
    values = np.random.default_rng(0).normal(0.8, 0.1, 400)
    low, high = bootstrap_mean(values, seed=1)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.05)
    assert (low, high) == bootstrap_mean(values, seed=1)


def test_patients_that_were_trained_on_are_refused(tmp_path):
    card = read_model_card(make_card(tmp_path, patients=("TCGA_CS_0001",)))
    refuse_trained(card, ["TCGA_DU_0000"])
    with pytest.raises(LggError, match="trained on 1 of these patients"):
        refuse_trained(card, ["TCGA_DU_0000", "TCGA_CS_0001"])


def test_a_card_that_names_no_patients_is_refused(tmp_path):
    with pytest.raises(LggError, match="does not say whom"):
        refuse_trained(read_model_card(make_card(tmp_path)), ["A"])


def test_studies_are_segmented_and_counted(tmp_path):
    names = write_cohort(tmp_path / "data", patients=2, slices=2)
    predictor = Predictor(read_model_card(make_card(tmp_path, patients=("X",))), "cpu")
    everything = evaluate(predictor, find_studies(tmp_path / "data"), threshold=0.0)
    assert {s.patient for s in everything.scores} == set(names)
    assert all(s.slices == 2 and s.counts.recall == 1 and s.counts.predicted == 2 * 256**2 for s in everything.scores)


def test_the_library_refuses_trained_patients_too(tmp_path):
    names = write_cohort(tmp_path / "data", patients=1, slices=2)
    predictor = Predictor(read_model_card(make_card(tmp_path, patients=names)), "cpu")
    with pytest.raises(LggError, match="trained on"):
        evaluate(predictor, find_studies(tmp_path / "data"))


def test_scoring_nobody_is_an_error(tmp_path):
    predictor = Predictor(read_model_card(make_card(tmp_path, patients=("X",))), "cpu")
    with pytest.raises(LggError, match="no study"):
        evaluate(predictor, [])


def test_the_files_hold_every_patient_and_nothing_a_spreadsheet_would_run(tmp_path):
    result = make_evaluation(Counts(5, 1, 2), Counts(0, 0, 3))
    result = Evaluation("tiny", "0" * 64, 0.5, "cpu", (PatientScore("=cmd|x", 4, Counts(0, 0, 3)), *result.scores))
    summary, table = write_evaluation(result, tmp_path)
    assert json.loads(summary.read_text())["patients"] == 3
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["patient"] for r in rows] == ["'=cmd|x", "P1", "P0"]
    assert rows[0]["precision"] == ""
    assert rows[2]["dice"] == f"{10 / 13:.6f}"


def test_the_table_names_every_patient():
    text = format_table(make_evaluation(Counts(5, 1, 2), Counts(0, 0, 3)))
    assert "P0" in text
    assert "P1" in text
    assert "2 patients, threshold 0.5" in text
