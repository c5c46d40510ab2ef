"""The curves of a run as a picture in its folder."""

import io
from pathlib import Path

from lgg_viewer.io.atomic import write_atomically
from trainer.report.figures import draw_training
from trainer.report.training_log import read_training_log

CURVES = "curves.png"


def draw_curves(run: Path, label: str = "") -> Path | None:
    """Draw loss, Dice and learning rate of a run from its logs; return the picture's path, None where nothing is noted.

    Parameters
    ----------
    run : Path
    label : str
        What must stand over the picture wherever it is shown.

    Raises
    ------
    LggError
        A log is damaged, or the picture cannot be written.
    """
    log = read_training_log(run)
    if log is None:
        return None
    picture = io.BytesIO()
    drawn = draw_training(log)
    if label:
        drawn.suptitle(label, fontsize="small")
    drawn.savefig(picture, format="png", dpi=150, facecolor="white")
    path = run / CURVES
    with write_atomically(path) as file:
        file.write(picture.getvalue())
    return path
