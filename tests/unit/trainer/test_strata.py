from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lgg_viewer.core.study import Channel, Clinical, Study
from trainer.scoring.strata import UNKNOWN, Traits, stratify, traits_of

TRAITS = st.builds(
    Traits,
    st.sampled_from(["CS", "DU", UNKNOWN]),
    st.sampled_from(["II", "III", UNKNOWN]),
    st.sampled_from(["none missing", "POST", "PRE and POST"]),
    st.sampled_from(["fold 0", "fold 1"]),
)


@given(st.lists(st.tuples(TRAITS, st.integers(0, 10**6)), min_size=1, max_size=40))
def test_every_patient_is_in_one_group_of_each_way(patients):
    ways = stratify([t for t, _ in patients], [v for _, v in patients])
    several = len({t.fold for t, _ in patients}) > 1
    assert set(ways) == {"institution", "tumour grade", "missing sequence", "tumour volume"} | (
        {"fold"} if several else set()
    )
    for groups in ways.values():
        assert sorted(k for g in groups for k in g.members) == list(range(len(patients)))
        assert all(g.members for g in groups)


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=40))
def test_thirds_by_volume_are_of_one_size_and_do_not_overlap(voxels):
    thirds = stratify([Traits()] * len(voxels), voxels)["tumour volume"]
    sizes = [len(g.members) for g in thirds]
    assert max(sizes) - min(sizes) <= 1
    for smaller, larger in pairwise(thirds):
        assert max(voxels[k] for k in smaller.members) <= min(voxels[k] for k in larger.members)


def test_the_name_of_a_third_tells_its_largest_tumour():
    names = [g.name for g in stratify([Traits()] * 3, [20_000, 5, 700])["tumour volume"]]
    assert names == ["small, up to 5 voxels", "medium, up to 700 voxels", "large, up to 20,000 voxels"]


def test_members_share_what_names_their_group():
    traits = [Traits("DU", "III"), Traits("CS", UNKNOWN), Traits("CS", "III", "POST")]
    ways = stratify(traits, [1, 2, 3])
    assert {g.name: g.members for g in ways["institution"]} == {"CS": (1, 2), "DU": (0,)}
    assert {g.name: g.members for g in ways["missing sequence"]} == {"none missing": (0, 1), "POST": (2,)}
    assert [g.name for g in ways["tumour grade"]] == ["III", UNKNOWN]


@pytest.mark.parametrize(
    ("patient", "institution"),
    [("TCGA_CS_4941", "CS"), ("TCGA_4941", UNKNOWN), ("site_12_3", UNKNOWN), ("TCGA", UNKNOWN)],
)
def test_names_of_the_cancer_genome_atlas_tell_the_institution(patient, institution):
    study = Study(f"{patient}_19970826", Path(), ())
    assert study.patient == patient
    assert traits_of(study, ()).institution == institution


def test_a_patient_is_described_by_name_table_and_copies_of_flair():
    study = Study("TCGA_HT_7473_19970826", Path(), (), Clinical(grade="II"))
    assert traits_of(study, {Channel.POST, Channel.PRE}) == Traits("HT", "II", "PRE and POST")
    assert traits_of(Study("somebody", Path(), ()), set()) == Traits(UNKNOWN, UNKNOWN, "none missing")
