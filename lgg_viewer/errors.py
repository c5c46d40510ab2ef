"""Every failure that a user can cause: one class, one sentence, one hint."""


class LggError(Exception):
    """A failure to be told to the user in words.

    Parameters
    ----------
    message : str
        What went wrong and with which file, as one sentence.
    hint : str
        What the user can do about it; empty when there is nothing to add.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class CancelledError(Exception):
    """The user asked for the work to stop; not a failure."""
