import csv
import json

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st

from lgg_viewer.core.metrics import Counts
from lgg_viewer.core.post_processing import PostProcessing
from lgg_viewer.core.probability import ModelId
from lgg_viewer.core.volume_agreement import FEWEST
from lgg_viewer.errors import LggError
from lgg_viewer.io.model_card import read_model_card
from lgg_viewer.model.predictor import Predictor
from tests.unit.model.tiny_model import make_card
from tests.unit.trainer.tiny_cohort import write_cohort
from tests.unit.trainer.tiny_evaluation import (
    ENVIRONMENT,
    HEADING,
    NO_POST,
    answer,
    both,
    evaluate_cohort,
    make_scores,
    see_bright,
    see_cores,
)
from trainer.commands.evaluating import _note
from trainer.data.dataset import find_studies, read_with_truth
from trainer.data.split import FIVE_FOLDS, Split, read_split
from trainer.measures.bootstrap import bootstrap
from trainer.report.files import format_table, write_evaluation
from trainer.scoring.evaluate import TRIED, evaluate, predict_unseen, refuse_trained
from trainer.scoring.evaluation import ThresholdCurves, describe
from trainer.scoring.figures import FIGURES
from trainer.scoring.summary import summarise, summarise_strata, summarise_volumes

NOTHING = dict.fromkeys(FIGURES)


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cohort")
    write_cohort(folder, patients=3)
    return folder


@pytest.fixture(scope="module")
def result(cohort):
    return evaluate_cohort(cohort, see_cores)


def test_a_perfect_answer_scores_perfectly_in_every_measure(cohort):
    result = evaluate_cohort(cohort)
    figures = result.summary()
    assert figures["patients"] == 3
    assert figures["slices"] == 9
    assert figures["dice_per_patient"]["mean"] == figures["dice_per_patient"]["minimum"] == 1
    assert figures["per_patient"]["surface_dice_1px"]["mean"] == 1
    assert figures["per_patient"]["hd95_px_worst"]["mean"] == 0
    assert figures["per_patient"]["relative_volume_error"]["mean"] == 0
    assert figures["components"] == {"true": 3, "found": 3, "predicted": 3, "false": 0}
    assert set(figures["per_slice"].values()) == {1}
    assert figures["pooled_voxels"]["mean_bce"] == pytest.approx(-np.log(0.9), abs=1e-3)


def test_a_faulty_answer_is_told_by_each_measure(result):
    assert all(0 < s.counts.dice < 1 for s in result.scores)
    assert all(s.components.false == 1 for s in result.scores)
    assert all(s.relative_volume_error < 0 for s in result.scores)
    assert all(s.distances.hd95_mean > 1 for s in result.scores)
    # a square in a slice with tumour, none in the one without
    assert result.definitions["slice_detection_specificity"] == 1


def test_patients_stand_worst_first(result):
    dice = [s.counts.dice for s in result.scores]
    assert dice == sorted(dice)


def test_the_curve_at_the_threshold_used_is_the_mean_that_is_told(result):
    mean = result.summary()["dice_per_patient"]["mean"]
    assert result.curves.mean[list(TRIED).index(0.5)] == pytest.approx(mean, abs=1e-4)
    assert result.curves.mean[list(TRIED).index(0.9)] < mean


def test_studies_of_a_patient_are_pooled_and_their_tumours_are_not_joined(tmp_path):
    (name,) = write_cohort(tmp_path, patients=1, slices=2)
    first, second = f"{name}_19990101", f"{name}_20010101"
    (tmp_path / second).mkdir()
    # the second study's only tumour slice follows the first study's, were they one stack
    for source in (tmp_path / first).iterdir():
        number = source.stem.removeprefix(f"{first}_")
        (tmp_path / second / f"{second}_{number}.tif").write_bytes(source.read_bytes())
    for study in (first, second):
        for part in ("", "_mask"):
            (tmp_path / study / f"{study}_2{part}.tif").unlink()
    (score,) = evaluate_cohort(tmp_path).scores
    assert (score.patient, score.slices) == (name, 2)
    assert (score.components.true, score.components.found) == (2, 2)
    assert score.distances.compared == 2


def test_studies_of_different_size_are_not_mixed(tmp_path):
    names = write_cohort(tmp_path, patients=2, slices=2)
    for path in (tmp_path / f"{names[1]}_19990101").iterdir():
        tifffile.imwrite(path, np.ascontiguousarray(tifffile.imread(path)[:128]))
    with pytest.raises(LggError, match="differs in size"):
        evaluate_cohort(tmp_path)


def test_figures_without_a_value_are_none(tmp_path):
    write_cohort(tmp_path, patients=1, slices=2)
    (study,) = (p for p in tmp_path.iterdir())
    for part in ("", "_mask"):
        (study / f"{study.name}_2{part}.tif").unlink()
    # every slice that is left holds tumour
    assert evaluate_cohort(tmp_path).summary()["per_slice"]["slice_detection_specificity"] is None


def test_the_masks_are_scored_after_post_processing_and_the_probabilities_before(cohort):
    raw, kept = (evaluate_cohort(cohort, see_cores, post=p) for p in (NO_POST, PostProcessing(largest=True)))
    assert [s.components.predicted for s in raw.scores] == [2, 2, 2]
    assert [s.components.predicted for s in kept.scores] == [1, 1, 1]
    for before, after in zip(raw.scores, kept.scores, strict=True):
        assert after.counts.fp == before.counts.fp - 100
        assert after.counts.tp == before.counts.tp
    assert kept.definitions["pooled_precision"] > raw.definitions["pooled_precision"]
    assert kept.definitions["mean_bce"] == raw.definitions["mean_bce"]
    # at the threshold that was used the curve is of the masks that were scored
    assert kept.curves.mean[list(TRIED).index(0.5)] == pytest.approx(np.mean([s.counts.dice for s in kept.scores]))
    assert kept.curves.mean[list(TRIED).index(0.5)] > raw.curves.mean[list(TRIED).index(0.5)]
    assert kept.to_json()["post_processing"] == ["largest component kept"]
    assert raw.to_json()["post_processing"] == []


def test_scoring_nobody_is_an_error():
    with pytest.raises(LggError, match="no study"):
        evaluate(see_bright, [], HEADING, threshold=0.5, post=NO_POST)


def test_patients_weigh_alike_in_the_mean_and_by_their_voxels_in_the_pool(cohort):
    def see_one(study, volume):
        return see_bright(study, volume) if "0002" in study.key else answer(np.zeros(volume.shape))

    figures = evaluate_cohort(cohort, see_one).summary()
    assert figures["dice_per_patient"]["mean"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["dice_per_patient"]["share_under_0.7"] == pytest.approx(2 / 3, abs=1e-4)
    assert figures["pooled_voxels"]["recall"] == pytest.approx(1 / 3, abs=1e-4)
    assert figures["pooled_voxels"]["dice"] == pytest.approx(1 / 2, abs=1e-4)


def test_how_wrong_a_sure_pixel_is_does_not_depend_on_how_the_map_is_kept(cohort):
    def surely(study, volume):
        return answer(np.full(volume.shape, np.float32(1 - 2.0**-13)))

    # half precision would keep it as 1, and each of these pixels would cost 100
    assert evaluate_cohort(cohort, surely).definitions["mean_bce"] < 13 * np.log(2)


def test_the_network_s_own_values_reach_the_scores(cohort, tmp_path):
    (study, *_) = find_studies(cohort)
    predictor = predictor_for(tmp_path / "a", "Q")
    kept, exact = predict_unseen([predictor], [study.patient])(study, read_with_truth(study).volume)
    assert exact.dtype == np.float32
    assert np.array_equal(exact.astype(np.float16), kept.values)
    assert (exact != kept.values).any()


def test_the_worst_five_are_named_worst_first():
    figures = summarise(make_scores(*(Counts(k, 10, 10) for k in range(1, 9))), NOTHING)
    assert list(figures["worst"]) == ["P0", "P1", "P2", "P3", "P4"]
    assert figures["dice_per_patient"]["minimum"] == figures["worst"]["P0"]


def test_means_are_over_the_patients_that_have_a_value():
    figures = summarise(make_scores(Counts(0, 0, 5), Counts(5, 5, 0)), NOTHING)
    assert figures["precision_per_patient_mean"] == 0.5
    assert figures["per_patient"]["precision"]["patients"] == 1
    assert figures["per_patient"]["hd95_px_mean"]["mean"] == 3
    nothing = summarise(make_scores(Counts(0, 0, 5)), NOTHING)
    assert nothing["precision_per_patient_mean"] is None
    assert nothing["per_patient"]["hd95_px_mean"]["patients"] == 0


def test_quartiles_and_intervals_hold_what_lies_between():
    dice = summarise(make_scores(*(Counts(k, 10, 10) for k in range(1, 40))), NOTHING)["dice_per_patient"]
    low, high = dice["median_95_percent_interval"]
    first, third = dice["quartiles"]
    assert dice["minimum"] < first < dice["median"] < third
    assert low < dice["median"] < high


def test_a_card_can_be_read_as_before(result):
    assert {
        "patients",
        "slices",
        "threshold",
        "dice_per_patient",
        "iou_per_patient_mean",
        "precision_per_patient_mean",
        "recall_per_patient_mean",
        "pooled_voxels",
        "worst",
        "method",
        "computed_on",
    } <= set(result.summary())


def test_too_much_and_too_little_cancel_out_in_the_signed_volume_error_alone():
    figures = summarise(make_scores(Counts(10, 5, 0), Counts(5, 0, 5)), NOTHING)["per_patient"]
    assert figures["relative_volume_error"]["mean"] == 0
    assert figures["absolute_volume_error"]["mean"] == 0.5


def test_volumes_are_compared_after_bland_and_altman():
    # differences of 30, -10 and 10 voxels: mean 10, standard deviation 20
    volume = summarise_volumes(make_scores(Counts(100, 30, 0), Counts(90, 0, 10), Counts(100, 10, 0)))
    assert volume["mean_difference_voxels"] == 10
    assert volume["limits_of_agreement_voxels"] == [-29.2, 49.2]
    assert volume["mean_difference_percent"] == pytest.approx(100 / 3 * (30 / 115 - 10 / 95 + 10 / 105), abs=0.01)


def test_limits_need_as_many_patients_as_in_the_window():
    counts = [Counts(100, 30 * k, 0) for k in range(FEWEST)]
    assert summarise_volumes(make_scores(*counts[1:]))["limits_of_agreement_percent"] is None
    assert summarise_volumes(make_scores(*counts))["limits_of_agreement_percent"] is not None


def test_volumes_of_one_patient_have_no_limits_and_empty_ones_no_difference():
    one = summarise_volumes(make_scores(Counts(100, 30, 0), both(0)))
    assert (one["patients"], one["mean_difference_voxels"], one["limits_of_agreement_voxels"]) == (1, 30, None)
    assert summarise_volumes(make_scores(both(0)))["mean_difference_percent"] is None


def test_small_groups_have_no_interval():
    few = summarise_strata(make_scores(*(Counts(k, 10, 10) for k in range(1, 5))))
    many = summarise_strata(make_scores(*(Counts(k, 10, 10) for k in range(1, 6))))
    assert few["institution"]["CS"]["dice_mean_95_percent_interval"] is None
    low, high = many["institution"]["CS"]["dice_mean_95_percent_interval"]
    assert low < many["institution"]["CS"]["dice_mean"] < high


@settings(max_examples=25)
@given(st.lists(st.floats(0, 1), min_size=1, max_size=30), st.sampled_from([np.mean, np.median]))
def test_the_interval_stays_among_the_values(values, statistic):
    low, high = bootstrap(values, statistic, draws=500)
    assert min(values) - 1e-9 <= low <= high <= max(values) + 1e-9


def test_the_interval_is_that_of_theory_for_many_patients():
    values = np.random.default_rng(0).normal(0.8, 0.1, 400)
    low, high = bootstrap(values)
    assert high - low == pytest.approx(2 * 1.96 * values.std() / 20, rel=0.05)
    assert (low, high) == bootstrap(values)


def test_patients_that_were_trained_on_are_refused(tmp_path):
    card = read_model_card(make_card(tmp_path, patients=("TCGA_CS_0001",)))
    refuse_trained(card, ["TCGA_DU_0000"])
    with pytest.raises(LggError, match="trained on 1 of these patients"):
        refuse_trained(card, ["TCGA_DU_0000", "TCGA_CS_0001"])
    with pytest.raises(LggError, match="TCGA-CS-0001"):
        refuse_trained(card, ["TCGA-CS-0001"])  # as The Cancer Imaging Archive spells it


def test_a_card_that_names_no_patients_is_refused(tmp_path):
    with pytest.raises(LggError, match="does not say whom"):
        refuse_trained(read_model_card(make_card(tmp_path)), ["A"])


def predictor_for(folder, *patients):
    folder.mkdir()
    return Predictor(read_model_card(make_card(folder, patients=patients)), "cpu")


def test_no_trained_patient_passes_a_model(tmp_path):
    with pytest.raises(LggError, match="trained on 1 of these patients"):
        predict_unseen([predictor_for(tmp_path / "a", "P", "Q")], ["P", "R"])


def test_each_patient_is_answered_by_the_model_that_was_not_trained_on_them(tmp_path, cohort, monkeypatch):
    studies = find_studies(cohort)
    first, second = (predictor_for(tmp_path / s.patient, s.patient) for s in studies[:2])
    asked = []
    for predictor in (first, second):
        monkeypatch.setattr(
            predictor,
            "predict",
            lambda volume, on_batch, p=predictor: asked.append(p) or see_bright(None, volume).probability,
        )
    unseen = predict_unseen([first, second], [s.patient for s in studies[:2]])
    scored = evaluate(unseen, studies[:2], HEADING, threshold=0.5, post=NO_POST)
    assert asked == [second, first]
    assert len(scored.scores) == 2


def test_out_of_fold_is_refused_where_no_model_or_more_than_one_is_left(tmp_path):
    first, second = predictor_for(tmp_path / "a", "P", "Q"), predictor_for(tmp_path / "b", "P", "R")
    with pytest.raises(LggError, match="Every model was trained on P"):
        predict_unseen([first, second], ["P", "Q", "R"])
    with pytest.raises(LggError, match="both not seen S"):
        predict_unseen([first, second], ["Q", "R", "S"])


def test_the_heading_says_how_the_figures_are_made_again_without_naming_folders(tmp_path):
    card = read_model_card(make_card(tmp_path, patients=("P",)))
    other = Split("mine", (("P",), ("Q",)))
    shipped = describe([card], read_split(FIVE_FOLDS), 0, ENVIRONMENT)
    assert shipped.command == "lgg-trainer evaluate tiny.json --data DIR --fold 0"
    assert shipped.models == (ModelId("tiny", card.sha256),)
    mine = describe([card, card], other, None, ENVIRONMENT, corrected=True)
    assert mine.command == "lgg-trainer evaluate tiny.json tiny.json --data DIR --split FILE --masks DIR"
    assert (mine.split, mine.scored) == ("mine", "all folds, against corrected masks")
    assert mine.title.startswith("2 models")


def test_the_files_hold_every_patient_and_only_numbers(result, tmp_path):
    summary, table, report = write_evaluation(result, tmp_path)
    content = json.loads(summary.read_text(), parse_constant=pytest.fail)
    assert [p["patient"] for p in content["by_patient"]] == [s.patient for s in result.scores]
    assert content["by_patient"][0]["dice"] == pytest.approx(result.scores[0].counts.dice, abs=1e-6)
    assert content["weights"] == [{"name": "tiny", "sha256": "ab" * 32}]
    assert list(content["mean_dice_at_threshold"]) == [f"{t:g}" for t in TRIED]
    assert set(content["strata"]["institution"]) == {"CS", "DU"}
    assert sum(b["pixels"] for b in content["calibration"]["all"]["bins"]) == 9 * 256**2
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    assert [r["dice"] for r in rows] == [f"{s.counts.dice:.6f}" for s in result.scores]
    assert [int(r["true_voxels"]) for r in rows] == [s.counts.actual for s in result.scores]
    assert report.stat().st_size > 10_000


def test_a_patient_who_was_not_found_is_written_with_empty_cells(cohort, tmp_path):
    nothing = evaluate_cohort(cohort, lambda study, volume: answer(np.zeros(volume.shape)))
    _, table, _ = write_evaluation(nothing, tmp_path)
    with table.open(newline="") as file:
        row = next(csv.DictReader(file))
    assert (row["precision"], row["hd95_px_mean"], row["recall"]) == ("", "", "0.000000")
    assert "-" in format_table(nothing.scores, nothing.summary(), nothing.rule)


def test_a_spreadsheet_runs_no_name(tmp_path):
    write_cohort(tmp_path / "data", patients=1, slices=2, prefix="=cmd|x")
    _, table, _ = write_evaluation(evaluate_cohort(tmp_path / "data"), tmp_path)
    with table.open(newline="") as file:
        assert next(csv.DictReader(file))["patient"].startswith("'=cmd|x")


def test_the_text_names_every_patient_and_the_means(result):
    text = format_table(result.scores, result.summary(), result.rule)
    assert all(s.patient in text for s in result.scores)
    assert "3 patients, threshold 0.5" in text
    assert f"mean {result.summary()['dice_per_patient']['mean']:.3f}" in text


def test_a_threshold_is_judged_on_patients_it_was_not_chosen_by():
    thresholds = np.array([0.2, 0.5, 0.8])
    dice = {"A": [0.95, 0.5, 0.1], "B": [0.1, 0.6, 0.7], "C": [0.2, 0.6, 0.9]}
    curves = ThresholdCurves(thresholds, {p: np.array(d) for p, d in dice.items()})
    # A at 0.8, where B and C are best; B at 0.2 and C at 0.5, by the sums of the other two
    mean, chosen = curves.chosen_by_others()
    assert chosen.tolist() == [0.8, 0.2, 0.5]
    assert mean == pytest.approx((0.1 + 0.1 + 0.6) / 3)
    assert ThresholdCurves(thresholds, {"A": np.array([1.0, 1.0, 1.0])}).chosen_by_others() is None


def test_a_temperature_that_more_patients_speak_for_is_kept(tmp_path):
    def scores(patients):
        return {f"{patients}": {}, "calibration": {"temperature": 1.0 + patients, "patients": patients}}

    assert _note(scores(5), scores(18), set())["calibration"]["patients"] == 18
    assert _note(scores(90), scores(18), set())["calibration"]["patients"] == 90
    assert set(_note(scores(5), scores(18), set())) == {"5", "18", "calibration"}
    assert _note({"few": {}}, scores(18), set())["calibration"]["patients"] == 18


def test_scores_of_others_are_not_replaced_by_those_of_a_split_of_the_same_name():
    def scores(dice, *patients, **more):
        return {"all folds of: a split": {"worst": dict.fromkeys(patients, dice), **more}}

    again = _note(scores(0.8, "A"), scores(0.7, "A"), {"A", "B"})
    assert again["all folds of: a split"]["worst"] == {"A": 0.8}
    for known in (scores(0.7, "X"), scores(0.7, "A", models=["fold 0", "fold 1"])):
        with pytest.raises(LggError, match="scores of others under the name “all folds of: a split”"):
            _note(scores(0.8, "A"), known, {"A", "B"})
