"""Slices and masks in memory, on their way, and split into parts."""
