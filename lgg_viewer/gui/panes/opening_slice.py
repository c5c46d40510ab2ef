"""Where a study opens that was not looked at before."""

from PySide6.QtCore import QObject, Slot

from lgg_viewer.gui.session import Session


class OpeningSlice(QObject):
    """Opens a study at the slice with most tumour: of the prediction, else of the ground truth.

    Where neither is known, or the prediction is withheld from the reader, a study opens in its middle. It is to be made
    before any widget, and after what withholds predictions.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        session.study_loaded.connect(self._on_loaded)

    @Slot()
    def _on_loaded(self) -> None:
        session, drawer = self._session, self._session.drawer
        if drawer is None or drawer.z is not None or session.withheld:
            return  # a slice chosen by the prediction would give it away
        for mask in (session.finding, session.truth):
            if mask is not None and any(mask.areas):
                session.go_to_slice(mask.areas.index(max(mask.areas)))
                return
