"""Thumbnails as pixmaps, made once each."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QPixmap

from lgg_viewer.core.thumbnail import Thumbnail
from lgg_viewer.gui.qimage import to_qimage

HEIGHT = 40


class Thumbnails:
    """The pixmaps of a cohort, at the density of the screen they were last asked for."""

    def __init__(self) -> None:
        self._made: dict[str, tuple[Thumbnail, float, QPixmap]] = {}

    def clear(self) -> None:
        """Let all go: another cohort is open."""
        self._made.clear()

    def pixmap(self, key: str, thumbnail: Thumbnail, ratio: float) -> QPixmap:
        """Return the thumbnail of a study.

        Parameters
        ----------
        key : str
        thumbnail : Thumbnail
        ratio : float
            Device pixels to a pixel of the window.
        """
        kept = self._made.get(key)
        if kept is not None and kept[0] is thumbnail and kept[1] == ratio:
            return kept[2]
        side = round(HEIGHT * ratio)
        pixmap = QPixmap.fromImage(to_qimage(thumbnail.grey)).scaled(
            side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        pixmap.setDevicePixelRatio(ratio)
        self._made[key] = (thumbnail, ratio, pixmap)
        return pixmap
