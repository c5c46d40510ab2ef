"""Exporting in the background, study by study, and telling how it went."""

from collections.abc import Callable
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, Signal, Slot

from lgg_viewer.core.mask import MaskSource
from lgg_viewer.gui.drawers import Drawer
from lgg_viewer.gui.session import Session
from lgg_viewer.io.mask_export import ExportResult
from lgg_viewer.io.prediction_cache import PredictionCache
from lgg_viewer.jobs.export_task import ExportRequest, export_masks
from lgg_viewer.jobs.runner import Job, Outcome, Runner, Urgency
from lgg_viewer.words import tr_n

EXPORT = "export"


@dataclass
class ExportReport:
    """How an export went.

    Attributes
    ----------
    request : ExportRequest
    studies : int
        Asked for.
    results : dict
        Study to what was written.
    failures : dict
        Study to the sentence that says why not.
    cancelled : int
        Studies that were not begun, or broken off.
    written : dict
        Study to the number of its files that were written, the record apart; of those broken off, too.
    """

    request: ExportRequest
    studies: int
    results: dict[str, ExportResult] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    cancelled: int = 0
    written: dict[str, int] = field(default_factory=dict)

    @property
    def ended(self) -> int:
        """Studies that are done with, well or not."""
        return len(self.results) + len(self.failures) + self.cancelled

    def sentence(self) -> str:
        """Sum up, for the status line."""
        broken_off = [n + 1 for key, n in self.written.items() if n and key not in self.results]  # with the record
        written = sum(len(r.written) for r in self.results.values()) + sum(broken_off)
        skipped = sum(len(r.skipped) for r in self.results.values())
        cancelled, failed = self.cancelled, len(self.failures)
        parts = [
            tr_n(
                "Saved {n} file of {studies} in {folder}",
                "Saved {n} files of {studies} in {folder}",
                written,
                studies=tr_n("{n} study", "{n} studies", len(self.results) + len(broken_off)),
                folder=self.request.out,
            )
        ]
        if skipped:
            parts.append(tr_n("{n} existing file kept", "{n} existing files kept", skipped))
        if cancelled:
            parts.append(tr_n("{n} study cancelled", "{n} studies cancelled", cancelled))
        if failed:
            parts.append(tr_n("{n} study failed", "{n} studies failed", failed))
        notes = [note for result in self.results.values() for note in result.notes]
        told = ["; ".join(parts) + ".", *notes[:1]]
        if len(notes) > 1:
            told.append(tr_n("The same for {n} more study.", "The same for {n} more studies.", len(notes) - 1))
        return " ".join(told)


class Exporter(QObject):
    """Owns one export at a time.

    Attributes
    ----------
    report : ExportReport or None
        How the export under way goes.
    runner : Runner
        The thread it goes on in; between two studies it has time for others.

    Signals
    -------
    progress_changed
        `report` differs.
    finished(ExportReport)
    """

    progress_changed = Signal()
    finished = Signal(object)

    def __init__(self, session: Session, runner: Runner, cache: PredictionCache | None) -> None:
        super().__init__()
        self.report: ExportReport | None = None
        self.runner = runner
        self._session = session
        self._cache = cache
        runner.ended.connect(self._on_ended)

    def start(self, keys: list[str], request: ExportRequest) -> None:
        """Export studies; what is in memory is written as it is now, whatever moves later."""
        self.report = report = ExportReport(request, len(keys))
        tasks = {key: self._task(self._session.drawers[key], report) for key in keys}
        for key, task in tasks.items():
            self.runner.submit(EXPORT, task, study=key, urgency=Urgency.NEXT)
        self.progress_changed.emit()

    def cancel(self) -> None:
        """Stop at the next file."""
        self.runner.cancel_all(EXPORT)

    def _task(self, drawer: Drawer, report: ExportReport) -> Callable[[Job], object]:
        study, card, cache, request = drawer.study, self._session.card, self._cache, report.request
        data = drawer.loaded.data if drawer.loaded else None
        # half an answer must not be exported as if it were whole
        answer = drawer.answer if not drawer.segmenting and request.source is MaskSource.PREDICTION else None

        def count(written: int, _all: int) -> None:
            report.written[study.key] = written

        return lambda job: export_masks(
            study, request, card, cache, data=data, answer=answer, progress=count, cancelled=job.cancelled
        )

    @Slot(object)
    def _on_ended(self, outcome: Outcome) -> None:
        report = self.report
        if report is None or outcome.job.kind != EXPORT:
            return
        if isinstance(outcome.result, ExportResult):
            report.results[outcome.job.study] = outcome.result
        elif outcome.error is not None:
            report.failures[outcome.job.study] = str(outcome.error)
        else:
            report.cancelled += 1
        if report.ended == report.studies:
            self.report = None
            self.progress_changed.emit()
            self.finished.emit(report)
        else:
            self.progress_changed.emit()
