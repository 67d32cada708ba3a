"""Records how scikit-image 0.19 enlarges a grid of cells as RISE's own program asks it to."""
import numpy as np
from skimage.transform import resize

grid = (np.random.default_rng(3).random((4, 4)) < 0.5).astype(np.float64)
np.save("rise_grid.npy", grid)
np.save("rise_grid_20x15.npy", resize(grid, (20, 15), order=1, mode="reflect", anti_aliasing=False))
