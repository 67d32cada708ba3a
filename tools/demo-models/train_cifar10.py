"""Train a ResNet-20 on CIFAR-10 and export it as cifar10.onnx. An interrupted run continues at its last epoch."""
import argparse
import copy
import math
import time
from pathlib import Path

import torch
import torch.nn.functional as F

from datasets import CIFAR10_CLASSES, load_cifar10
from onnx_export import export
from resnet import ResNet20

BATCH = 128
# Of each learning-rate cycle: its epochs, how many of them the rate rises, and the highest rate.
CYCLES = ((18, 3.6, 0.2), (10, 0, 0.05), (10, 0, 0.08))
EPOCHS = sum(length for length, _, _ in CYCLES)
# The last epochs see the images where the test images are: in the middle.
CENTRED_EPOCHS = 2
WEIGHT_DECAY = 5e-4
EMA_DECAY = 0.999


def augment(images, shift):
    """Move each 32x32 image by up to some pixels within its reflected border and flip half of them."""
    padded = F.pad(images, (shift, shift, shift, shift), mode="reflect")
    count = len(images)
    rows = torch.randint(0, 2 * shift + 1, (count, 1)) + torch.arange(32)
    columns = torch.randint(0, 2 * shift + 1, (count, 1)) + torch.arange(32)
    columns = torch.where(torch.rand(count, 1) < 0.5, columns.flip(1), columns)
    picked = torch.arange(count).view(-1, 1, 1)
    return padded[picked, :, rows.unsqueeze(2), columns.unsqueeze(1)].permute(0, 3, 1, 2)


def learning_rate(epoch):
    """A linear rise and a cosine fall to zero in each cycle; epoch counts from the start and has a fraction."""
    for length, rise, peak in CYCLES:
        if epoch < length:
            break
        epoch -= length
    if epoch < rise:
        return peak * (0.05 + 0.95 * epoch / rise)
    return peak * 0.5 * (1 + math.cos(math.pi * (epoch - rise) / (length - rise)))


@torch.no_grad()
def update_average(average, model, step):
    decay = min(EMA_DECAY, (1 + step) / (10 + step))
    for kept, new in zip(average.state_dict().values(), model.state_dict().values()):
        if kept.dtype.is_floating_point:
            kept.lerp_(new, 1 - decay)


@torch.no_grad()
def accuracy(model, images, labels):
    model.eval()
    right = sum((model(x.float() / 255).argmax(1) == y).sum().item()
                for x, y in zip(images.split(500), labels.split(500)))
    return right / len(labels)


def train_epoch(model, average, optimizer, images, labels, epoch):
    """One pass over the training images; the order and the augmentation depend on the epoch only."""
    torch.manual_seed(1000 + epoch)
    model.train()
    batches = torch.randperm(len(images)).split(BATCH)[:len(images) // BATCH]
    shift = 4 if epoch < EPOCHS - CENTRED_EPOCHS else 0
    total = 0.0
    for index, batch in enumerate(batches):
        step = epoch * len(batches) + index
        optimizer.param_groups[0]["lr"] = learning_rate(step / len(batches))
        loss = F.cross_entropy(model(augment(images[batch].float() / 255, shift)), labels[batch])
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        update_average(average, model, step)
        total += loss.item()
    return total / len(batches)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", required=True, help="folder with train.tar.xz and test.tar.xz")
    parser.add_argument("--work", required=True, help="folder for decoded images and checkpoints")
    parser.add_argument("--out", required=True, help="folder for cifar10.onnx")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    images, labels = load_cifar10(options.data, options.work, "train")
    test_images, test_labels = load_cifar10(options.data, options.work, "test")

    torch.manual_seed(0)
    model = ResNet20()
    average = copy.deepcopy(model)
    optimizer = torch.optim.SGD(model.parameters(), lr=0, momentum=0.9, weight_decay=WEIGHT_DECAY, nesterov=True)
    parts = {"model": model, "average": average, "optimizer": optimizer}
    checkpoint, first, reached = Path(options.work) / "cifar10.pt", 0, 0.0
    if checkpoint.exists():
        state = torch.load(checkpoint)
        first, reached = state["epoch"], state["accuracy"]
        for name, part in parts.items():
            part.load_state_dict(state[name])

    for epoch in range(first, EPOCHS):
        start = time.time()
        loss = train_epoch(model, average, optimizer, images, labels, epoch)
        reached = accuracy(average, test_images, test_labels)
        print(f"epoch {epoch + 1}: loss {loss:.4f}, test accuracy {reached:.4f}, {time.time() - start:.0f} s", flush=True)
        state = {name: part.state_dict() for name, part in parts.items()}
        torch.save({"epoch": epoch + 1, "accuracy": reached, **state}, checkpoint)

    export(average, torch.zeros(2, 3, 32, 32), Path(options.out) / "cifar10.onnx", "logits", CIFAR10_CLASSES, reached,
           f"ResNet-20 trained on the CIFAR-10 training images for {EPOCHS} epochs")


if __name__ == "__main__":
    main()
