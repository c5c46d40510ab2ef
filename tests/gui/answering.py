"""A prediction of the study on screen without a network."""

import numpy as np

from lgg_viewer.core.probability import ProbabilityMap
from lgg_viewer.core.volume import frozen
from lgg_viewer.gui.app import Application
from lgg_viewer.jobs.tasks import Answer, tabulate


def answer(
    program: Application,
    values: np.ndarray,
    known: np.ndarray | None = None,
    spread: np.ndarray | None = None,
    *,
    on_disk: bool = False,
) -> np.ndarray:
    """File a probability map as the answer to the study on screen, and return it as it was kept.

    With a spread it is one that was averaged over mirror images; `on_disk` says that the disk cache keeps it too.
    """
    session = program.session
    kept = values.astype(np.float16)
    known = np.ones(len(values), bool) if known is None else known
    averaged, apart = spread is not None, None if spread is None else frozen(spread)
    probability = ProbabilityMap(frozen(kept), frozen(known), session.card.model_id, "nothing", averaged, apart)
    answer = Answer(probability, tabulate(probability, session.truth), session.volume.sha256, kept=on_disk)
    session.put_answer(session.state.study, answer)
    return kept


def shifted_truth(program: Application, *, by: int = 6, sure: float = 0.9) -> np.ndarray:
    """Return a map that is sure of the ground truth, some columns to the right of it."""
    return np.where(np.roll(program.session.truth.voxels, by, axis=2), sure, 0.02)
