import re

import pytest
from PySide6.QtCore import QCoreApplication, Qt, QTranslator
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDockWidget, QLabel, QLineEdit, QTabBar, QTableView, QWidget

from lgg_viewer import words
from lgg_viewer.gui.language import ENGLISH, SYSTEM, language_of, speak
from lgg_viewer.words import tr
from tests.gui.answering import answer, shifted_truth

DEPTH = 8  # sentences within sentences, at most
# translated by Qt's own catalogue
OF_QT = {
    "Close",
    "Closes the dock widget",
    "Float",
    "Undocks and re-attaches the dock widget",
    "Scroll Left",
    "Scroll Right",
}
# what is the same in every language
SAME = re.compile(
    r"/\S+|demo-cohort-1|TCGA_\w+|DEMO_\w+|[\w.-]+\.(tif|json|csv|sqlite|db)|(PRE|FLAIR|POST|RGB|Dice|IoU|HD95|TIFF|px|vox|ml|mm|LGG|Viewer)\b"
    r"|lgg-\w+|tiny|GitHub|U-Net|Ctrl|Shift|Alt|Esc|Enter|Return|Space|Tab|Del|PgUp|PgDown|Home|End|Left|Right|Up|Down"
)


@pytest.fixture
def brackets():
    """A language in which every sentence stands in brackets."""
    words.install(lambda text, _count: f"‹{text}›")
    yield
    words.install(None)


@pytest.fixture
def german(qapp):
    speak(qapp, "de")
    yield
    words.install(None)
    for translator in qapp.findChildren(QTranslator):
        QCoreApplication.removeTranslator(translator)
        translator.deleteLater()


def shown(root: QWidget) -> set[str]:
    """All texts of a window and of what is in it."""
    found: set[str] = {root.windowTitle()}
    for widget in [root, *root.findChildren(QWidget)]:
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.statusTip()}
        match widget:
            case QLabel() | QAbstractButton():
                found.add(widget.text())
            case QLineEdit():
                found.add(widget.placeholderText())
            case QComboBox():
                found |= {widget.itemText(n) for n in range(widget.count())}
            case QTabBar():
                found |= {widget.tabText(n) for n in range(widget.count())}
            case QDockWidget():
                found.add(widget.windowTitle())
            case QTableView() if widget.model() is not None:
                model = widget.model()
                for column in range(model.columnCount()):
                    for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
                        found.add(str(model.headerData(column, Qt.Orientation.Horizontal, role) or ""))
        found |= {text for action in widget.actions() for text in (action.text(), action.toolTip())}
    return found


def untranslated(texts: set[str]) -> list[str]:
    """Texts with words outside of brackets."""
    left = []
    for text in texts - OF_QT:
        rest = re.sub(r"<[^>]*>", " ", text)
        for _ in range(DEPTH):
            rest = re.sub(r"‹[^‹›]*›", " ", rest)
        if re.search(r"[A-Za-z]{3,}", SAME.sub(" ", rest)):
            left.append(text)
    return sorted(left)


def test_no_word_of_the_window_is_outside_the_translation(brackets, program, open_cohort, demo_cohort):
    open_cohort(program, demo_cohort)
    answer(program, shifted_truth(program))
    left = untranslated(shown(program.window))
    assert not left, "\n".join(left)


def test_the_window_is_german_if_asked_for(german, program, open_cohort, demo_cohort):
    open_cohort(program, demo_cohort)
    texts = shown(program.window)
    assert {tr("Threshold"), "Schwelle"} <= texts
    assert "Threshold" not in texts
    assert tr("Threshold") == "Schwelle"


def test_an_unknown_language_is_that_of_the_desktop_or_english(monkeypatch):
    assert language_of("de") == "de"
    monkeypatch.setattr("lgg_viewer.gui.language.QLocale.system", lambda: _Desktop(["fr-FR", "de-AT"]))
    assert language_of(SYSTEM) == "de"
    monkeypatch.setattr("lgg_viewer.gui.language.QLocale.system", lambda: _Desktop(["fr-FR"]))
    assert language_of(SYSTEM) == ENGLISH


class _Desktop:
    def __init__(self, languages: list[str]) -> None:
        self._languages = languages

    def uiLanguages(self) -> list[str]:
        return self._languages
