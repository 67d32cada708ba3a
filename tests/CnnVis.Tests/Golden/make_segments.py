"""Records how scikit-image 0.19 divides picture.npy, and how it sees colours in Lab."""
import numpy as np
from skimage.color import rgb2lab
from skimage.segmentation import felzenszwalb, quickshift

picture = np.load("picture.npy")
np.save("segments_quickshift.npy", quickshift(picture, kernel_size=2, max_dist=200, ratio=0.2).astype(np.uint16))
np.save("segments_quickshift_cut.npy", quickshift(picture, kernel_size=3, max_dist=6, ratio=0.5).astype(np.uint16))
np.save("segments_felzenszwalb.npy", felzenszwalb(picture, scale=100, sigma=0.8, min_size=20).astype(np.uint16))
np.save("lab.npy", rgb2lab(picture[:2]).astype(np.float32))
