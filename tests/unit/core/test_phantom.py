from dataclasses import replace

import numpy as np
import pytest

from lgg_viewer.core.phantom import DEMO_PATIENTS, SIDE, make_phantom
from lgg_viewer.core.study import Channel, patient_of
from lgg_viewer.core.volume import find_copies_of_flair

NAMES = [spec.name for spec in DEMO_PATIENTS]


@pytest.fixture(params=DEMO_PATIENTS, ids=NAMES)
def phantom(request, phantoms):
    return phantoms[request.param]


@pytest.fixture(scope="module")
def thin():
    """A patient of few slices, quick to draw, with the tumour in the middle one."""
    spec = DEMO_PATIENTS[0]
    return replace(spec, slices=3, lowest=spec.tumour.centre[2] - spec.spacing)


def filled(mask):
    """Fill a plane's mask along its rows: from its first to its last column."""
    return np.maximum.accumulate(mask, axis=1) & np.maximum.accumulate(mask[:, ::-1], axis=1)[:, ::-1]


def grown(mask, steps):
    """Dilate a plane's mask by so many pixels."""
    for _ in range(steps):
        mask = mask | np.roll(mask, 1, 0) | np.roll(mask, -1, 0) | np.roll(mask, 1, 1) | np.roll(mask, -1, 1)
    return mask


def test_the_same_spec_makes_the_same_patient(thin):
    first, second = make_phantom(thin), make_phantom(thin)
    np.testing.assert_array_equal(first.pixels, second.pixels)
    np.testing.assert_array_equal(first.mask, second.mask)


def test_another_seed_makes_another_patient(thin):
    first, second = make_phantom(thin), make_phantom(replace(thin, seed=thin.seed + 1))
    assert not np.array_equal(first.mask, second.mask)
    head = first.pixels[..., Channel.FLAIR] > 20
    difference = np.abs(first.pixels.astype(int) - second.pixels)[..., Channel.FLAIR][head]
    # more than noise: the folds of the cortex lie elsewhere
    assert difference.mean() > 3 * thin.noise


def test_shapes_and_types_are_those_of_a_study(phantom):
    z = next(spec.slices for spec in DEMO_PATIENTS if spec.name == phantom.name)
    assert phantom.pixels.shape == (z, SIDE, SIDE, 3)
    assert phantom.pixels.dtype == np.uint8
    assert phantom.mask.shape == (z, SIDE, SIDE)
    assert phantom.mask.dtype == bool
    assert not phantom.pixels.flags.writeable
    assert not phantom.mask.flags.writeable


def test_names_are_those_of_different_patients_with_a_date():
    patients = [patient_of(name) for name in NAMES]
    assert len(set(patients)) == len(NAMES)
    assert all(patient != name for patient, name in zip(patients, NAMES, strict=True))


def test_one_patient_alone_lacks_post_contrast_and_has_a_copy_of_flair_for_it(phantoms):
    missing = [find_copies_of_flair(p.pixels) for p in phantoms.values()]
    assert sorted(missing, key=len) == [frozenset(), frozenset(), frozenset({Channel.POST})]


def test_the_tumour_has_a_plausible_size_on_consecutive_slices(phantom):
    assert 5_000 < np.count_nonzero(phantom.mask) < 40_000
    marked = np.flatnonzero(phantom.mask.any((1, 2)))
    assert len(marked) >= 5
    np.testing.assert_array_equal(np.diff(marked), 1)
    assert marked[0] > 0
    assert marked[-1] < len(phantom.mask) - 1


def test_the_tumour_lies_inside_the_skull(phantom):
    for z in np.flatnonzero(phantom.mask.any((1, 2))):
        flair = phantom.pixels[z, :, :, Channel.FLAIR]
        head = filled(flair > 20)
        # scalp and skull are at least eight pixels thick
        assert not (phantom.mask[z] & grown(~head, 8)).any()


def test_the_tumour_is_brighter_than_the_brain_around_it_in_flair_and_darker_in_pre(phantom):
    z = int(np.argmax(phantom.mask.sum((1, 2))))
    tumour = phantom.mask[z]
    ring = grown(tumour, 14) & ~grown(tumour, 4)
    flair, pre = phantom.pixels[z, :, :, Channel.FLAIR], phantom.pixels[z, :, :, Channel.PRE]
    # neither fluid and bone, nor fat
    brain = ring & (flair > 0.4 * np.median(flair[tumour])) & (pre < 90)
    assert np.median(flair[tumour]) > 1.3 * np.median(flair[brain])
    assert np.percentile(flair[tumour], 10) > np.percentile(flair[brain], 75)
    assert np.median(pre[tumour]) < np.median(pre[brain])


def test_the_tumours_differ_in_side_site_and_size(phantoms):
    columns = [np.argwhere(p.mask)[:, 2].mean() - SIDE / 2 for p in phantoms.values()]
    rows = [np.argwhere(p.mask)[:, 1].mean() for p in phantoms.values()]
    assert min(columns) < 0 < max(columns)
    assert max(rows) - min(rows) > 40
    volumes = [np.count_nonzero(p.mask) for p in phantoms.values()]
    assert max(volumes) > 1.5 * min(volumes)


def test_the_head_fills_the_frame_as_a_real_one_and_shrinks_to_the_vertex(phantom):
    head = phantom.pixels[..., Channel.FLAIR] > 20
    rows, columns = np.flatnonzero(head.any((0, 2))), np.flatnonzero(head.any((0, 1)))
    assert 200 < np.ptp(rows) < 250
    assert 150 < np.ptp(columns) < 210
    area = [np.count_nonzero(filled(plane)) for plane in head]
    assert area[-1] < 0.45 * max(area)
    # nothing of it is cut off by the frame
    assert not head[:, [0, -1], :].any()
    assert not head[:, :, [0, -1]].any()


def test_fluid_is_dark_and_white_matter_brighter_than_grey_in_pre(thin):
    still = make_phantom(replace(thin, noise=0.0, tumour=replace(thin.tumour, radii=(1.0, 1.0, 1.0))))
    assert not still.mask.any()
    plane = still.pixels[1].astype(float)
    brain = (plane[..., Channel.PRE] > 35) & (plane[..., Channel.PRE] < 75)
    brain &= ~grown(~filled(plane[..., Channel.FLAIR] > 20), 18)
    pre, flair = plane[brain][:, Channel.PRE], plane[brain][:, Channel.FLAIR]
    bright_in_flair = flair > np.percentile(flair, 80)
    assert pre[bright_in_flair].mean() < pre[~bright_in_flair].mean()
    ventricle = plane[110:140, 118:138, Channel.FLAIR].min()
    assert ventricle < 0.6 * np.median(flair)
