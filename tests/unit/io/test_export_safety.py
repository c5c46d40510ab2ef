import os
from pathlib import Path

import numpy as np
import pytest

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.study import PageRef
from lgg_viewer.errors import LggError
from lgg_viewer.io import mask_export
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.mask_export import Existing
from lgg_viewer.io.tiff import read_page
from tests.unit.io.exporting import RECORD, export, names, records
from tests.unit.io.tiff_files import (
    KEY,
    blob,
    make_map,
    make_mask,
    make_study,
    write,
    write_study,
)

posix_only = pytest.mark.skipif(os.name == "nt", reason="links are made the POSIX way")


def test_nothing_is_written_over_unless_it_is_wished(tmp_path):
    folder = export(tmp_path, slices=[1]).folder
    before = {p: p.read_bytes() for p in folder.iterdir()}
    with pytest.raises(LggError, match=rf"{KEY}_2_mask\.tif already exists") as failure:
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
def test_a_record_of_another_program_is_never_replaced(tmp_path, content):
    folder = tmp_path / KEY
    folder.mkdir()
    (folder / RECORD).write_bytes(content.encode(errors="surrogateescape"))
    before = (folder / RECORD).read_bytes()
    for existing in Existing:
        with pytest.raises(LggError, match="was not written by LGG Viewer"):
            export(tmp_path, existing=existing)
    assert names(folder) == [RECORD]
    assert (folder / RECORD).read_bytes() == before


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
