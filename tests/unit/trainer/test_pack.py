import hashlib
import json
import shutil

import numpy as np
import pytest
import tifffile

from lgg_viewer.core.study import Channel
from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.study_files import read_study
from tests.unit.trainer.tiny_cohort import write_cohort
from trainer.data import pack as pack_module
from trainer.data.dataset import find_studies, read_with_truth
from trainer.data.pack import pack
from trainer.data.packed_study import MANIFEST, encode_study

ROW = "Patient,neoplasm_histologic_grade,laterality,gender,age_at_initial_pathologic\nTCGA_DU_0000,2,1,1,40\n"


@pytest.fixture(scope="module")
def cohort(tmp_path_factory):
    """Four patients, the first with a clinical row and without a post-contrast sequence."""
    folder = tmp_path_factory.mktemp("cohort")
    write_cohort(folder)
    (folder / "data.csv").write_text(ROW)
    for path in (folder / "TCGA_DU_0000_19990101").glob("*[0-9].tif"):
        image = tifffile.imread(path)
        image[..., Channel.POST] = image[..., Channel.FLAIR]
        tifffile.imwrite(path, image, photometric="rgb")
    return folder


@pytest.fixture(scope="module")
def packed(cohort, tmp_path_factory):
    """The same as a pack of two parts."""
    folder = tmp_path_factory.mktemp("packed") / "pack"
    sizes = [len(encode_study(d.volume, d.truth)) for d in map(read_study, read_cohort(cohort).studies)]
    pack(cohort, folder, part_size=sum(sizes[:2]))
    return folder


@pytest.fixture
def own(packed, tmp_path):
    """A copy of the pack that a test may damage."""
    return shutil.copytree(packed, tmp_path / "own")


@pytest.fixture
def manifest(own):
    """Change the first study in the manifest."""

    def write(**changes):
        content = json.loads((own / MANIFEST).read_text())
        content["studies"][0].update(changes)
        (own / MANIFEST).write_text(json.dumps(content))

    return write


def test_a_pack_holds_what_the_folder_holds(cohort, packed):
    there = find_studies(packed)
    for study, other in zip(there, find_studies(cohort), strict=True):
        assert (study.key, study.patient, study.clinical) == (other.key, other.patient, other.clinical)
        assert [s.number for s in study.slices] == [s.number for s in other.slices]
        found, expected = read_with_truth(study), read_with_truth(other)
        np.testing.assert_array_equal(found.volume.pixels, expected.volume.pixels)
        np.testing.assert_array_equal(found.truth.voxels, expected.truth.voxels)
        assert found.truth.known.all()
        assert found.volume.readable.all()
        assert found.volume.sha256 == expected.volume.sha256
        assert found.volume.missing == expected.volume.missing
    assert there[2].clinical.grade
    assert read_with_truth(there[2]).volume.missing == {Channel.POST}


def test_the_parts_are_no_larger_than_asked_for(cohort, tmp_path):
    whole = pack(cohort, tmp_path / "whole")
    assert whole == [tmp_path / "whole" / "part-1"]
    sizes = [p.stat().st_size for p in whole[0].iterdir()]
    parts = pack(cohort, tmp_path / "parts", part_size=2 * max(sizes))
    assert len(parts) == 2
    assert all(sum(p.stat().st_size for p in part.iterdir()) <= 2 * max(sizes) for part in parts)
    # a study larger than a part cannot be cut: it is a part of its own
    assert len(pack(cohort, tmp_path / "tiny", part_size=10)) == 4


def test_patients_are_chosen_from_a_pack_as_from_a_folder(packed):
    assert [s.patient for s in find_studies(packed, ("TCGA_CS_0003",))] == ["TCGA_CS_0003"]
    with pytest.raises(LggError, match="lacks 1 of the patients asked for: TCGA_CS_9999"):
        find_studies(packed, ("TCGA_CS_9999",))


def test_a_part_that_has_not_come_is_named(own):
    shutil.rmtree(own / "part-2")
    with pytest.raises(LggError, match="lacks 2 studies of part-2"):
        find_studies(own)
    here = json.loads((own / MANIFEST).read_text())["studies"][0]["key"]
    (study,) = find_studies(own, (here.rpartition("_")[0],))
    assert read_with_truth(study).truth.voxels.any()


def test_parts_without_their_manifest_are_told(own):
    (own / MANIFEST).unlink()
    with pytest.raises(LggError, match=r"MANIFEST\.json is missing"):
        find_studies(own)


def test_masks_from_elsewhere_are_for_folders_alone(packed, tmp_path):
    with pytest.raises(LggError, match="is a pack and has its own masks"):
        find_studies(packed, masks=tmp_path)


def test_a_file_that_goes_missing_after_the_listing_is_told(own):
    study = find_studies(own)[0]
    study.file.unlink()
    with pytest.raises(LggError, match="is missing"):
        read_with_truth(study)


@pytest.mark.parametrize(
    ("damage", "told"),
    [
        (lambda content: content[:-1], "not as long"),
        (lambda content: content + b"x", "not as long"),
        (lambda content: b"", "not as long"),
        (lambda content: content[:50] + bytes([content[50] ^ 1]) + content[51:], "SHA-256"),
    ],
)
def test_a_damaged_study_is_told(own, damage, told):
    study = find_studies(own)[0]
    study.file.write_bytes(damage(study.file.read_bytes()))
    with pytest.raises(LggError, match=told):
        read_with_truth(study)


def test_a_study_that_only_pretends_to_be_whole_is_told(own, manifest):
    file = find_studies(own)[0].file
    for content in (bytes(9000), b"\xff" * 9000, file.read_bytes()[:9000]):
        file.write_bytes(content)
        manifest(bytes=len(content), sha256=hashlib.sha256(content).hexdigest())
        with pytest.raises(LggError, match="cannot be read: it is"):
            read_with_truth(find_studies(own)[0])


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"shape": [3, 15000, 15000]}, "cannot hold 3 x 15000 x 15000 in"),
        ({"shape": [3, 10**9, 10**9], "bytes": 10**18}, "cannot be of"),
        ({"shape": [3, 256, 0]}, "cannot be of"),
        ({"shape": [3, 256, -256]}, "cannot be of"),
        ({"shape": [4, 256, 256]}, "cannot be of"),
        ({"shape": [3, 256]}, "not enough values"),
        ({"shape": [3, 256, True]}, "True is no int"),
        ({"shape": [3, 256, 256.0]}, "256.0 is no int"),
        ({"numbers": "123"}, "'123' is no list"),
        ({"clinical": {}}, "grade"),
        ({"clinical": None}, "None is no dict"),
        ({"key": 7}, "7 is no str"),
        ({"key": "TCGA_CS_0003_19990101"}, "one twice"),
    ],
)
def test_a_manifest_with_impossible_claims_is_refused_before_anything_is_read(own, manifest, changes, told):
    manifest(**changes)
    with pytest.raises(LggError, match=told):
        find_studies(own)


@pytest.mark.parametrize(
    "content", ["", "[]", "7", '{"format": 2, "studies": []}', '{"format": 1, "studies": []}', "[" * 100_000, "\ud800"]
)
def test_what_is_no_manifest_is_told(own, content):
    (own / MANIFEST).write_bytes(content.encode(errors="surrogatepass"))
    with pytest.raises(LggError, match=r"MANIFEST\.json is not the manifest of a pack"):
        find_studies(own)


def test_a_name_in_a_manifest_leads_nowhere_else(own, manifest):
    (own.parent / "secret.study").write_bytes(b"")
    manifest(key="../../secret")
    with pytest.raises(LggError, match="lacks 1 study of part-1"):
        find_studies(own)


def test_a_pack_is_not_written_over(cohort, own):
    before = (own / MANIFEST).read_bytes()
    with pytest.raises(LggError, match="already exists"):
        pack(cohort, own)
    assert (own / MANIFEST).read_bytes() == before


def test_an_interrupted_packing_leaves_no_pack(cohort, tmp_path, monkeypatch):
    written = []

    def full_disk_later(path):
        written.append(path)
        if len(written) == 3:
            raise LggError(f"{path} could not be written: No space left on device.")
        return write_atomically(path)

    monkeypatch.setattr(pack_module, "write_atomically", full_disk_later)
    with pytest.raises(LggError, match="No space left"):
        pack(cohort, tmp_path / "pack")
    with pytest.raises(LggError, match=r"MANIFEST\.json is missing"):
        find_studies(tmp_path / "pack")


def test_slices_of_sixteen_bits_are_not_packed(tmp_path):
    study = tmp_path / "data" / "A_19990101"
    study.mkdir(parents=True)
    tifffile.imwrite(study / "A_19990101_1.tif", np.full((16, 16), 1000, np.uint16))
    tifffile.imwrite(study / "A_19990101_1_mask.tif", np.zeros((16, 16), np.uint8))
    with pytest.raises(LggError, match="uint16"):
        pack(tmp_path / "data", tmp_path / "pack")


def test_real_slices_are_packed_to_less_than_two_fifths(real_cohort, tmp_path):
    few = tmp_path / "few"
    for study in read_cohort(real_cohort).studies[::30]:
        shutil.copytree(study.folder, few / study.key)
    (part,) = pack(few, tmp_path / "pack")
    pixels = 0
    for study, other in zip(find_studies(tmp_path / "pack"), find_studies(few), strict=True):
        found, expected = read_with_truth(study), read_with_truth(other)
        np.testing.assert_array_equal(found.volume.pixels, expected.volume.pixels)
        np.testing.assert_array_equal(found.truth.voxels, expected.truth.voxels)
        pixels += found.volume.pixels.nbytes
    assert sum(p.stat().st_size for p in part.iterdir()) < 0.4 * pixels
