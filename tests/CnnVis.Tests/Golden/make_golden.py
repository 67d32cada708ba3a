"""Records what torchvision's float resize makes of a small picture. Run with torchvision 0.14 and PIL."""
import numpy as np
import torch
from PIL import Image
from torchvision.transforms import functional as F

rng = np.random.default_rng(7)
smooth = np.array(Image.fromarray(rng.integers(0, 256, (9, 13, 3), dtype=np.uint8)).resize((97, 61), Image.BICUBIC))
picture = np.clip(smooth.astype(int) + rng.integers(-20, 21, smooth.shape), 0, 255).astype(np.uint8)
np.save("picture.npy", picture)
tensor = torch.from_numpy(picture).permute(2, 0, 1).float()

for antialias in (True, False):
    stretched = F.resize(tensor, [24, 32], antialias=antialias)
    np.save(f"stretch_24x32_{'antialias' if antialias else 'plain'}.npy", stretched.numpy())
np.save("enlarge_150x130.npy", F.resize(tensor, [150, 130], antialias=True).numpy().astype(np.float16))

# torchvision's ImageNet preset at an input of 28: shorter side 32, centre crop, mean and standard deviation.
cropped = F.center_crop(F.resize(tensor, 32, antialias=True), 28)
mean, std = [0.485, 0.456, 0.406], [0.229, 0.224, 0.225]
np.save("imagenet_28.npy", F.normalize(cropped / 255, mean, std).numpy())

grey = np.array(Image.fromarray(picture).convert("L"))
np.save("grey.npy", grey)
