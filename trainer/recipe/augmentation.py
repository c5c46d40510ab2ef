"""How a recipe varies the slices it trains on."""

from trainer.recipe.numbers import NotNegative, Share, Strict


class Augmentation(Strict):
    """Reach of each random variation; 0, or not named, is off.

    Attributes
    ----------
    rotation : float
        Radians to either side.
    zoom, stretch : float
        Natural logarithm of the largest factor, of size and of aspect.
    shear : float
        Radians to either side.
    shift, elastic : float
        In half image widths: of the whole, and of each knot of a smooth bending.
    flip, flip_vertical : float
        Probability of a left-right and of an up-down flip.
    gain, offset, bend : float
        Of the intensities of a sequence as shown: log factor, offset, quadratic term.
    bias_field : float
        Natural logarithm of the largest factor of a smooth field over the intensities as they are stored.
    blur : float
        Share of slices softened by a 3 x 3 mean.
    noise, noise_share : float
        Largest standard deviation of Gaussian noise, and the share of slices that get any.
    drop_sequence : float
        Probability that pre, and that post, is replaced by FLAIR.
    paste : float
        Share of slices that get the tumour of another slice of the batch.
    paste_until : float
        Share of the training after which none do: the last steps see slices as they are.
    half_from : float
        Share of the training after which every reach is half of what is named here; probabilities stay.
    """

    rotation: NotNegative = 0.0
    zoom: NotNegative = 0.0
    stretch: NotNegative = 0.0
    shear: NotNegative = 0.0
    shift: NotNegative = 0.0
    elastic: NotNegative = 0.0
    flip: Share = 0.0
    flip_vertical: Share = 0.0
    gain: NotNegative = 0.0
    offset: NotNegative = 0.0
    bend: NotNegative = 0.0
    bias_field: NotNegative = 0.0
    blur: Share = 0.0
    noise: NotNegative = 0.0
    noise_share: Share = 0.0
    drop_sequence: Share = 0.0
    paste: Share = 0.0
    paste_until: Share = 1.0
    half_from: Share = 1.0

    def at(self, share: float) -> "Augmentation":
        """Return what holds after this share of the training."""
        changed = {k: getattr(self, k) / 2 for k in _REACHES} if share >= self.half_from else {}
        if share >= self.paste_until:
            changed["paste"] = 0.0
        return self.model_copy(update=changed) if changed else self


_REACHES = (
    "rotation",
    "zoom",
    "stretch",
    "shear",
    "shift",
    "elastic",
    "gain",
    "offset",
    "bend",
    "bias_field",
    "noise",
)
