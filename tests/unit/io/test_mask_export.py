import hashlib
import json
import os
import time
from pathlib import Path

import numpy as np
import pytest
import tifffile
from hypothesis import given, settings
from hypothesis import strategies as st

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.probability import to_mask
from lgg_viewer.core.provenance import RESEARCH_USE, describe
from lgg_viewer.core.study import PageRef, SliceRef
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io import mask_export
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.mask_export import Existing, export_study, find_existing, plan_export
from lgg_viewer.io.study_files import read_study
from lgg_viewer.io.tiff import count_pages, read_float_page, read_page
from tests.unit.io.tiff_files import (
    KEY,
    MODEL,
    blob,
    make_map,
    make_mask,
    make_study,
    make_volume,
    write,
    write_study,
)

posix_only = pytest.mark.skipif(os.name == "nt", reason="links are made the POSIX way")
RECORD = "provenance.json"


def export(out, mask=None, study=None, **options):
    mask = make_mask() if mask is None else mask
    study = study or make_study()
    provenance = describe(study, make_volume(len(study.slices)), mask, probability=make_map(), threshold=0.5)
    return export_study(study, mask, out, provenance, **options)


def records(folder):
    document = json.loads((folder / RECORD).read_text(encoding="utf-8"))
    assert document["notice"] == RESEARCH_USE
    return document["records"]


def names(folder):
    return sorted(p.name for p in folder.iterdir())


def test_each_slice_becomes_a_mask_of_0_and_255_on_the_grid_of_its_slice(tmp_path):
    mask = make_mask()
    result = export(tmp_path, mask)
    assert result.folder == tmp_path / KEY
    assert names(result.folder) == sorted([RECORD, *(f"{KEY}_{n}_mask.tif" for n in (1, 2, 3, 4))])
    for z in range(4):
        written = tifffile.imread(result.folder / f"{KEY}_{z + 1}_mask.tif")
        assert written.dtype == np.uint8
        np.testing.assert_array_equal(written, np.where(mask.voxels[z], 255, 0))
    assert set(result.written) == set(result.folder.iterdir())
    assert (result.skipped, result.notes) == ((), ())


def test_slices_of_which_nothing_is_known_are_listed_not_written(tmp_path):
    result = export(tmp_path, make_mask(unknown=[1, 3]))
    assert names(result.folder) == sorted([RECORD, f"{KEY}_1_mask.tif", f"{KEY}_3_mask.tif"])
    (record,) = records(result.folder)
    assert record["left_out"] == [{"number": n, "why": "not segmented"} for n in (2, 4)]


def test_slices_that_were_not_chosen_are_listed(tmp_path):
    result = export(tmp_path, make_mask(unknown=[3]), slices=[2, 0, 2, 3])
    assert names(result.folder) == sorted([RECORD, f"{KEY}_1_mask.tif", f"{KEY}_3_mask.tif"])
    assert [p.name for p in result.written] == [f"{KEY}_1_mask.tif", f"{KEY}_3_mask.tif", RECORD]
    (record,) = records(result.folder)
    assert {(s["number"], s["why"]) for s in record["left_out"]} == {(4, "not segmented"), (2, "not chosen")}


def test_the_record_holds_the_digest_of_every_file(tmp_path):
    folder = export(tmp_path, stack=True, probability=make_map()).folder
    (record,) = records(folder)
    assert record["files"] == {
        p.name: hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.iterdir() if p.name != RECORD
    }
    assert record["model"] == {"name": MODEL.name, "sha256": MODEL.sha256}


def test_every_picture_says_what_it_is(tmp_path):
    folder = export(tmp_path, stack=True, probability=make_map()).folder
    pictures = [p for p in folder.iterdir() if p.suffix == ".tif"]
    assert len(pictures) == 9
    for path in pictures:
        with tifffile.TiffFile(path) as file:
            description = file.pages[0].description
        assert MODEL.sha256 in description
        assert "threshold 0.5" in description
        assert RESEARCH_USE in description


@pytest.mark.parametrize("slices", [1, 3, 4])
def test_a_stack_holds_all_slices_in_order(tmp_path, slices):
    mask = make_mask(slices)
    folder = export(tmp_path, mask, make_study(slices), stack=True).folder
    path = folder / f"{KEY}_mask.tif"
    assert count_pages(path) == slices
    for z in range(slices):
        np.testing.assert_array_equal(read_page(PageRef(path, z)) > 0, mask.voxels[z])


@pytest.mark.parametrize("options", [{"mask": make_mask(unknown=[2])}, {"slices": [0, 1]}])
def test_a_stack_with_a_slice_lacking_is_not_written_but_told(tmp_path, options):
    # an empty page would say "no tumour"; a page left out would shift the others
    result = export(tmp_path, stack=True, **options)
    assert f"{KEY}_mask.tif" not in names(result.folder)
    assert len(result.notes) == 1
    assert KEY in result.notes[0]


def test_probabilities_are_written_as_float32_where_they_are_known(tmp_path):
    probability = make_map(unknown=[3])
    folder = export(tmp_path, make_mask(), probability=probability).folder
    assert not (folder / f"{KEY}_4_prob.tif").exists()
    for z in range(3):
        written = read_float_page(PageRef(folder / f"{KEY}_{z + 1}_prob.tif"))
        np.testing.assert_array_equal(written, probability.values[z].astype(np.float32))


def test_what_is_exported_is_what_a_threshold_makes_of_the_map(tmp_path):
    probability = make_map()
    folder = export(tmp_path, to_mask(probability, 0.5), probability=probability).folder
    for n in (1, 2, 3, 4):
        heat = read_float_page(PageRef(folder / f"{KEY}_{n}_prob.tif"))
        np.testing.assert_array_equal(read_page(PageRef(folder / f"{KEY}_{n}_mask.tif")) > 0, heat >= 0.5)


@given(seed=st.integers(0, 2**32 - 1), shape=st.tuples(st.integers(1, 9), st.integers(1, 9)), slices=st.integers(1, 4))
@settings(max_examples=20, deadline=None)
def test_an_exported_mask_is_read_back_as_ground_truth(tmp_path_factory, seed, shape, slices):
    root = tmp_path_factory.mktemp("law")
    mask = make_mask(slices, shape)
    mask.voxels.flags.writeable = True
    mask.voxels[:] = np.random.default_rng(seed).random(mask.voxels.shape) > 0.5
    for n in range(1, slices + 1):
        write(root / "cohort" / KEY / f"{KEY}_{n}.tif", np.ones((*shape, 3), np.uint8))
    (study,) = read_cohort(root / "cohort").studies
    for path in export(root / "out", mask, study).written:
        path.rename(root / "cohort" / KEY / path.name)
    (study,) = read_cohort(root / "cohort").studies
    data = read_study(study)
    np.testing.assert_array_equal(data.truth.voxels, mask.voxels)
    assert (study.problems, data.problems) == ((), ())


def test_a_plan_names_what_an_export_then_writes(tmp_path):
    plan = plan_export(make_study(), make_mask(), tmp_path, stack=True, probability=make_map())
    assert find_existing(plan) == []
    assert names(tmp_path) == []
    result = export(tmp_path, stack=True, probability=make_map())
    assert {f.path for f in plan.files} | {plan.folder / RECORD} == set(result.written)
    assert set(find_existing(plan)) == {f.path for f in plan.files}


def test_nothing_is_written_over_unless_it_is_wished(tmp_path):
    folder = export(tmp_path, slices=[1]).folder
    before = {p: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(LggError, match=rf"{KEY}_2_mask\.tif is there already") as failure:
        export(tmp_path)
    assert failure.value.hint
    assert {p: p.read_bytes() for p in folder.iterdir()} == before


def test_the_other_slices_of_a_study_can_be_exported_later(tmp_path):
    export(tmp_path, slices=[0])
    folder = export(tmp_path, slices=[1]).folder
    assert [list(r["files"]) for r in records(folder)] == [[f"{KEY}_2_mask.tif"], [f"{KEY}_1_mask.tif"]]


def test_overwriting_replaces_files_and_their_record(tmp_path):
    export(tmp_path, make_mask(source=MaskSource.GROUND_TRUTH), slices=[0, 1])
    other = make_mask()
    other.voxels.flags.writeable = True
    other.voxels[:] = ~other.voxels
    folder = export(tmp_path, other, slices=[1, 2], existing=Existing.OVERWRITE).folder
    np.testing.assert_array_equal(read_page(PageRef(folder / f"{KEY}_2_mask.tif")) > 0, other.voxels[1])
    assert [(r["what"], list(r["files"])) for r in records(folder)] == [
        ("prediction", [f"{KEY}_2_mask.tif", f"{KEY}_3_mask.tif"]),
        ("ground truth", [f"{KEY}_1_mask.tif"]),
    ]


def test_skipping_leaves_what_is_there_and_lists_it(tmp_path):
    folder = export(tmp_path, slices=[1]).folder
    there = folder / f"{KEY}_2_mask.tif"
    there.write_bytes(b"edited by hand")
    result = export(tmp_path, existing=Existing.SKIP)
    assert result.skipped == (there,)
    assert there not in result.written
    assert there.read_bytes() == b"edited by hand"
    assert len(names(folder)) == 5
    again = export(tmp_path, existing=Existing.SKIP)
    assert (again.written, len(again.skipped)) == ((), 4)
    assert len(records(folder)) == 2


@pytest.mark.parametrize("content", ["{}", '{"records": 3}', '{"records": [1]}', "[" * 99999, "no JSON", "\udcff"])
def test_a_record_of_another_program_is_not_replaced_unless_it_is_wished(tmp_path, content):
    folder = tmp_path / KEY
    folder.mkdir()
    (folder / RECORD).write_bytes(content.encode(errors="surrogateescape"))
    for existing in (Existing.REFUSE, Existing.SKIP):
        with pytest.raises(LggError, match="not of this program"):
            export(tmp_path, existing=existing)
    assert names(folder) == [RECORD]
    export(tmp_path, existing=Existing.OVERWRITE)
    assert len(records(folder)) == 1


def test_a_study_without_a_mask_is_told(tmp_path):
    with pytest.raises(LggError, match=KEY):
        export(tmp_path, make_mask(unknown=range(4)))
    assert names(tmp_path) == []


def real_study(cohort):
    write_study(cohort / KEY, numbers=(1, 2, 3, 4))
    (study,) = read_cohort(cohort).studies
    return study


@pytest.mark.parametrize("existing", list(Existing))
@pytest.mark.parametrize("out", [".", KEY, f"../cohort/{KEY}/../"], ids=["cohort", "study", "roundabout"])
def test_ground_truth_is_never_in_the_way(tmp_path, out, existing):
    study = real_study(tmp_path / "cohort")
    before = {p: p.read_bytes() for p in (tmp_path / "cohort").rglob("*.tif")}
    with pytest.raises(LggError, match="holds the images") as failure:
        export(tmp_path / "cohort" / out, study=study, existing=existing)
    assert "another folder" in failure.value.hint
    assert {p: p.read_bytes() for p in (tmp_path / "cohort").rglob("*.tif")} == before


def test_a_copy_of_the_cohort_is_in_no_danger_either(tmp_path):
    write_study(tmp_path / "copy" / KEY)
    with pytest.raises(LggError, match="holds the images"):
        export(tmp_path / "copy", study=real_study(tmp_path / "cohort"), existing=Existing.OVERWRITE)


@posix_only
def test_a_link_does_not_lead_the_export_elsewhere(tmp_path):
    study = real_study(tmp_path / "cohort")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / KEY).symlink_to(tmp_path / "cohort" / KEY)
    with pytest.raises(LggError, match="leads out"):
        export(tmp_path / "out", study=study, existing=Existing.OVERWRITE)
    (tmp_path / "side").symlink_to(tmp_path / "cohort")
    with pytest.raises(LggError, match="holds the images"):
        export(tmp_path / "side", study=study, existing=Existing.OVERWRITE)


@posix_only
def test_a_file_that_is_a_link_is_replaced_not_followed(tmp_path):
    precious = write(tmp_path / "precious.tif", blob())
    before = precious.read_bytes()
    (tmp_path / "out" / KEY).mkdir(parents=True)
    (tmp_path / "out" / KEY / f"{KEY}_1_mask.tif").symlink_to(precious)
    with pytest.raises(LggError, match="already"):
        export(tmp_path / "out")
    export(tmp_path / "out", existing=Existing.OVERWRITE)
    assert precious.read_bytes() == before


@pytest.mark.parametrize(
    "key", ["..", "../../escape", "/etc/x", "C:\\x", "CON", "a\0b", "a.", " ", "", "=cmd", "é" * 200]
)
def test_no_name_leads_out_of_the_folder(tmp_path, key):
    out = tmp_path / "deep" / "out"
    result = export(out, study=make_study(key=key, folder=Path("scans")))
    assert result.folder.parent == out
    assert len(result.written) == 5
    assert sorted(p.name for p in tmp_path.rglob("*") if p.is_file()) == names(result.folder)
    assert records(result.folder)[0]["study"] == key


def test_a_name_that_is_no_unicode_is_exported_and_recorded(tmp_path):
    key = "na\udcffme"
    folder = export(tmp_path, study=make_study(key=key)).folder
    assert records(folder)[0]["study"] == key
    folder.name.encode()


def test_slice_numbers_are_those_of_the_source(tmp_path):
    study = make_study(2)
    refs = tuple(SliceRef(n, s.image) for n, s in zip((7, 12), study.slices, strict=True))
    study = type(study)(KEY, study.folder, refs)
    assert f"{KEY}_12_mask.tif" in names(export(tmp_path, make_mask(2), study).folder)


def test_progress_is_told_and_ends_at_all(tmp_path):
    told = []
    export(tmp_path, progress=lambda done, of: told.append((done, of)))
    assert told == [(n, 4) for n in range(5)]


def test_a_cancelled_export_keeps_and_records_what_is_written(tmp_path):
    asked = iter(range(99))
    with pytest.raises(CancelledError):
        export(tmp_path, cancelled=lambda: next(asked) >= 2)
    assert names(tmp_path / KEY) == sorted([RECORD, f"{KEY}_1_mask.tif", f"{KEY}_2_mask.tif"])
    assert list(records(tmp_path / KEY)[0]["files"]) == [f"{KEY}_1_mask.tif", f"{KEY}_2_mask.tif"]


def test_an_export_cancelled_at_once_leaves_no_file(tmp_path):
    with pytest.raises(CancelledError):
        export(tmp_path, cancelled=lambda: True)
    assert names(tmp_path / KEY) == []


@pytest.mark.parametrize("content", ["mask", "stack", "probability"])
def test_a_file_that_reads_back_otherwise_gets_no_name(tmp_path, monkeypatch, content):
    encode = mask_export.encode

    def damage(array, description):
        wanted = "probability" if array.dtype == np.float32 else "stack" if array.ndim == 3 else "mask"
        changed = array.copy()
        changed.flat[-1] = 0.123 if wanted == "probability" else 255 - changed.flat[-1]
        return encode(changed if wanted == content else array, description)

    export(tmp_path, stack=True, probability=make_map())
    before = {p: p.read_bytes() for p in (tmp_path / KEY).iterdir()}
    monkeypatch.setattr(mask_export, "encode", damage)
    with pytest.raises(LggError, match="reading it back") as failure:
        export(tmp_path, stack=True, probability=make_map(), existing=Existing.OVERWRITE)
    assert failure.value.hint
    after = {p: p.read_bytes() for p in (tmp_path / KEY).iterdir() if p.name != RECORD}
    assert after == {p: b for p, b in before.items() if p.name != RECORD}


def test_a_file_that_cannot_be_read_back_gets_no_name(tmp_path, monkeypatch):
    encode = mask_export.encode
    monkeypatch.setattr(mask_export, "encode", lambda array, description: encode(array, description)[:-1])
    with pytest.raises(LggError, match="reading it back"):
        export(tmp_path)
    assert names(tmp_path / KEY) == []


def test_temporaries_of_a_killed_export_are_swept(tmp_path):
    (tmp_path / KEY).mkdir()
    (tmp_path / KEY / ".lgg-left-behind.part").write_bytes(b"half")
    assert ".lgg-left-behind.part" not in names(export(tmp_path).folder)


@pytest.mark.real_data
def test_the_largest_real_study_is_exported_within_a_second(real_cohort, tmp_path):
    study = max(read_cohort(real_cohort).studies, key=lambda s: len(s.slices))
    data = read_study(study)
    provenance = describe(study, data.volume, data.truth)
    best = float("inf")
    for attempt in range(3):  # processor time, for the machine may be busy
        begin = time.process_time()
        result = export_study(study, data.truth, tmp_path / str(attempt), provenance)
        best = min(best, time.process_time() - begin)
    assert len(result.written) == len(study.slices) + 1
    assert best < 1
    for ref in study.slices:
        written = read_page(PageRef(result.folder / f"{study.key}_{ref.number}_mask.tif"))
        np.testing.assert_array_equal(written, tifffile.imread(ref.mask.path))
