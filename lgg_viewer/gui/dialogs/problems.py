"""All that is wrong with the cohort, together: what, where, what to do."""

from collections import defaultdict
from pathlib import Path

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHeaderView,
    QLabel,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.study import Problem
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, px, room, set_tone
from lgg_viewer.words import tr, tr_n

MESSAGE_WIDTH, HINT_WIDTH, INDENT = 340, 300, 60
"""In pixels: of the columns that wrap, and what the tree takes of the first."""


class ProblemDialog(QDialog):
    """A tree of problems by kind.

    Signals
    -------
    study_asked(str)
        A problem was activated: its study is to be shown.
    """

    study_asked = Signal(str)

    def __init__(self, session: Session, surveying: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert session.cohort is not None
        self.setWindowTitle(tr("Problem report"))
        self.resize(room(1000, 520))
        self._problems = session.problems()
        self._root = session.cohort.root
        heading = QLabel(_heading(len(self._problems), len(session.cohort.studies), surveying))
        heading.setWordWrap(True)
        self.tree = QTreeWidget()
        self.tree.setAccessibleName(tr("Problems"))
        self.tree.setHeaderLabels([tr("Problem"), tr("Where"), tr("What to do")])
        self.tree.setWordWrap(True)
        self.tree.setUniformRowHeights(False)
        self.tree.setTextElideMode(Qt.TextElideMode.ElideNone)
        header = self.tree.header()
        for column, width in ((0, px(MESSAGE_WIDTH)), (1, px(280))):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.Interactive)
            self.tree.setColumnWidth(column, width)
        header.setStretchLastSection(True)
        self._fill()
        self.tree.itemActivated.connect(self._on_item)
        hint = QLabel(tr("Double-click a line to open its study."))
        set_tone(hint, "faint")
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        copy = buttons.addButton(tr("Copy as text"), QDialogButtonBox.ButtonRole.ActionRole)
        copy.setEnabled(bool(self._problems))
        copy.clicked.connect(self._copy)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        for widget in (heading, self.tree, hint, buttons):
            layout.addWidget(widget)
        hint.setVisible(bool(self._problems))
        self.tree.setVisible(bool(self._problems))

    def _fill(self) -> None:
        by_kind: dict[str, list[Problem]] = defaultdict(list)
        for problem in self._problems:
            by_kind[problem.kind.value].append(problem)
        for kind, problems in sorted(by_kind.items(), key=lambda item: -len(item[1])):
            branch = QTreeWidgetItem(self.tree, [f"{tr(kind)} ({len(problems)})"])
            branch.setFirstColumnSpanned(True)
            for problem in problems:
                leaf = QTreeWidgetItem(branch, [_message(problem), _place(problem.path, self._root), problem.hint])
                # a tree measures its rows before its columns have their width
                indented = MESSAGE_WIDTH - INDENT
                lines = max(self._height(leaf.text(0), indented), self._height(problem.hint, HINT_WIDTH))
                leaf.setSizeHint(0, QSize(0, lines + GRID // 2))
                leaf.setData(0, Qt.ItemDataRole.UserRole, problem.study)
                for column, text in enumerate((problem.message, str(problem.path), problem.hint)):
                    leaf.setToolTip(column, text)
        self.tree.expandAll()

    def _height(self, text: str, width: int) -> int:
        """Return the height of at least two lines, and of all of them where the text takes more."""
        metrics = self.fontMetrics()
        wrapped = metrics.boundingRect(QRect(0, 0, px(width), 0), Qt.TextFlag.TextWordWrap, text)
        return max(wrapped.height(), 2 * metrics.height())

    def _on_item(self, item: QTreeWidgetItem) -> None:
        key = item.data(0, Qt.ItemDataRole.UserRole)
        if key:
            self.study_asked.emit(key)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(as_text(self._problems))


def as_text(problems: list[Problem]) -> str:
    """Return the report as lines of text, for a mail to whoever keeps the data."""
    return "\n".join(f"{tr(p.kind.value)}: {p.path}: {p.message} {p.hint}" for p in problems)


def _heading(problems: int, studies: int, surveying: int) -> str:
    among = tr_n("{n} study", "{n} studies", studies)
    told = tr("No problems in {studies}.", studies=among)
    if problems:
        told = tr_n("{n} problem in {studies}.", "{n} problems in {studies}.", problems, studies=among)
    if surveying <= 0:
        return told
    still = tr_n("{n} study is still being checked.", "{n} studies are still being checked.", surveying)
    return f"{told} {still}"


def _message(problem: Problem) -> str:
    """Say what is wrong without the path, which stands in the column beside it."""
    path = f"{problem.path} "
    if not problem.message.startswith(path):
        return problem.message
    return tr("The file {what}", what=problem.message.removeprefix(path))


def _place(path: Path, root: Path) -> str:
    """Name a file, whose name tells its study, or a folder by its way from the cohort's; the tooltip has all of it."""
    if path.suffix:
        return path.name
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
