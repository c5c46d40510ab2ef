"""The docked panels, one file each."""
