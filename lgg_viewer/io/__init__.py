"""Files to core values and back; every write is atomic."""
