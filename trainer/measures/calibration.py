"""Calibration of probabilities: of the pixels with probability 0.7, seven in ten should be tumour.

Studies are added one after the other, and only sums are kept for each patient. Figures are given for two groups of
pixels, as 99 pixels in 100 are background that nobody doubts: for all of them, and for the band around the outlines,
where the result is in question.
"""

from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar

from lgg_viewer.core.doubt import TEMPERATURES
from lgg_viewer.core.surface import draw_border
from lgg_viewer.errors import LggError
from trainer.measures.slice_counts import cross_entropy, refuse_impossible

BAND_PIXELS = 10
BINS = 15
# the logits are counted from -40 to 40 in steps of 0.01: background lies far below -12, and matters once cooled
_LARGEST_LOGIT = 40.0
_LOGIT_BINS = 8000
_LOGITS = (np.arange(_LOGIT_BINS) + 0.5) * (2 * _LARGEST_LOGIT / _LOGIT_BINS) - _LARGEST_LOGIT
FEWEST_PATIENTS = 5
"""Fewest patients that a temperature is fitted to: a fit to fewer would look more certain than it is."""


@dataclass(frozen=True, eq=False)
class Reliability:
    """Sums over a group of pixels; those of two groups without a common pixel can be added.

    Attributes
    ----------
    bins : ndarray of float64, shape (3, B)
        For each of B equally wide bins of probability: pixels, pixels that are tumour, sum of the probabilities. The
        lower edge belongs to a bin, and 1 to the last.
    squared_error, cross_entropy : float
        Sums over the pixels, the latter in nats.
    logits : ndarray of int64, shape (2, 8000)
        Pixels without and with tumour by their logit, from -40 to 40; what lies beyond is counted at the ends.
    """

    bins: NDArray[np.float64]
    squared_error: float
    cross_entropy: float
    logits: NDArray[np.int64]

    def __add__(self, other: "Reliability") -> "Reliability":
        return Reliability(
            self.bins + other.bins,
            self.squared_error + other.squared_error,
            self.cross_entropy + other.cross_entropy,
            self.logits + other.logits,
        )

    def __sub__(self, other: "Reliability") -> "Reliability":
        return Reliability(
            self.bins - other.bins,
            self.squared_error - other.squared_error,
            self.cross_entropy - other.cross_entropy,
            self.logits - other.logits,
        )

    def cooled(self, temperature: float) -> "Reliability":
        """Return the sums of the same pixels with their logits divided by a temperature.

        Computed from the counts by logit: exact to half of their steps of 0.01.
        """
        probability = 1 / (1 + np.exp(-_LOGITS / temperature))
        without, with_tumour = self.logits.astype(np.float64)
        count = self.bins.shape[1]
        places = np.minimum((probability * count).astype(np.intp), count - 1)
        pixels = without + with_tumour
        columns = (pixels, with_tumour, pixels * probability)
        squared = without @ probability**2 + with_tumour @ (1 - probability) ** 2
        moved = _step_of(_LOGITS / temperature)
        return Reliability(
            np.stack([np.bincount(places, weights, count) for weights in columns]),
            float(squared),
            _cross_entropy_at(self.logits, temperature),
            np.stack([np.bincount(moved, row, _LOGIT_BINS) for row in self.logits]).astype(np.int64),
        )

    @property
    def pixels(self) -> int:
        """Number of pixels."""
        return int(self.bins[0].sum())

    @property
    def expected_error(self) -> float | None:
        """Expected calibration error of the probability of tumour; None without pixels.

        The distance between mean probability and share of tumour in a bin, mean over the bins by their pixels (Naeini
        et al. 2015, "Obtaining well calibrated probabilities using Bayesian binning").
        """
        return float(np.abs(self.bins[2] - self.bins[1]).sum() / self.pixels) if self.pixels else None

    @property
    def brier(self) -> float | None:
        """Mean squared distance between probability and truth (Brier 1950); None without pixels."""
        return self.squared_error / self.pixels if self.pixels else None

    @property
    def mean_cross_entropy(self) -> float | None:
        """Negative log-likelihood in nats a pixel; None without pixels."""
        return self.cross_entropy / self.pixels if self.pixels else None

    def to_json(self) -> dict[str, Any]:
        """Return the figures and the bins; an empty bin has neither mean probability nor share of tumour."""
        edges = np.linspace(0, 1, self.bins.shape[1] + 1)
        return {
            "pixels": self.pixels,
            "ece": self.expected_error,
            "brier": self.brier,
            "nll": self.mean_cross_entropy,
            "bins": [
                {
                    "from": float(low),
                    "to": float(high),
                    "pixels": int(pixels),
                    "mean_probability": float(probability / pixels) if pixels else None,
                    "share_of_tumour": float(tumour / pixels) if pixels else None,
                }
                for low, high, (pixels, tumour, probability) in zip(edges, edges[1:], self.bins.T, strict=False)
            ],
        }


class Calibration:
    """Sums of all pixels, and of those in the band, over any number of studies.

    Parameters
    ----------
    threshold : float
        A pixel is called tumour where its probability is at least this; it decides where the band lies.
    bins : int
        Of the reliability curve.
    """

    def __init__(self, threshold: float, bins: int = BINS) -> None:
        self.threshold = threshold
        self._bins = bins
        self._nothing = _sum_up(np.zeros(0, np.float32), np.zeros(0, bool), bins)
        self._band: dict[str, Reliability] = {}
        self._outside: dict[str, Reliability] = {}

    def add(self, patient: str, probability: NDArray[np.floating], truth: NDArray[np.bool_]) -> None:
        """Add a study.

        Parameters
        ----------
        patient : str
        probability : ndarray of float, shape (Z, Y, X), 0..1
        truth : ndarray of bool, shape (Z, Y, X)

        Raises
        ------
        LggError
            A probability is not a number from 0 to 1.
        """
        values = probability.astype(np.float32, copy=False)
        refuse_impossible(values)
        band = draw_band(values >= self.threshold, truth)
        for group, some in ((self._band, band), (self._outside, ~band)):
            group[patient] = group.get(patient, self._nothing) + _sum_up(values[some], truth[some], self._bins)

    @property
    def band(self) -> Reliability:
        """Of the pixels in the band."""
        return sum(self._band.values(), self._nothing)

    @property
    def all(self) -> Reliability:
        """Of all pixels."""
        return sum(self._outside.values(), self.band)

    def temperature(self) -> dict[str, Any] | None:
        """Return the temperature of the band and what it achieves, as JSON values.

        None if none can be fitted, or there are fewer than five patients.

        Its effect is measured on patients that it was not fitted to: each is cooled by the temperature of the others.
        """
        whole = self.band
        if len(self._band) < FEWEST_PATIENTS:
            return None
        try:
            fitted = fit_temperature(whole)
            of_others = {patient: fit_temperature(whole - own) for patient, own in self._band.items()}
        except LggError:
            return None
        band = sum((self._band[p].cooled(t) for p, t in of_others.items()), self._nothing)
        outside = (self._outside[p].cooled(t) for p, t in of_others.items())
        return {
            "temperature": round(fitted, 4),
            "patients": len(of_others),
            "fitted_to_others": [round(min(of_others.values()), 4), round(max(of_others.values()), 4)],
            "all": sum(outside, band).to_json(),
            "band": band.to_json(),
        }

    def result(self) -> dict[str, Any]:
        """Return the figures as JSON values."""
        return {
            "threshold": self.threshold,
            "band_pixels": BAND_PIXELS,
            "all": self.all.to_json(),
            "band": self.band.to_json(),
            "cooled": self.temperature(),
        }


def draw_band(prediction: NDArray[np.bool_], truth: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the pixels at most 10 pixels away from the border of either mask, within their slice.

    Parameters
    ----------
    prediction, truth : ndarray of bool, shape (Z, Y, X)

    Returns
    -------
    ndarray of bool, shape (Z, Y, X)
    """
    y, x = np.ogrid[-BAND_PIXELS : BAND_PIXELS + 1, -BAND_PIXELS : BAND_PIXELS + 1]
    disc = (y**2 + x**2 <= BAND_PIXELS**2).astype(np.uint8)
    border = (draw_border(prediction) | draw_border(truth)).astype(np.uint8)
    band = np.zeros(truth.shape, bool)
    for z in np.flatnonzero(border.any(axis=(1, 2))):
        band[z] = cv2.dilate(border[z], disc)
    return band


def fit_temperature(group: Reliability) -> float:
    """Return the temperature that makes a group's probabilities most likely.

    Dividing all logits by one number changes how sure the network is, and never which side of 0.5 a pixel is on (Guo et
    al. 2017, arXiv:1706.04599). Computed from the counts by logit, whose steps of 0.01 make no visible difference.

    Parameters
    ----------
    group : Reliability
        Of patients that the network was not trained on.

    Returns
    -------
    float
        Within `TEMPERATURES`; above 1 where the network is too sure.

    Raises
    ------
    LggError
        The pixels of the group are all tumour, or all not.
    """
    without, with_tumour = group.logits
    if not without.any() or not with_tumour.any():
        raise LggError("A temperature is fitted to pixels with and without tumour.", "Add patients that have both.")

    def loss(log_temperature: float) -> float:
        return _cross_entropy_at(group.logits, float(np.exp(log_temperature)))

    found = minimize_scalar(loss, bounds=np.log(TEMPERATURES), method="bounded", options={"xatol": 1e-6})
    return float(np.exp(found.x))


def _cross_entropy_at(logits: NDArray[np.int64], temperature: float) -> float:
    """Return the cross-entropy in nats of pixels counted by logit, shape (2, 8000), summed up."""
    without, with_tumour = logits
    scaled = _LOGITS / temperature
    return float(without @ np.logaddexp(0, scaled) + with_tumour @ np.logaddexp(0, -scaled))


def _step_of(logits: NDArray[np.floating]) -> NDArray[np.intp]:
    """Return the step of each logit among the counts by logit."""
    steps = (logits + _LARGEST_LOGIT) * (_LOGIT_BINS / (2 * _LARGEST_LOGIT))
    return steps.clip(0, _LOGIT_BINS - 1).astype(np.intp)


def _sum_up(probability: NDArray[np.float32], truth: NDArray[np.bool_], bins: int) -> Reliability:
    """Sum up pixels in a row, shape (P,)."""
    places = np.minimum((probability * bins).astype(np.intp), bins - 1)
    counted = np.stack([np.bincount(places, weights, bins) for weights in (None, truth, probability)], dtype=np.float64)
    with np.errstate(divide="ignore"):
        logits = np.log(probability) - np.log1p(-probability)
    by_logit = np.bincount(_step_of(logits) + _LOGIT_BINS * truth, minlength=2 * _LOGIT_BINS).reshape(2, _LOGIT_BINS)
    squared, entropy = (probability - truth) ** 2, cross_entropy(probability, truth)
    return Reliability(counted, float(squared.sum(dtype=np.float64)), float(entropy.sum(dtype=np.float64)), by_logit)
