"""Structural similarities of scikit-image for the maps of HeatmapComparisonTests: scikit-image 0.19 printed the numbers there."""
import numpy as np
from skimage.metrics import structural_similarity


def waves(height, width, phase):
    y, x = np.mgrid[0:height, 0:width]
    return np.sin(0.31 * x + phase) * np.cos(0.23 * y - phase)


for height, width, phase in [(40, 30, 0.2), (40, 30, 1.5), (11, 17, 0.4), (24, 24, 3.0)]:
    one, other = waves(height, width, 0.0), waves(height, width, phase)
    one, other = [(m / np.abs(m).max() + 1) / 2 for m in (one, other)]
    print(height, width, phase, structural_similarity(
        one, other, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=1.0))
