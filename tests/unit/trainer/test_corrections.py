import dataclasses

import numpy as np
import pytest
import tifffile

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.provenance import describe
from lgg_viewer.errors import LggError
from lgg_viewer.io.mask_export import export_study
from tests.unit.trainer.tiny_cohort import write_cohort
from trainer.data.corrections import use_masks
from trainer.data.dataset import find_studies, read_with_truth


def test_what_the_app_exported_replaces_the_ground_truth_and_other_slices_keep_theirs(tmp_path):
    write_cohort(tmp_path / "data", patients=2)
    first, second = find_studies(tmp_path / "data")
    data = read_with_truth(first)
    voxels = data.truth.voxels.copy()
    voxels[1] = False
    voxels[1, 5:9, 5:9] = True
    corrected = dataclasses.replace(data.truth, voxels=voxels)
    provenance = describe(first, data.volume, corrected)
    export_study(first, corrected, tmp_path / "masks", provenance, slices=[1])

    changed, untouched = use_masks([first, second], tmp_path / "masks")
    assert untouched == second
    np.testing.assert_array_equal(read_with_truth(changed).truth.voxels, voxels)


def test_a_folder_without_a_mask_of_these_studies_is_told(tmp_path):
    write_cohort(tmp_path / "data", patients=1)
    (tmp_path / "masks").mkdir()
    with pytest.raises(LggError, match="no mask of these studies"):
        use_masks(find_studies(tmp_path / "data"), tmp_path / "masks")


def export_prediction(study, folder, removed=()):
    """Export the ground truth as if a network had answered it."""
    data = read_with_truth(study)
    provenance = dataclasses.replace(
        describe(study, data.volume, data.truth), what=MaskSource.PREDICTION, removed=removed
    )
    export_study(study, data.truth, folder, provenance)
    return folder / study.key


def test_a_prediction_that_nobody_corrected_is_no_ground_truth(tmp_path):
    write_cohort(tmp_path / "data", patients=2)
    first, second = find_studies(tmp_path / "data")
    export_prediction(second, tmp_path / "masks")
    with pytest.raises(LggError, match="a prediction that nobody corrected"):
        use_masks([first, second], tmp_path / "masks")


@pytest.mark.parametrize("way", ["components deleted", "edited elsewhere"])
def test_a_prediction_that_a_reader_corrected_is_taken(tmp_path, way):
    write_cohort(tmp_path / "data", patients=1)
    (study,) = find_studies(tmp_path / "data")
    masks = export_prediction(study, tmp_path / "masks", removed=("8 voxels",) if way == "components deleted" else ())
    if way == "edited elsewhere":
        tifffile.imwrite(masks / f"{study.key}_1_mask.tif", np.full((256, 256), 255, np.uint8))
    (changed,) = use_masks([study], tmp_path / "masks")
    assert changed != study
