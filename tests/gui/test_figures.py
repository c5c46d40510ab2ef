"""Cells of figures: plain while they change, selectable under the mouse."""

from dataclasses import replace

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication

from lgg_viewer.gui.panels.figures import Figure
from lgg_viewer.gui.panels.numbers import NumbersPanel
from tests.gui.answering import answer, shifted_truth


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


def test_figures_of_a_patient_that_the_model_was_trained_on_are_said_to_be_no_test(seen, qtbot):
    session = seen.session
    panel = NumbersPanel(session)
    qtbot.addWidget(panel)
    answer(seen, shifted_truth(seen))
    assert "training" not in panel.note.text()
    patient = session.drawer.study.patient
    session.set_card(replace(session.card, training={"patients": [patient]}))
    assert "training" not in panel.note.text()  # nothing is predicted yet
    answer(seen, shifted_truth(seen))
    assert "Seen in training: no test of the model." in panel.note.text()
