using System.Buffers.Binary;

namespace CnnVis.Skia.Drawing;

/// <summary>Windows bitmaps of 24 bits, which Skia reads and does not write.</summary>
internal static class BitmapFile
{
    private const int HeaderSize = 54;
    private const int InfoSize = 40;
    private const short BitsPerPixel = 24;

    // 96 dots an inch.
    private const int PixelsPerMeter = 3780;

    /// <summary>A header, then rows of blue, green, red from the bottom to the top, each filled up to whole words.</summary>
    public static byte[] Encode(RgbImage image)
    {
        int stride = ((3 * image.Width) + 3) / 4 * 4;
        byte[] file = new byte[checked(HeaderSize + (stride * image.Height))];
        (file[0], file[1]) = ((byte)'B', (byte)'M');
        Write(file, 2, file.Length);
        Write(file, 10, HeaderSize);
        Write(file, 14, InfoSize);
        Write(file, 18, image.Width);
        Write(file, 22, image.Height);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(26), 1);
        BinaryPrimitives.WriteInt16LittleEndian(file.AsSpan(28), BitsPerPixel);
        Write(file, 34, stride * image.Height);
        Write(file, 38, PixelsPerMeter);
        Write(file, 42, PixelsPerMeter);
        for (int y = 0; y < image.Height; y++)
        {
            ReadOnlySpan<byte> source = image.Pixels.Slice(3 * y * image.Width, 3 * image.Width);
            Span<byte> row = file.AsSpan(HeaderSize + (stride * (image.Height - 1 - y)), stride);
            for (int i = 0; i < source.Length; i += 3)
            {
                (row[i], row[i + 1], row[i + 2]) = (source[i + 2], source[i + 1], source[i]);
            }
        }

        return file;
    }

    private static void Write(byte[] file, int offset, int value) => BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(offset), value);
}
