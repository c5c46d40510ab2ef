"""Post-processing of a mask as voxels, which the program knows as runs."""

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.components import find_runs
from lgg_viewer.core.post_processing import PostProcessing, process_runs


def process(voxels: NDArray[np.bool_], how: PostProcessing) -> NDArray[np.bool_]:
    """Return a mask after post-processing, shape (Z, Y, X)."""
    return process_runs(find_runs(voxels), how).runs.to_voxels()
