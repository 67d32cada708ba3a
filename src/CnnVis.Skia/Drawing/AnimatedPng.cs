using System.Buffers.Binary;
using System.IO.Compression;

namespace CnnVis.Skia.Drawing;

/// <summary>
/// Several pictures as one file that browsers play (PNG, third edition, "Animated image"); programs that know nothing of animations show the first.
/// </summary>
internal static class AnimatedPng
{
    private const byte BitDepth = 8;
    private const byte Rgb = 2;
    private const byte FilterSub = 1;
    private const int BytesPerPixel = 3;
    private const ushort DelayPerSecond = 1000;

    /// <param name="frames">The pictures, of one size.</param>
    /// <param name="milliseconds">How long each is shown.</param>
    public static byte[] Encode(IReadOnlyList<RgbImage> frames, IReadOnlyList<ushort> milliseconds)
    {
        (int width, int height) = (frames[0].Width, frames[0].Height);
        if (frames.FirstOrDefault(frame => (frame.Width, frame.Height) != (width, height)) is { } other)
        {
            throw new ArgumentException($"The frames of an animation have one size; the first is {width}x{height}, another {other.Width}x{other.Height}.", nameof(frames));
        }

        var chunks = new PngChunks();
        chunks.Add("IHDR", [.. Number(width), .. Number(height), BitDepth, Rgb, 0, 0, 0]);
        // 0 plays: again and again.
        chunks.Add("acTL", [.. Number(frames.Count), .. Number(0)]);
        int sequence = 0;
        for (int i = 0; i < frames.Count; i++)
        {
            chunks.Add(
                "fcTL",
                [.. Number(sequence++), .. Number(width), .. Number(height), .. Number(0), .. Number(0), .. Short(milliseconds[i]), .. Short(DelayPerSecond), 0, 0]);
            byte[] data = Compress(frames[i]);
            if (i == 0)
            {
                chunks.Add("IDAT", data);
            }
            else
            {
                chunks.Add("fdAT", [.. Number(sequence++), .. data]);
            }
        }

        chunks.Add("IEND");
        return chunks.ToArray();
    }

    /// <summary>The rows, each as differences to the pixel on the left.</summary>
    private static byte[] Compress(RgbImage frame)
    {
        int length = BytesPerPixel * frame.Width;
        using var compressed = new MemoryStream();
        using (var zlib = new ZLibStream(compressed, CompressionLevel.Optimal))
        {
            byte[] row = new byte[length + 1];
            for (int y = 0; y < frame.Height; y++)
            {
                ReadOnlySpan<byte> pixels = frame.Pixels.Slice(y * length, length);
                row[0] = FilterSub;
                for (int i = 0; i < length; i++)
                {
                    row[i + 1] = (byte)(pixels[i] - (i < BytesPerPixel ? 0 : pixels[i - BytesPerPixel]));
                }

                zlib.Write(row);
            }
        }

        return compressed.ToArray();
    }

    private static byte[] Number(int value) => PngChunks.Number((uint)value);

    private static byte[] Short(ushort value)
    {
        byte[] bytes = new byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, value);
        return bytes;
    }
}
