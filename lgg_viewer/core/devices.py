"""Where a network can be asked to run, by the names that options and settings have for it; torch is not needed here."""

DEVICES = ("auto", "cpu", "cuda", "mps")
"""The first is for the fastest that is there."""
