"""The one door between arrays and Qt images."""

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

_FORMATS = {1: QImage.Format.Format_Grayscale8, 3: QImage.Format.Format_RGB888, 4: QImage.Format.Format_RGBA8888}


def to_qimage(array: NDArray[np.uint8]) -> QImage:
    """Copy an array into a Qt image.

    Parameters
    ----------
    array : ndarray of uint8, shape (Y, X), (Y, X, 3) or (Y, X, 4)
        Grey, RGB or RGBA that is not premultiplied.
    """
    array = np.ascontiguousarray(array)
    height, width = array.shape[:2]
    channels = 1 if array.ndim == 2 else array.shape[2]
    # without the row stride Qt takes rows for padded to four bytes; without the copy, which the conversion is, it would
    # share memory that dies
    image = QImage(array.data, width, height, width * channels, _FORMATS[channels])
    # the raster engine is fastest, and smooths quickly, with four bytes a pixel, premultiplied once here
    return image.convertToFormat(
        QImage.Format.Format_ARGB32_Premultiplied if channels == 4 else QImage.Format.Format_RGB32
    )
