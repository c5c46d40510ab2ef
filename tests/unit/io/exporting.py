"""Exporting a small study, and looking at what came of it."""

import json

from lgg_viewer.core.provenance import RESEARCH_USE, describe
from lgg_viewer.io.mask_export import export_study
from tests.unit.io.tiff_files import make_map, make_mask, make_study, make_volume

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
