"""What preprocessing does, in words, for the provenance of what is written. Free of torch."""

from lgg_viewer.model.grid import TRAINED_SIDE
from lgg_viewer.model.preprocess import CLIP_PERCENTILES


def describe_preprocessing() -> dict[str, str]:
    """Return the steps between the pixels and the network, step to sentence."""
    low, high = CLIP_PERCENTILES
    return {
        "intensity": f"each sequence clipped at percentiles {low:g} and {high:g} of its foreground in the study "
        "(what exceeds half its mean), then z-scored over it",
        "size": f"longer side scaled to {TRAINED_SIDE} pixels, padded at the lower and right edge by repetition",
        "context": "each slice with the slice before and after it; past the ends, and where a slice cannot be read, "
        "another stands in",
        "unreadable": "slices that cannot be read are not segmented",
        "way back": "probabilities cropped and scaled bilinearly to the native grid",
    }
