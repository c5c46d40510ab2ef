"""Which keys do what: the table's own, as a preset differs from it, as the reader changed it."""

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence

from lgg_viewer.errors import LggError
from lgg_viewer.gui.actions.table import ACTIONS
from lgg_viewer.gui.settings import Settings
from lgg_viewer.words import mark, tr

Keys = Mapping[str, tuple[str, ...]]

# how each preset differs from the table; a key named here is taken from the action that has it there
RADIOLOGY = mark("Radiology")
PRESETS: dict[str, Keys] = {
    RADIOLOGY: {},
    # its manual of shortcuts (Shortcuts_SNAP3.pdf): contrast, fit, and the layer over the image with its opacity
    "ITK-SNAP": {
        "window-auto": ("Ctrl+J",),
        "fit": ("Ctrl+F",),
        "search": ("Ctrl+Shift+F",),
        "heat": ("W", "H"),
        "swipe": ("Shift+W",),
        "opacity-down": ("A", "Q"),
        "opacity-up": ("D", "E"),
    },
    # its table of defaults (napari/utils/shortcuts.py)
    "napari": {
        "fit": ("Ctrl+R",),
        "segment-study": ("Ctrl+Alt+R",),
        "prediction": ("V", "S"),
        "flicker": ("Shift+V",),
        "slice-next": ("Right", "Down", "PgDown"),
        "slice-previous": ("Left", "Up", "PgUp"),
        "shortcuts": ("Ctrl+Alt+/",),
    },
}

_KEY = 0x01FFFFFF
_SHIFT = Qt.KeyboardModifier.ShiftModifier.value
_KEYPAD = Qt.KeyboardModifier.KeypadModifier.value
_UNKNOWN = Qt.Key.Key_unknown.value
_HELD = {
    key.value
    for key in (
        Qt.Key.Key_Shift,
        Qt.Key.Key_Control,
        Qt.Key.Key_Meta,
        Qt.Key.Key_Alt,
        Qt.Key.Key_AltGr,
        Qt.Key.Key_Super_L,
        Qt.Key.Key_Super_R,
        Qt.Key.Key_CapsLock,
        Qt.Key.Key_NumLock,
        Qt.Key.Key_ScrollLock,
    )
}
_TAKEN = {
    Qt.Key.Key_Space.value: mark("Space is held to peek under the overlays."),
    Qt.Key.Key_Tab.value: mark("Tab goes from control to control."),
    Qt.Key.Key_Backtab.value: mark("Tab goes from control to control."),
}


def read_key(text: str) -> str:
    """Return a key as Qt writes it in files; a key of the keypad is the one it stands for.

    Parameters
    ----------
    text : str
        In Qt's portable notation.

    Raises
    ------
    LggError
        It is no key, more than one, or one that the window needs for itself.
    """
    sequence = QKeySequence(text)
    combined = sequence[0].toCombined() & ~_KEYPAD if sequence.count() == 1 else _UNKNOWN  # type: ignore[index]
    key, modifiers = combined & _KEY, combined & ~_KEY
    name = QKeySequence(combined).toString()
    if key in _HELD or not name:
        raise LggError(
            tr("“{key}” cannot be a shortcut.", key=text),
            tr("Press one key, optionally with Ctrl, Alt or Shift."),
        )
    if key in _TAKEN and not modifiers & ~_SHIFT:
        raise LggError(tr(_TAKEN[key]), tr("Press another key."))
    if modifiers & _SHIFT and key < Qt.Key.Key_Escape.value and not chr(key).isalpha():
        # Shift and 1 is “!” here and “+” there: Qt would find two actions for one press
        raise LggError(tr("What “{key}” types depends on the keyboard.", key=text), tr("Press the key itself."))
    return name


def native(key: str) -> str:
    """Return a key as this system writes it."""
    return QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText)


def keys_in_force(defaults: Keys, preset: Keys, changes: Keys) -> dict[str, tuple[str, ...]]:
    """Return the keys of each action: the reader's choice goes before the preset's, and that before the table's.

    No key is given twice: of two actions that ask for one, the stronger choice has it, then the first in the table.

    Parameters
    ----------
    defaults : mapping
        The table: every action, with its keys.
    preset, changes : mapping
        Actions whose keys differ; others than those of the table are left aside.
    """
    found: dict[str, tuple[str, ...]] = {}
    taken: set[str] = set()
    for choice in (changes, preset, defaults):
        for action in defaults:
            if action in choice and action not in found:
                found[action] = tuple(key for key in dict.fromkeys(choice[action]) if key not in taken)
                taken.update(found[action])
    return {action: found[action] for action in defaults}


class Shortcuts(QObject):
    """The keys in force, kept in the settings.

    Attributes
    ----------
    preset : str
        Name of the preset in force.

    Signals
    -------
    changed
        An action has other keys.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._defaults = {spec.key: tuple(QKeySequence(key).toString() for key in spec.keys) for spec in ACTIONS}
        kept: dict[str, Any] = settings.read("shortcuts", {}, _is_sound)
        self.preset: str = kept.get("preset", RADIOLOGY)
        self._changes: dict[str, tuple[str, ...]] = {a: tuple(keys) for a, keys in kept.get("changed", {}).items()}
        self._keys = self._resolve(self._changes)

    def keys(self, action: str) -> tuple[str, ...]:
        """Return the keys of an action, in Qt's portable notation; the first is the one to be shown alone."""
        return self._keys[action]

    def text(self, action: str) -> str:
        """Return the keys of an action for people, such as `Down, PgDown`; empty where it has none."""
        return ", ".join(native(key) for key in self._keys[action])

    def first(self, action: str) -> str:
        """Return the first key of an action for people; empty where it has none."""
        return native(self._keys[action][0]) if self._keys[action] else ""

    def owner(self, key: str) -> str:
        """Return the action that a key belongs to; empty for none."""
        return next((action for action, keys in self._keys.items() if key in keys), "")

    def is_changed(self, action: str) -> bool:
        """Whether the reader gave an action other keys than the preset."""
        return action in self._changes

    def of_preset(self, action: str) -> tuple[str, ...]:
        """Return the keys that an action has in the preset, were nothing changed."""
        return self._resolve({})[action]

    def assign(self, action: str, keys: Sequence[str]) -> None:
        """Give an action these keys and no others; whoever has one of them loses it."""
        wanted = tuple(read_key(key) for key in keys)
        kept = {a: tuple(k for k in own if k not in wanted) for a, own in self._changes.items() if a != action}
        self._take({**kept, action: wanted})

    def reset(self, action: str) -> None:
        """Give an action the keys of the preset again, but none that the reader gave to another."""
        self._take({a: own for a, own in self._changes.items() if a != action})

    def reset_all(self) -> None:
        """Forget all that the reader changed."""
        self._take({})

    def choose(self, preset: str) -> None:
        """Take another preset; what the reader changed stays changed."""
        self.preset = preset
        self._take(self._changes)

    def _take(self, changes: dict[str, tuple[str, ...]]) -> None:
        plain = self._resolve({})
        told = {action: own for action, own in changes.items() if own != plain.get(action)}
        # a change back to the preset's keys is none, unless it holds them against another action
        self._changes = told if self._resolve(told) == self._resolve(changes) else changes
        self._keys = self._resolve(self._changes)
        self._settings.write("shortcuts", {"preset": self.preset, "changed": self._changes})
        self.changed.emit()

    def _resolve(self, changes: Keys) -> dict[str, tuple[str, ...]]:
        return keys_in_force(self._defaults, PRESETS[self.preset], changes)


def _is_sound(kept: dict[str, Any]) -> bool:
    """Whether what was kept names a preset and, for each action, keys as `read_key` returns them."""
    preset, changed = kept.get("preset", RADIOLOGY), kept.get("changed", {})
    return (
        isinstance(preset, str)
        and preset in PRESETS
        and isinstance(changed, dict)
        and all(isinstance(keys, list) and all(_is_key(key) for key in keys) for keys in changed.values())
    )


def _is_key(key: object) -> bool:
    try:
        return isinstance(key, str) and read_key(key) == key
    except LggError:
        return False
