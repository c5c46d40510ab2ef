"""Cells of figures: plain while they change, selectable under the mouse."""

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from lgg_viewer.gui.panels.figures import Figure


def enter(cell):
    place = QPointF(cell.rect().center())
    QApplication.sendEvent(cell, QEnterEvent(place, place, QPointF(cell.mapToGlobal(place))))


def test_a_figure_can_be_selected_and_copied_under_the_mouse(qtbot):
    cell = Figure("Dice of the slice")
    qtbot.addWidget(cell)
    cell.setText("0.912")
    cell.show()
    enter(cell)
    qtbot.mouseDClick(cell, Qt.MouseButton.LeftButton, pos=cell.rect().center())
    cell.setSelection(0, 5)
    assert cell.selectedText() == "0.912"
    assert cell.focusPolicy() == Qt.FocusPolicy.NoFocus
    QApplication.sendEvent(cell, QEvent(QEvent.Type.Leave))
    assert not cell.hasSelectedText()
    assert cell.text() == "0.912"
    assert cell.focusPolicy() == Qt.FocusPolicy.NoFocus
    assert cell.accessibleName() == "Dice of the slice"
