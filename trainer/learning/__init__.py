"""The training itself: networks, losses, variation, steps, workers."""
