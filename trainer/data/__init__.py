"""Slices and masks in memory, on their way, and dealt into parts."""
