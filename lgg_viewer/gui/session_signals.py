"""What a session tells its widgets."""

from PySide6.QtCore import QObject, Signal, SignalInstance


class SessionSignals(QObject):
    """The narrow signals of a session; each is emitted only where the thing it names differs.

    Signals
    -------
    cohort_changed
        Another cohort is open.
    study_changed
        Another study is asked for; its pixels may still be on their way (`volume` is None then).
    study_loaded
        The pixels of the study on screen have come, or cannot come.
    slice_changed, image_changed, viewport_changed, overlays_changed, threshold_changed, post_changed
        The named part of the view state differs.
    cross_changed
        The crosshair is at another row or column.
    panes_changed
        Other panes are shown, they show other things, or another one is active.
    prediction_changed
        The answer for the study on screen has grown, come or gone, or is withheld from the reader or shown again.
    mask_changed
        The mask derived from that answer differs: the threshold moved, the post-processing is another, a component was
        removed or brought back.
    removals_changed(tuple of Removal)
        The reader removed a component of the study on screen, or brought one back; what was removed before.
    spacing_changed
        Millimetres were given or taken back.
    card_changed
        Another model was chosen, or it is averaged otherwise.
    summary_changed(str)
        What the worklist tells of a study differs.
    noticed(str, bool)
        A sentence for the reader; true when it tells of a failure.
    """

    cohort_changed = Signal()
    study_changed = Signal()
    study_loaded = Signal()
    slice_changed = Signal()
    image_changed = Signal()
    viewport_changed = Signal()
    overlays_changed = Signal()
    threshold_changed = Signal()
    post_changed = Signal()
    cross_changed = Signal()
    panes_changed = Signal()
    prediction_changed = Signal()
    mask_changed = Signal()
    removals_changed = Signal(object)
    spacing_changed = Signal()
    card_changed = Signal()
    summary_changed = Signal(str)
    noticed = Signal(str, bool)

    @property
    def finding_signals(self) -> tuple[SignalInstance, ...]:
        """All after which the finding on screen may be another."""
        return self.study_changed, self.study_loaded, self.mask_changed, self.prediction_changed
