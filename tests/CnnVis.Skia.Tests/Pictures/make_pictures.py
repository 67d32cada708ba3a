"""Writes one small picture in every form that ImageFile reads: the left half red (200, 40, 60), the right half blue (20, 80, 220), 8x4 pixels."""
import struct
import zlib

import numpy as np
from PIL import Image

picture = np.zeros((4, 8, 3), np.uint8)
picture[:, :4] = (200, 40, 60)
picture[:, 4:] = (20, 80, 220)
image = Image.fromarray(picture)
big = image.resize((64, 32), Image.NEAREST)

image.save("rgb.png")
image.save("rgb.bmp")
image.save("rgb.webp", lossless=True)
big.save("rgb.jpg", quality=98, subsampling=0)
image.quantize(4).save("palette.png")
image.quantize(4).save("animated.gif", save_all=True, append_images=[Image.new("RGB", (8, 4), (0, 255, 0)).quantize(2)], duration=100)

# Held in the hand turned by 90 degrees: stored as 4x8, to be shown as 8x4.
turned = big.transpose(Image.ROTATE_90)
exif = Image.Exif()
exif[0x0112] = 6
turned.save("exif6.jpg", quality=98, subsampling=0, exif=exif)

alpha = np.dstack([picture, np.full((4, 8), 255, np.uint8)])
alpha[:, 4:, 3] = 0
alpha[0, :4, 3] = 128
Image.fromarray(alpha).save("alpha.png")

Image.fromarray(np.full((4, 8), 100, np.uint8)).save("grey.png")
Image.fromarray(np.full((4, 8), 0x6464, np.uint16)).save("grey16.png")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


header = struct.pack(">IIBBBBB", 30000, 30000, 8, 2, 0, 0, 0)
with open("huge.png", "wb") as file:
    file.write(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 100)) + chunk(b"IEND", b""))

rows = zlib.compress(b"".join(b"\0" + np.random.default_rng(y).integers(0, 256, 192, dtype=np.uint8).tobytes() for y in range(64)))
with open("truncated.png", "wb") as file:
    whole = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    file.write(whole[: len(whole) // 2])
