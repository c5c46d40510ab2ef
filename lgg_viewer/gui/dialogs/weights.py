"""Choosing the weights of a network."""

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from lgg_viewer.errors import LggError
from lgg_viewer.gui.session import Session
from lgg_viewer.io.model_card import ModelCard, read_model_card
from lgg_viewer.words import tr


def ask_card(session: Session, title: str, window: QWidget) -> tuple[ModelCard | None, str]:
    """Let the user choose weights.

    Returns
    -------
    card : ModelCard or None
        None where nothing was chosen, or nothing that can be used; why not is said.
    path : str
        The file that was chosen.
    """
    files = tr("Model (*.json *.safetensors)")
    path, _ = QFileDialog.getOpenFileName(window, title, str(Path.home()), files)
    try:
        return read_model_card(Path(path)) if path else None, path
    except LggError as error:
        session.noticed.emit(str(error), True)
        return None, path
