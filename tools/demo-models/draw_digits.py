"""Draw the sample digits as 28x28 grey PNG files: smooth pen strokes through points chosen by hand."""
import argparse
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw

SIDE = 28
MARGIN = 4
PEN = 2.4
OVERSAMPLING = 16

# Each stroke is a list of points that the pen passes through; x to the right, y down, in any unit.
STROKES = {
    3: [[(2.2, 3.4), (4.6, 1.2), (7.8, 0.9), (10.3, 2.6), (10.2, 5.6), (8.0, 8.0), (5.0, 9.0)],
        [(5.0, 9.0), (8.6, 9.2), (11.1, 11.6), (11.2, 15.0), (8.9, 17.8), (5.2, 18.6), (1.8, 17.0)]],
    7: [[(1.2, 2.4), (4.6, 2.0), (8.4, 1.7), (12.4, 1.0)],
        [(12.4, 1.0), (10.4, 5.2), (8.3, 9.6), (6.7, 13.8), (5.4, 18.6)]],
    8: [[(10.6, 3.6), (8.6, 1.4), (5.6, 1.1), (3.4, 3.0), (3.6, 6.0), (6.0, 8.6), (8.9, 11.2), (10.4, 14.2),
         (9.0, 17.6), (5.6, 18.5), (2.8, 16.6), (2.9, 13.3), (5.2, 10.5), (8.2, 8.0), (10.4, 5.8), (10.6, 3.6)]],
}


def smooth(points, steps=24):
    """Catmull-Rom curve through the points."""
    p = np.array([points[0], *points, points[-1]], float)
    t = np.linspace(0, 1, steps, endpoint=False)[:, None]
    parts = [0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t ** 2 + (3 * b - a - 3 * c + d) * t ** 3)
             for a, b, c, d in zip(p, p[1:], p[2:], p[3:])]
    return np.concatenate([*parts, p[-1:]])


def fit(curves):
    """Scale and move the curves so that the inked figure, pen included, fills the box inside the margin."""
    every = np.concatenate(curves)
    low, high = every.min(0), every.max(0)
    scale = (SIDE - 2 * MARGIN - PEN) / (high - low).max()
    return [(curve - (low + high) / 2) * scale + SIDE / 2 for curve in curves]


def draw(strokes):
    size = SIDE * OVERSAMPLING
    canvas = Image.new("L", (size, size))
    pen = ImageDraw.Draw(canvas)
    radius = round(PEN * OVERSAMPLING / 2)
    for curve in fit([smooth(points) for points in strokes]):
        for x, y in np.rint(curve * OVERSAMPLING):
            pen.ellipse((x - radius, y - radius, x + radius - 1, y + radius - 1), fill=255)
    return canvas.resize((SIDE, SIDE), Image.BOX)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", required=True, help="folder for digit-3.png, digit-7.png and digit-8.png")
    options = parser.parse_args()
    folder = Path(options.out)
    folder.mkdir(parents=True, exist_ok=True)
    for digit, strokes in STROKES.items():
        draw(strokes).save(folder / f"digit-{digit}.png", optimize=True)


if __name__ == "__main__":
    main()
