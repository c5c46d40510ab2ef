"""What to export, of which studies, where to; and what is there already."""

import os
from html import escape
from pathlib import Path

from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFileDialog,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPushButton,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.core.provenance import RESEARCH_USE
from lgg_viewer.errors import LggError
from lgg_viewer.gui.dialogs.export_preview import approval_lines, post_lines, size_line
from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.review.reviewer import Reviewer
from lgg_viewer.gui.session import Session
from lgg_viewer.gui.theme import GRID, now, px, set_tone
from lgg_viewer.io.export_folder import new_folder
from lgg_viewer.io.file_names import safe_name
from lgg_viewer.io.mask_export import Existing
from lgg_viewer.jobs.export_task import ExportRequest, find_conflicts
from lgg_viewer.words import mark, tr, tr_n

SCOPES = {
    "slice": mark("This slice"),
    "study": mark("This study"),
    "selection": mark("Selected studies"),
    "cohort": mark("Whole cohort"),
}


class ExportDialog(QDialog):
    """Gathers one ExportRequest of what the reader may see; `studies` and `request` hold it once it is accepted."""

    def __init__(
        self,
        session: Session,
        selected: list[str],
        scope: str,
        folder: Path,
        parent: QWidget | None = None,
        reviewer: Reviewer | None = None,
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(tr("Export masks"))
        self.setMinimumWidth(px(560))
        self._session = session
        self._generation = session.generation
        self._z = session.state.z  # the one that its texts name, whatever is on screen later
        self._selected = selected
        self._reviewer = reviewer
        self.studies: list[str] = []
        self.request: ExportRequest | None = None
        self.source, prediction_box = _choice(
            {MaskSource.PREDICTION.value: mark("Prediction"), MaskSource.GROUND_TRUTH.value: mark("Ground truth")}
        )
        self.scope, scope_box = _choice(SCOPES)
        self.folder = QLineEdit(str(folder))
        self.folder.setAccessibleName(tr("Folder to export to"))
        browse = QPushButton(tr("Browse…"))
        browse.clicked.connect(self._browse)
        where = QHBoxLayout()
        where.addWidget(self.folder, 1)
        where.addWidget(browse)
        self.stack = QCheckBox(tr("Also one multi-page TIFF per study"))
        self.probabilities = QCheckBox(tr("Also the probabilities, as float32 TIFF"))
        self.preview = QLabel()
        self.preview.setWordWrap(True)
        set_tone(self.preview, "faint")
        self.preview.setMinimumHeight(px(96))
        self.buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Save | QDialogButtonBox.StandardButton.Cancel)
        self.buttons.accepted.connect(self.accept)
        self.buttons.rejected.connect(self.reject)
        form = QFormLayout()
        form.setHorizontalSpacing(2 * GRID)
        form.setVerticalSpacing(GRID)
        form.addRow(tr("Masks"), prediction_box)
        form.addRow(tr("Scope"), scope_box)
        form.addRow(tr("Folder"), where)
        form.addRow("", self.stack)
        form.addRow("", self.probabilities)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(2 * GRID)
        layout.addLayout(form)
        layout.addWidget(self.preview)
        layout.addWidget(self.buttons)
        has_prediction = any(self._has_prediction(d) for d in session.drawers.all())
        self.source[(MaskSource.PREDICTION if has_prediction else MaskSource.GROUND_TRUTH).value].setChecked(True)
        self.scope["selection"].setEnabled(len(selected) > 1)
        self.scope[scope if self.scope[scope].isEnabled() else "study"].setChecked(True)
        for button in [*self.source.values(), *self.scope.values(), self.stack, self.probabilities]:
            button.toggled.connect(self._refresh)
        self.folder.textChanged.connect(self._refresh)
        session.cohort_changed.connect(self.reject)
        for signal in (session.summary_changed, session.mask_changed):
            signal.connect(self._refresh)
        self._refresh()

    def accept(self) -> None:
        """Ask once what becomes of files that are there, then take the request."""
        keys, request = self._keys(), self._request(Existing.REFUSE)
        try:
            there = [p for key in keys for p in find_conflicts(self._session.drawers[key].study, request)]
        except LggError as error:
            self.preview.setText(f'<span style="color:{now().failure}">{escape(str(error))}</span>')
            return
        if there:
            choice = self._ask_existing(there)
            # while the question stood, another cohort may have been opened: what was asked for is gone then
            if choice is None or self._session.generation != self._generation:
                return
            request = self._request(choice) if isinstance(choice, Existing) else self._request(Existing.REFUSE, choice)
        self.studies, self.request = keys, request
        super().accept()

    def _source(self) -> MaskSource:
        return MaskSource(_chosen(self.source))

    def _wanted(self) -> list[Drawer]:
        """Studies that are asked for."""
        session = self._session
        keys = {
            "slice": [session.state.study],
            "study": [session.state.study],
            "selection": self._selected,
            "cohort": [d.study.key for d in session.drawers.all()],
        }[_chosen(self.scope)]
        return [drawer for key in keys if (drawer := session.drawers.find(key)) is not None]

    def _keys(self) -> list[str]:
        """Those of them that can be exported as chosen."""
        has_masks = self._has_prediction if self._source() is MaskSource.PREDICTION else self._has_truth
        return [d.study.key for d in self._wanted() if has_masks(d)]

    def _has_prediction(self, drawer: Drawer) -> bool:
        """Whether there is a prediction that the reader may see."""
        return drawer.segmented and not self._hides(drawer)

    def _hides(self, drawer: Drawer) -> bool:
        return self._reviewer is not None and self._reviewer.hides(drawer.study.key)

    def _has_truth(self, drawer: Drawer) -> bool:
        """Whether there is ground truth to export, of the slice on screen where it alone is asked for."""
        if _chosen(self.scope) == "slice":
            return drawer.study.slices[self._z].mask is not None
        return drawer.study.has_ground_truth

    def _folder(self) -> Path:
        # unlike `Path.expanduser`, it leaves the name of nobody's home as it was typed
        return Path(os.path.expanduser(self.folder.text().strip())).absolute()  # noqa: PTH111

    def _request(self, existing: Existing, out: Path | None = None) -> ExportRequest:
        state = self._session.state
        return ExportRequest(
            self._source(),
            out or self._folder(),
            state.threshold,
            (self._z,) if _chosen(self.scope) == "slice" else None,
            self.stack.isChecked() and self.stack.isEnabled(),
            self.probabilities.isChecked() and self.probabilities.isEnabled(),
            existing,
            state.post,
            {(d.study.key, d.volume_sha256): d.removals for d in self._session.drawers.all() if d.removals},
        )

    def _refresh(self) -> None:
        session, scope = self._session, _chosen(self.scope)
        predicted = self._source() is MaskSource.PREDICTION
        self.probabilities.setEnabled(predicted)
        self.stack.setEnabled(scope != "slice")
        keys, wanted = self._keys(), self._wanted()
        slices = 1 if scope == "slice" else sum(len(session.drawers[k].study.slices) for k in keys)
        lines = []
        if keys:
            lines.append(size_line(session, slices, len(keys), predicted=predicted))
            warnings = [*post_lines(session, keys), *approval_lines(self._reviewer, keys)] if predicted else []
            lines += [f'<span style="color:{now().warning}">{line}</span>' for line in warnings]
            name, refs = escape(safe_name(keys[0])), session.drawers[keys[0]].study.slices
            file = f"{name}/{name}_{refs[self._z if scope == 'slice' else 0].number}_mask.tif"
            lines.append(tr("File names: {file}, plus one provenance.json per study.", file=file))
        if gaps := self._gaps(len(wanted), len(keys)):
            colour = now().faint if keys else now().failure
            lines.append(f'<span style="color:{colour}">{gaps}</span>')
        lines.append(tr(RESEARCH_USE))
        self.preview.setText("<br>".join(lines))
        save = self.buttons.button(QDialogButtonBox.StandardButton.Save)
        save.setText(tr("Export"))
        save.setEnabled(bool(keys) and bool(self.folder.text().strip()))

    def _gaps(self, asked: int, held: int) -> str:
        """Say how many studies are left out, and why; empty for none."""
        lacking = asked - held
        if self._source() is MaskSource.GROUND_TRUTH:
            told = tr("{count} of {asked} left out: without ground truth.", count=lacking, asked=asked)
            return told if lacking else ""
        hidden = sum(d.segmented and self._hides(d) for d in self._wanted())
        parts = []
        if lacking > hidden:
            parts.append(tr("{count} of {asked} left out: not segmented yet.", count=lacking - hidden, asked=asked))
        if hidden:
            parts.append(tr("{count} of {asked} left out: hidden until your own verdict.", count=hidden, asked=asked))
        return " ".join(parts)

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Folder to export to"), str(self._folder()))
        if folder:
            self.folder.setText(folder)

    def _ask_existing(self, there: list[Path]) -> Existing | Path | None:
        """Ask what becomes of files that are there; a path is a new folder beside the one chosen."""
        fresh = new_folder(self._folder())
        box = QMessageBox(self)
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Files already exist"))
        box.setText(
            tr_n(
                "{n} of these files already exists:\n{first}",
                "{n} of these files already exist, the first is\n{first}",
                len(there),
                first=there[0],
            )
        )
        box.setInformativeText(tr("Suggested new folder: {folder}.", folder=fresh.name))
        overwrite = box.addButton(tr("Overwrite"), QMessageBox.ButtonRole.DestructiveRole)
        skip = box.addButton(tr("Skip them"), QMessageBox.ButtonRole.AcceptRole)
        new = box.addButton(tr("New folder"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        box.setDefaultButton(new)
        box.exec()
        answers: dict[object, Existing | Path] = {overwrite: Existing.OVERWRITE, skip: Existing.SKIP, new: fresh}
        return answers.get(box.clickedButton())


def _choice(texts: dict[str, str]) -> tuple[dict[str, QRadioButton], QWidget]:
    """Make a row of radio buttons, by key."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    group = QButtonGroup(box)
    radios = {}
    for key, text in texts.items():
        radios[key] = QRadioButton(tr(text))
        group.addButton(radios[key])
        row.addWidget(radios[key])
    row.addStretch(1)
    return radios, box


def _chosen(radios: dict[str, QRadioButton]) -> str:
    return next((key for key, radio in radios.items() if radio.isChecked()), next(iter(radios)))
