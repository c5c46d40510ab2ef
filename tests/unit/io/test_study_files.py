import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lgg_viewer.core.study import Channel, PageRef, ProblemKind, SliceRef, Study
from lgg_viewer.errors import CancelledError, LggError
from lgg_viewer.io import study_files
from lgg_viewer.io.cohort_folder import read_cohort
from lgg_viewer.io.study_files import read_study
from tests.unit.io.tiff_files import KEY, SHAPE, blob, picture, to_compressed, write, write_study


def read(folder):
    (study,) = read_cohort(folder).studies
    return read_study(study)


def told(data):
    return [(p.kind, p.path.name) for p in data.problems]


def test_a_study_is_read_as_it_is_stored(tmp_path):
    data = read(write_study(tmp_path))
    np.testing.assert_array_equal(data.volume.pixels, [picture(n) for n in (1, 2, 3)])
    np.testing.assert_array_equal(data.truth.voxels, [blob(n) > 0 for n in (1, 2, 3)])
    assert (data.volume.shape, data.volume.missing, data.problems) == ((3, *SHAPE), frozenset(), ())
    assert data.volume.readable.all()
    assert data.truth.known.all()


def test_what_is_read_cannot_be_changed(tmp_path):
    data = read(write_study(tmp_path))
    for array in (data.volume.pixels, data.volume.readable, data.truth.voxels, data.truth.known):
        with pytest.raises(ValueError, match="read-only"):
            array[0] = 1


def test_a_stack_of_big_endian_16_bit_pages_is_read_with_its_masks(tmp_path):
    pages = np.stack([picture(n, channels=1, dtype=np.uint16) for n in range(4)])
    write(tmp_path / f"{KEY}.tif", pages, byteorder=">")
    write(tmp_path / f"{KEY}_mask.tif", np.stack([blob(n) for n in range(4)]))
    data = read(tmp_path)
    np.testing.assert_array_equal(data.volume.pixels[..., Channel.POST], pages)
    assert data.volume.pixels.dtype == np.uint16
    np.testing.assert_array_equal(data.truth.voxels, [blob(n) > 0 for n in range(4)])


def test_grey_slices_are_flair_and_the_other_sequences_are_missing(tmp_path):
    for n in (1, 2):
        write(tmp_path / f"{KEY}_{n}.tif", picture(n, channels=1))
    data = read(tmp_path)
    np.testing.assert_array_equal(data.volume.plane(1, Channel.FLAIR), picture(2, channels=1))
    assert data.volume.missing == {Channel.PRE, Channel.POST}


@pytest.mark.parametrize("channel", [Channel.PRE, Channel.POST])
def test_a_copy_of_flair_is_named_missing(tmp_path, channel):
    for n in (1, 2):
        image = picture(n)
        image[..., channel] = image[..., Channel.FLAIR]
        write(tmp_path / f"{KEY}_{n}.tif", image)
    assert read(tmp_path).volume.missing == {channel}


def test_a_black_study_lacks_nothing(tmp_path):
    write(tmp_path / f"{KEY}_1.tif", np.zeros((*SHAPE, 3), np.uint8))
    assert read(tmp_path).volume.missing == frozenset()


def test_the_digest_follows_pixels_and_nothing_else(tmp_path):
    one = read(write_study(tmp_path / "one"))
    two = read(write_study(tmp_path / "two", "another", masks=False))
    for path in (tmp_path / "two").iterdir():
        path.write_bytes(to_compressed(picture(int(path.stem[-1])), 5))
    packed = read(tmp_path / "two")
    write(tmp_path / "two" / "another_1.tif", picture(9))
    changed = read(tmp_path / "two")
    assert one.volume.sha256 == two.volume.sha256 == packed.volume.sha256 != changed.volume.sha256


def test_a_slice_that_cannot_be_read_has_another_digest_than_a_black_one(tmp_path):
    write_study(tmp_path)
    write(tmp_path / f"{KEY}_2.tif", np.zeros((*SHAPE, 3), np.uint8))
    black = read(tmp_path)
    (tmp_path / f"{KEY}_2.tif").write_bytes(b"")
    unreadable = read(tmp_path)
    np.testing.assert_array_equal(black.volume.pixels, unreadable.volume.pixels)
    assert black.volume.sha256 != unreadable.volume.sha256


@pytest.mark.parametrize("share", [0, 8, 0.5, 0.95])
def test_a_slice_cut_off_is_black_and_told_and_its_mask_is_left_out(tmp_path, share):
    write_study(tmp_path)
    path = tmp_path / f"{KEY}_2.tif"
    whole = path.read_bytes()
    path.write_bytes(whole[: share if isinstance(share, int) else int(len(whole) * share)])
    data = read(tmp_path)
    assert told(data) == [(ProblemKind.UNREADABLE, path.name)]
    assert data.volume.readable.tolist() == data.truth.known.tolist() == [True, False, True]
    assert not data.volume.pixels[1].any()
    assert not data.truth.voxels[1].any()


def test_a_study_none_of_whose_slices_can_be_read_is_an_error(tmp_path):
    write_study(tmp_path, numbers=(1, 2))
    for path in tmp_path.iterdir():
        path.write_bytes(b"")
    with pytest.raises(LggError, match=rf"No slice of {KEY} can be read\. .*_1\.tif is empty"):
        read(tmp_path)


@pytest.mark.parametrize(
    ("odd", "said"),
    [
        (picture(2, (12, 11)), "11 x 12"),
        (picture(2, dtype=np.uint16), "16 bits"),
        (picture(2, channels=1), "grey"),
    ],
    ids=["size", "depth", "channels"],
)
@pytest.mark.parametrize("odd_number", [1, 2])
def test_a_slice_unlike_the_others_is_black_and_told(tmp_path, odd, said, odd_number):
    write_study(tmp_path)
    path = write(tmp_path / f"{KEY}_{odd_number}.tif", odd)
    data = read(tmp_path)
    assert told(data) == [(ProblemKind.SIZE_CHANGE, path.name)]
    assert said in data.problems[0].message
    assert data.volume.readable.tolist() == [n != odd_number for n in (1, 2, 3)]
    assert data.volume.shape == (3, *SHAPE)


def test_a_mask_of_another_size_is_left_out_and_told(tmp_path):
    write_study(tmp_path)
    path = write(tmp_path / f"{KEY}_3_mask.tif", blob(shape=(24, 20)))
    data = read(tmp_path)
    assert told(data) == [(ProblemKind.MASK_SIZE, path.name)]
    assert "20 x 24" in data.problems[0].message
    assert data.truth.known.tolist() == [True, True, False]


@pytest.mark.parametrize(
    "stored",
    [
        blob(2) // 255,
        blob(2),
        blob(2).astype(np.uint16) * 257,
        np.dstack([blob(2)] * 3),
        np.dstack([blob(2), blob(2) * 0, blob(2) * 0]),
    ],
    ids=["0 and 1", "0 and 255", "16 bits", "grey as colour", "red"],
)
def test_masks_are_understood_however_they_say_two_things(tmp_path, stored):
    write_study(tmp_path)
    write(tmp_path / f"{KEY}_2_mask.tif", stored)
    data = read(tmp_path)
    np.testing.assert_array_equal(data.truth.voxels[1], blob(2) > 0)
    assert data.problems == ()


@pytest.mark.parametrize("value", [0, 1, 255])
def test_a_mask_of_one_value_is_all_or_nothing(tmp_path, value):
    write_study(tmp_path)
    write(tmp_path / f"{KEY}_2_mask.tif", np.full(SHAPE, value, np.uint8))
    data = read(tmp_path)
    assert data.truth.known[1]
    assert data.truth.voxels[1].all() == data.truth.voxels[1].any() == (value > 0)


@pytest.mark.parametrize(
    ("values", "tumour"),
    [([0, 100, 128, 255], [False, False, True, True]), ([7, 200], [False, True]), ([1, 2, 3], [False, True, True])],
)
def test_a_mask_of_more_than_two_values_is_cut_at_half_and_told(tmp_path, values, tumour):
    write_study(tmp_path)
    stored = np.resize(np.array(values, np.uint8), SHAPE)
    path = write(tmp_path / f"{KEY}_2_mask.tif", stored)
    data = read(tmp_path)
    assert told(data) == [(ProblemKind.MASK_NOT_BINARY, path.name)]
    np.testing.assert_array_equal(data.truth.voxels[1], np.resize(tumour, SHAPE))


@given(seed=st.integers(0, 2**32 - 1), low=st.integers(1, 255))
@settings(max_examples=30)
def test_a_mask_written_is_the_mask_read(tmp_path_factory, seed, low):
    folder = tmp_path_factory.mktemp("law")
    mask = np.random.default_rng(seed).random(SHAPE) > 0.5
    write(folder / f"{KEY}_1.tif", picture())
    write(folder / f"{KEY}_1_mask.tif", mask.astype(np.uint8) * np.uint8(low))
    data = read(folder)
    np.testing.assert_array_equal(data.truth.voxels[0], mask)
    assert data.problems == ()


def test_a_study_without_masks_has_no_ground_truth(tmp_path):
    assert read(write_study(tmp_path, masks=False)).truth is None


def test_a_study_whose_only_mask_is_broken_has_no_ground_truth(tmp_path):
    write_study(tmp_path, masks=(2,))
    (tmp_path / f"{KEY}_2_mask.tif").write_bytes(b"broken")
    data = read(tmp_path)
    assert data.truth is None
    assert told(data) == [(ProblemKind.UNREADABLE, f"{KEY}_2_mask.tif")]


def test_files_that_vanish_after_the_listing_are_told(tmp_path):
    write_study(tmp_path)
    (study,) = read_cohort(tmp_path).studies
    (tmp_path / f"{KEY}_1.tif").unlink()
    (tmp_path / f"{KEY}_3_mask.tif").unlink()
    data = read_study(study)
    assert told(data) == [(ProblemKind.UNREADABLE, f"{KEY}_1.tif"), (ProblemKind.UNREADABLE, f"{KEY}_3_mask.tif")]
    assert all("no longer exists" in p.message and p.study == KEY for p in data.problems)


def test_stacks_numbered_like_slices_are_told_for_their_further_pages_are_not_shown(tmp_path):
    for n in (1, 2):
        write(tmp_path / f"scan_{n}.tif", np.stack([picture(k, channels=1) for k in range(3)]))
    data = read(tmp_path)
    assert told(data) == [(ProblemKind.NOT_READ, "scan_1.tif")]
    assert "3 pages" in data.problems[0].message


def test_a_study_too_large_is_refused_before_all_of_it_is_read(tmp_path, monkeypatch):
    write_study(tmp_path, numbers=range(1, 9), masks=False)
    (study,) = read_cohort(tmp_path).studies
    slice_bytes = 3 * SHAPE[0] * SHAPE[1]
    monkeypatch.setattr(study_files, "MAX_STUDY_BYTES", 8 * slice_bytes)
    assert read_study(study).volume.readable.all()
    monkeypatch.setattr(study_files, "MAX_STUDY_BYTES", 3 * slice_bytes)
    for ref in study.slices[4:]:
        ref.image.path.write_bytes(b"never reached")
    with pytest.raises(LggError, match="memory"):
        read_study(study)


def test_reading_can_be_cancelled_at_images_and_at_masks(tmp_path):
    (study,) = read_cohort(write_study(tmp_path)).studies
    for allowed in (0, 2, 4):
        asked = iter(range(99))
        with pytest.raises(CancelledError):
            read_study(study, cancelled=lambda asked=asked, allowed=allowed: next(asked) >= allowed)


def test_a_page_that_is_not_there_is_told(tmp_path):
    path = write(tmp_path / f"{KEY}.tif", np.stack([picture(n, channels=1) for n in range(2)]))
    study = Study(KEY, tmp_path, tuple(SliceRef(n + 1, PageRef(path, n)) for n in range(3)))
    data = read_study(study)
    assert data.volume.readable.tolist() == [True, True, False]
    assert "no page 3" in data.problems[0].message


@pytest.mark.real_data
def test_the_published_cohort_has_the_missing_sequences_that_were_counted(real_cohort):
    cohort = read_cohort(real_cohort)
    missing = {Channel.PRE: 0, Channel.POST: 0}
    slices = tumour = 0
    for study in cohort.studies:
        data = read_study(study)
        assert data.problems == ()
        assert data.truth.known.all()
        assert data.volume.shape[1:] == (256, 256)
        slices += data.volume.shape[0]
        tumour += int(data.truth.voxels.any(axis=(1, 2)).sum())
        for channel in data.volume.missing:
            missing[channel] += 1
    assert slices == 3218
    assert (missing, tumour) == ({Channel.PRE: 6, Channel.POST: 9}, 1118)
