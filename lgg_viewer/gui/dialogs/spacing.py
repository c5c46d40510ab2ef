"""Millimetres, given by hand."""

from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.spacing import Spacing
from lgg_viewer.gui.number_field import NumberField
from lgg_viewer.gui.theme import GRID, set_tone
from lgg_viewer.words import tr


class SpacingDialog(QDialog):
    """Three distances; `spacing` is None when they are taken back."""

    def __init__(self, study: str, spacing: Spacing | None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Voxel spacing"))
        note = QLabel(
            tr(
                "These TIFF files contain no spacing. Take it from the acquisition protocol; a wrong value makes every "
                "area and volume wrong."
            )
        )
        note.setWordWrap(True)
        set_tone(note, "faint")
        shown = spacing or Spacing(1.0, 1.0, 5.0)
        self.column = _box(shown.column, tr("Column spacing"))
        self.row = _box(shown.row, tr("Row spacing"))
        self.slice = _box(shown.slice, tr("Slice spacing"))
        self.everywhere = QCheckBox(tr("For all studies of the cohort"))
        form = QFormLayout()
        form.addRow(tr("Columns"), self.column)
        form.addRow(tr("Rows"), self.row)
        form.addRow(tr("Slices"), self.slice)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        take_back = buttons.addButton(tr("No spacing"), QDialogButtonBox.ButtonRole.DestructiveRole)
        take_back.clicked.connect(self._take_back)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self._taken_back = False
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(QLabel(study))
        layout.addLayout(form)
        layout.addWidget(self.everywhere)
        layout.addWidget(note)
        layout.addWidget(buttons)

    @property
    def spacing(self) -> Spacing | None:
        """What was given."""
        return None if self._taken_back else Spacing(self.row.value(), self.column.value(), self.slice.value())

    def _take_back(self) -> None:
        self._taken_back = True
        self.accept()


def _box(value: float, name: str) -> NumberField:
    box = NumberField(minimum=0.01, maximum=99.0, decimals=3, singleStep=0.1, suffix=" mm")
    box.setValue(value)
    box.setAccessibleName(name)
    return box
