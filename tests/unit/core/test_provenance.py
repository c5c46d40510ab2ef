import json
import re
from dataclasses import FrozenInstanceError, replace
from datetime import UTC, datetime

import numpy as np
import pytest

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.post_processing import PostProcessing, Removal
from lgg_viewer.core.provenance import RESEARCH_USE, LeftOut, app_version, describe, find_left_out, utc_now
from lgg_viewer.core.study import PageRef, SliceRef, Study
from lgg_viewer.io.provenance_record import write_record
from tests.unit.io.tiff_files import KEY, MODEL, make_map, make_mask, make_study, make_volume


def prediction(**options):
    return describe(
        make_study(),
        make_volume(unreadable=[1]),
        make_mask(unknown=[1, 2]),
        **{"probability": make_map(), "threshold": 0.35, "preprocessing": {"version": 1}, **options},
    )


def test_a_prediction_tells_how_it_can_be_made_again():
    content = json.loads(json.dumps(prediction().as_dict()))
    written = content.pop("written_utc")
    assert content == {
        "notice": RESEARCH_USE,
        "what": "prediction",
        "study": KEY,
        "volume_sha256": "cd" * 32,
        "sources": [f"{KEY}_{n}.tif" for n in (1, 2, 3, 4)],
        "app_version": app_version(),
        "model": {"name": MODEL.name, "sha256": MODEL.sha256},
        "threshold": 0.35,
        "preprocessing": {"version": 1},
        "computed_on": "CPU, float32",
        "removed": [],
        "postprocessing": [],
        "left_out": [{"number": 2, "why": "unreadable"}, {"number": 3, "why": "not segmented"}],
        "files": {},
    }
    assert abs((datetime.now(UTC) - datetime.fromisoformat(written)).total_seconds()) < 60


def test_ground_truth_has_no_model():
    provenance = describe(make_study(), make_volume(), make_mask(unknown=[3], source=MaskSource.GROUND_TRUTH))
    assert (provenance.model, provenance.threshold, provenance.computed_on) == (None, None, "")
    assert provenance.left_out == (LeftOut(4, "no mask"),)
    assert "model" not in provenance.short_line()


@pytest.mark.parametrize("lacking", ["probability", "threshold"])
def test_a_prediction_that_could_not_be_made_again_is_not_described(lacking):
    with pytest.raises(ValueError, match="prediction"):
        prediction(**{lacking: None})


def test_the_short_line_names_weights_threshold_and_notice_in_one_line():
    line = prediction().short_line()
    assert MODEL.sha256 in line
    assert "threshold 0.35" in line
    assert line.endswith(RESEARCH_USE)
    assert "\n" not in line


def test_what_was_done_after_the_threshold_is_told_step_by_step():
    # two voxels of the first slice and one of the third, of 12 rows and 10 columns
    deleted = Removal(np.array([23, 24, 2 * 120 + 35]))
    provenance = prediction(post=PostProcessing(largest=True, smallest=20, fill_holes=True), removals=(deleted,))
    content = provenance.as_dict()
    assert content["removed"] == ("component of 3 voxels, slices 1 to 3, columns 3 to 5, rows 2 to 3",)
    assert content["postprocessing"] == PostProcessing(largest=True, smallest=20, fill_holes=True).steps
    line = provenance.short_line()
    assert "1 component deleted by the reader" in line
    assert all(step in line for step in content["postprocessing"])


def test_a_mask_that_the_threshold_alone_gave_speaks_of_no_post_processing():
    assert "post-processing" not in prediction().short_line()
    assert "deleted" not in prediction().short_line()


def test_no_folder_is_told_and_a_stack_is_named_once():
    study = make_study()
    pages = tuple(SliceRef(n + 1, PageRef(study.folder / "stack.tif", n)) for n in range(4))
    provenance = describe(Study(KEY, study.folder, pages), make_volume(), make_mask(source=MaskSource.GROUND_TRUTH))
    assert provenance.sources == ("stack.tif",)
    assert str(study.folder) not in json.dumps(provenance.as_dict())


def test_values_that_json_does_not_know_are_not_written(tmp_path):
    with pytest.raises(ValueError, match="JSON"):
        write_record(tmp_path, replace(prediction(preprocessing={"mean": float("nan")}), files={"a.tif": "00"}), [])
    assert not any(tmp_path.iterdir())


def test_slices_known_to_the_mask_are_not_left_out():
    assert find_left_out(make_study(), make_mask(), make_volume(unreadable=[0]).readable) == ()


def test_a_record_cannot_be_changed_but_completed():
    provenance = prediction()
    with pytest.raises(FrozenInstanceError):
        provenance.threshold = 0.5
    assert replace(provenance, files={"a.tif": "00"}).as_dict()["files"] == {"a.tif": "00"}


def test_the_time_is_written_alike_in_every_place(monkeypatch):
    monkeypatch.setenv("TZ", "Asia/Kathmandu")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00", utc_now())


def test_the_version_is_known_even_where_nothing_is_installed(monkeypatch):
    import importlib.metadata

    def missing(name):
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", missing)
    assert app_version() == "unknown"
