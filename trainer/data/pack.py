"""Pack a folder of TIFFs into small, separately transferable parts, readable with little more than torch."""

import hashlib
from pathlib import Path

import numpy as np
from tqdm import tqdm

from lgg_viewer.errors import LggError
from lgg_viewer.io.atomic import write_atomically
from trainer.data.dataset import find_studies, read_with_truth
from trainer.data.packed_study import MANIFEST, PackedStudy, encode_study, part_folder, read_packed, to_manifest

PART_BYTES = 50_000_000


def pack(data: Path, output: Path, part_size: int = PART_BYTES) -> list[Path]:
    """Pack the studies of a folder, losslessly; each is read back and compared.

    Parameters
    ----------
    data : Path
        Folder of the data set.
    output : Path
        Folder of the pack: new, or empty.
    part_size : int
        Largest size of a part in bytes. A larger study is a part of its own.

    Returns
    -------
    list of Path
        The folders of the parts. `MANIFEST.json` beside them is written last: without it there is no pack.

    Raises
    ------
    LggError
        The output is not empty, a study cannot be read or is not of 8 bits, or a file cannot be written.
    """
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise LggError(f"{output} already exists.", "Choose a new folder, or remove what is there.")
    packed: list[PackedStudy] = []
    part, room = 0, 0
    for study in tqdm(find_studies(data), desc="packing", unit="study", leave=False, disable=None):
        found = read_with_truth(study)
        volume, truth = found.volume, found.truth
        if volume.pixels.dtype != np.uint8:
            raise LggError(f"{study.key} is of {volume.pixels.dtype}.", "A pack holds slices of 8 bits.")
        content = encode_study(volume, truth)
        if part == 0 or len(content) > room:
            part, room = part + 1, part_size
        room -= len(content)
        entry = PackedStudy(
            study.key,
            part_folder(output, part),
            study.slices,
            study.clinical,
            part=part,
            size=len(content),
            sha256=hashlib.sha256(content).hexdigest(),
            shape=volume.shape,
            volume=volume.sha256,
        )
        with write_atomically(entry.file) as file:
            file.write(content)
        again, mask = read_packed(entry)
        assert np.array_equal(again.pixels, volume.pixels)
        assert np.array_equal(mask.voxels, truth.voxels)
        packed.append(entry)
    with write_atomically(output / MANIFEST) as file:
        file.write(to_manifest(packed).encode())
    return [part_folder(output, n + 1) for n in range(part)]
