"""Post-processing of a mask as voxels, which the program knows as runs, and ways to do it."""

import numpy as np
from hypothesis import strategies as st
from numpy.typing import NDArray

from lgg_viewer.core.post_processing import PostProcessing, process_runs
from lgg_viewer.core.runs import find_runs

WAYS = st.builds(
    PostProcessing,
    largest=st.booleans(),
    smallest=st.integers(0, 6),
    fill_holes=st.booleans(),
    share=st.sampled_from([0.0, 0.3, 1.0]),
)


def process(voxels: NDArray[np.bool_], how: PostProcessing) -> NDArray[np.bool_]:
    """Return a mask after post-processing, shape (Z, Y, X)."""
    return process_runs(find_runs(voxels), how).runs.to_voxels()
