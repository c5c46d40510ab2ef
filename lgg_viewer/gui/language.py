"""The language of the window, chosen once at its start."""

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

from lgg_viewer import words
from lgg_viewer.io.resources import resource_path

LANGUAGE = "language"
"""Its key in the settings; the value is `SYSTEM`, or one of `LANGUAGES`."""
SYSTEM = "system"
ENGLISH = "en"
LANGUAGES = {ENGLISH: "English", "de": "Deutsch"}
"""Each by its own name."""
_CONTEXT = "lgg_viewer"


def language_of(wanted: str) -> str:
    """Return the language that a setting stands for: the desktop's where there is a translation, else English."""
    if wanted in LANGUAGES:
        return wanted
    names = (QLocale(name).bcp47Name().split("-")[0] for name in QLocale.system().uiLanguages())
    return next((name for name in names if name in LANGUAGES), ENGLISH)


def speak(app: QCoreApplication, wanted: str) -> None:
    """Give the program its language; widgets that stand already keep theirs.

    Parameters
    ----------
    app : QCoreApplication
    wanted : str
        `SYSTEM`, or one of `LANGUAGES`.
    """
    language = language_of(wanted)
    if language == ENGLISH:
        words.install(None)
        return
    for name, folder in (
        (f"lgg_viewer_{language}", str(resource_path("translations"))),
        # what stands on Qt's own buttons and in its file dialogs
        (f"qtbase_{language}", QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)),
    ):
        translator = QTranslator(app)
        if translator.load(name, folder):
            app.installTranslator(translator)
    words.install(_translate)


def _translate(text: str, count: int) -> str:
    return QCoreApplication.translate(_CONTEXT, text, None, count)
