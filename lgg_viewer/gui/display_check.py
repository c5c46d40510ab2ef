"""Whether a window can be opened at all: Qt ends the process without a word that helps where it cannot."""

import ctypes
import importlib.util
import os
import sys
from pathlib import Path

INSTEAD = "Without a window: lgg-viewer segment PATH --output DIR, or lgg-viewer --screenshot FILE.png [PATH]."
# What Debian and Ubuntu call the packages of the libraries that Qt's xcb plugin needs
_PACKAGES = {
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libglib-2.0.so.0": "libglib2.0-0",
}


def why_no_window() -> str | None:
    """Return one line that says why no window can be opened and what to do, or None where one can."""
    if sys.platform != "linux":
        return None
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen and not chosen.startswith("xcb"):
        return None
    if not chosen and os.environ.get("WAYLAND_DISPLAY"):
        return None
    display = os.environ.get("DISPLAY", "")
    if not display:
        return f"There is no display (DISPLAY is not set): start it from a desktop, or under xvfb-run. {INSTEAD}"
    missing = _missing_library()
    if missing:
        package = _PACKAGES.get(missing, missing)
        return f"Qt needs the system library {missing}: install it (Debian, Ubuntu: apt install {package}). {INSTEAD}"
    if not _display_answers(display):
        return f"The display {display} does not answer: start it from a desktop, or under xvfb-run. {INSTEAD}"
    return None


def _missing_library() -> str | None:
    """Return the first library that Qt or its xcb plugin lacks."""
    found = importlib.util.find_spec("PySide6")
    if found is None or found.origin is None:
        return None
    qt = Path(found.origin).parent / "Qt"
    for name in ("lib/libQt6Gui.so.6", "lib/libQt6Widgets.so.6", "plugins/platforms/libqxcb.so"):
        path = qt / name
        if not path.exists():
            continue  # a Qt of the system: it brings its own libraries
        try:
            ctypes.CDLL(str(path))
        except OSError as error:
            return str(error).split(":", 1)[0]
    return None


def _display_answers(display: str) -> bool:
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return True  # not for this function to judge
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(display.encode(), None)
    answers = xcb.xcb_connection_has_error(connection) == 0
    xcb.xcb_disconnect(connection)
    return bool(answers)
