"""The reader's decisions."""
