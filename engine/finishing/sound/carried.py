"""Sound that goes on as it just was."""

import numpy as np
from scipy.signal import lfilter, lfiltic

ORDER = 64  # of the prediction: a millisecond at 48 kHz and up, which holds the resonances of rooms and voices


def carried_on(samples: np.ndarray, count: int) -> np.ndarray:
    """Up to `count` samples after these, as many as these are: no step in value or slope, of their level and spectrum.

    Each channel's linear prediction goes on ringing, excited by what it could not predict of the last samples, played
    backwards (as concealment of lost packets does, but without a pitch). Never louder than the samples themselves.
    samples: [sample, channel], finite.
    """
    count = min(count, len(samples))
    own = samples[len(samples) - count :].astype(np.float64)
    out = np.zeros((count, samples.shape[1]))
    for channel in range(samples.shape[1]):
        out[:, channel] = _predicted(own[:, channel])
    peak = np.abs(own).max(axis=0, initial=0)
    return out.clip(-peak, peak).astype(np.float32)


def _predicted(own: np.ndarray) -> np.ndarray:
    order = min(ORDER, len(own) // 4)
    if order < 1 or not own.any():
        return own[::-1]
    filter_ = burg(own, order)
    residual = lfilter(filter_, [1.0], own)
    residual[:order] = 0  # there the filter has not seen enough
    ringing = lfiltic([1.0], filter_, own[::-1][:order])
    return np.asarray(lfilter([1.0], filter_, residual[::-1], zi=ringing)[0])


def burg(own: np.ndarray, order: int) -> np.ndarray:
    """The prediction error filter [order + 1], first coefficient 1, by Burg's method: its inverse is always stable."""
    filter_ = np.ones(1)
    forward, backward = own[1:], own[:-1]
    for _ in range(order):
        energy = forward @ forward + backward @ backward
        reflection = -2 * (forward @ backward) / energy if energy > 1e-20 else 0.0
        padded = np.append(filter_, 0.0)
        filter_ = padded + reflection * padded[::-1]
        forward, backward = (forward + reflection * backward)[1:], (backward + reflection * forward)[:-1]
    return filter_
