"""Train the small convolutional network of Keras' introduction on MNIST digits and export it as digits.onnx."""
import argparse
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import nn

from datasets import load_mnist_test
from onnx_export import export

TRAINING_IMAGES = 8000
BATCH = 64
PEAK_RATE = 2e-3


class DigitNet(nn.Module):
    """Channels-last at both ends, as Keras has it: [N,28,28,1] in 0..1 to ten probabilities (scores while training)."""

    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(1, 32, 3)
        self.conv2 = nn.Conv2d(32, 64, 3)
        self.dropout = nn.Dropout(0.5)
        self.dense = nn.Linear(5 * 5 * 64, 10)

    def forward(self, image):
        x = image.permute(0, 3, 1, 2)
        x = F.max_pool2d(F.relu(self.conv1(x)), 2)
        x = F.max_pool2d(F.relu(self.conv2(x)), 2)
        x = torch.flatten(x.permute(0, 2, 3, 1), 1)
        scores = self.dense(self.dropout(x))
        return scores if self.training else F.softmax(scores, dim=1)


def augment(images):
    """Rotate by up to 12 degrees, scale by up to 12 % and shift by up to 2 pixels; images are [N,28,28,1]."""
    count = len(images)
    angle = (torch.rand(count) * 2 - 1) * math.radians(12)
    scale = 1 + (torch.rand(count) * 2 - 1) * 0.12
    shift = (torch.rand(count, 2) * 2 - 1) * (2 / 14)
    cosine, sine = torch.cos(angle) / scale, torch.sin(angle) / scale
    matrix = torch.stack([torch.stack([cosine, -sine, shift[:, 0]], 1),
                          torch.stack([sine, cosine, shift[:, 1]], 1)], 1)
    grid = F.affine_grid(matrix, (count, 1, 28, 28), align_corners=False)
    return F.grid_sample(images.permute(0, 3, 1, 2), grid, align_corners=False).permute(0, 2, 3, 1)


@torch.no_grad()
def accuracy(model, images, labels):
    model.eval()
    return (model(images).argmax(1) == labels).float().mean().item()


def train_epoch(model, optimizer, schedule, images, labels):
    model.train()
    total = 0.0
    batches = torch.randperm(len(images)).split(BATCH)
    for batch in batches:
        loss = F.cross_entropy(model(augment(images[batch])), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
        total += loss.item()
    return total / len(batches)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with the two t10k-*.gz files of MNIST")
    parser.add_argument("--work", required=True, help="folder for the trained weights")
    parser.add_argument("--out", required=True, help="folder for digits.onnx")
    parser.add_argument("--epochs", type=int, default=30)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(0)
    images, labels = load_mnist_test(options.data)
    order = torch.randperm(len(images))
    images, labels = images[order].unsqueeze(3).float() / 255, labels[order]
    seen, held_out = slice(0, TRAINING_IMAGES), slice(TRAINING_IMAGES, None)

    model = DigitNet()
    optimizer = torch.optim.AdamW(model.parameters(), weight_decay=1e-2)
    steps = options.epochs * math.ceil(TRAINING_IMAGES / BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, PEAK_RATE, total_steps=steps)
    start = time.time()
    for epoch in range(options.epochs):
        loss = train_epoch(model, optimizer, schedule, images[seen], labels[seen])
        reached = accuracy(model, images[held_out], labels[held_out])
        print(f"epoch {epoch + 1}: loss {loss:.4f}, held-out accuracy {reached:.4f}, "
              f"{time.time() - start:.0f} s so far", flush=True)

    Path(options.work).mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), Path(options.work) / "digits.pt")
    export(model, torch.zeros(2, 28, 28, 1), Path(options.out) / "digits.onnx", "probabilities",
           [str(digit) for digit in range(10)], reached,
           f"Keras' introductory network trained on {TRAINING_IMAGES} MNIST test images for {options.epochs} epochs; "
           "accuracy on the other 2000")


if __name__ == "__main__":
    main()
