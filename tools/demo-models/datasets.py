"""Readers for the two data sets: MNIST as IDX files and CIFAR-10 as JPEG files in tar.xz archives."""
import gzip
import io
import tarfile
from pathlib import Path

import numpy as np
import torch
from PIL import Image

CIFAR10_CLASSES = ["airplane", "automobile", "bird", "cat", "deer",
                   "dog", "frog", "horse", "ship", "truck"]


def read_idx(path):
    """Read one gzipped IDX file of unsigned bytes into an array."""
    with gzip.open(path, "rb") as stream:
        data = stream.read()
    if data[:3] != b"\0\0\x08":
        raise ValueError(f"{path} is not an IDX file of unsigned bytes")
    rank = data[3]
    shape = np.frombuffer(data, ">u4", count=rank, offset=4)
    return np.frombuffer(data, np.uint8, offset=4 + 4 * rank).reshape(shape)


def load_mnist_test(data):
    """Return the MNIST test images [10000,28,28] and labels [10000] as uint8 and int64 tensors."""
    images = read_idx(Path(data) / "t10k-images-idx3-ubyte.gz")
    labels = read_idx(Path(data) / "t10k-labels-idx1-ubyte.gz")
    return torch.from_numpy(images.copy()), torch.from_numpy(labels.astype(np.int64))


def decode_archive(path):
    """Decode every SPLIT/CLASS/NAME.jpg of a tar.xz archive, in the order of the names."""
    samples = []
    with tarfile.open(path, "r|xz") as archive:
        for member in archive:
            if not member.isfile():
                continue
            pixels = np.asarray(Image.open(io.BytesIO(archive.extractfile(member).read())).convert("RGB"))
            label = CIFAR10_CLASSES.index(Path(member.name).parent.name)
            samples.append((member.name, label, pixels))
    samples.sort(key=lambda sample: sample[0])
    images = np.stack([pixels for _, _, pixels in samples]).transpose(0, 3, 1, 2)
    return images, np.array([label for _, label, _ in samples], np.int64)


def load_cifar10(data, work, split):
    """Return the images [N,3,32,32] uint8 and labels [N] of "train" or "test"; decoded once, then cached in work."""
    cache = Path(work) / f"cifar10-{split}.npz"
    if not cache.exists():
        images, labels = decode_archive(Path(data) / f"{split}.tar.xz")
        cache.parent.mkdir(parents=True, exist_ok=True)
        np.savez(cache, images=images, labels=labels)
    arrays = np.load(cache)
    return torch.from_numpy(np.ascontiguousarray(arrays["images"])), torch.from_numpy(arrays["labels"])
