"""A field for a number: the decimal comma is taken for the point, which the program writes everywhere."""

from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QDoubleSpinBox


class NumberField(QDoubleSpinBox):
    """A spin box to which "0,9" is what "0.9" is.

    Qt's own takes the comma for a separator of groups under the locale that the program keeps, and reads 9.
    """

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        """Judge what is typed, and write a point where a comma was."""
        return super().validate(text.replace(",", "."), position)

    def valueFromText(self, text: str) -> float:
        """Return the number that a text stands for."""
        return super().valueFromText(text.replace(",", "."))
