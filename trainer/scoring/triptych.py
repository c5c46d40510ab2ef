"""The slice of a patient that shows most tumour: what a picture of image, ground truth and prediction is drawn from."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from lgg_viewer.core.study import Channel
from lgg_viewer.core.volume import Volume
from lgg_viewer.core.window import auto_window, to_grey


@dataclass(frozen=True, eq=False)
class Triptych:
    """One slice of a study.

    Attributes
    ----------
    study : str
    number : int
        As in the file name, 1-based.
    flair : ndarray of uint8, shape (Y, X)
        Windowed as the viewer does.
    truth, prediction : ndarray of bool, shape (Y, X)
    """

    study: str
    number: int
    flair: NDArray[np.uint8]
    truth: NDArray[np.bool_]
    prediction: NDArray[np.bool_]

    @property
    def area(self) -> int:
        """Pixels of the ground truth."""
        return int(np.count_nonzero(self.truth))


def choose_slice(truth: NDArray[np.bool_], prediction: NDArray[np.bool_]) -> int:
    """Return the slice with most tumour in the ground truth; where that is empty, in the prediction.

    Parameters
    ----------
    truth, prediction : ndarray of bool, shape (Z, Y, X)
    """
    shown = truth if truth.any() else prediction
    return int(np.count_nonzero(shown, axis=(1, 2)).argmax())


def draw_triptych(
    study: str, numbers: tuple[int, ...], volume: Volume, truth: NDArray[np.bool_], prediction: NDArray[np.bool_]
) -> Triptych:
    """Take the slice with most tumour out of a study.

    Parameters
    ----------
    study : str
    numbers : tuple of int, length Z
        Slice numbers as in the file names.
    volume : Volume
    truth, prediction : ndarray of bool, shape (Z, Y, X)
    """
    z = choose_slice(truth, prediction)
    flair = volume.pixels[..., Channel.FLAIR]
    # copies: a view would keep the whole study in memory
    return Triptych(study, numbers[z], to_grey(flair[z], auto_window(flair)), truth[z].copy(), prediction[z].copy())
