using CnnVis.Tensors;

namespace CnnVis;

/// <summary>A picture: 8-bit red, green and blue. Immutable.</summary>
[TypeFormatterSource(typeof(NotebookFormatters))]
public sealed class RgbImage
{
    private readonly byte[] _pixels;

    /// <summary>Creates a picture from a copy of its pixels.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="pixels">Red, green, blue for each pixel, row by row.</param>
    /// <exception cref="ArgumentException">The number of bytes is not 3 x width x height.</exception>
    public RgbImage(int width, int height, ReadOnlySpan<byte> pixels)
        : this(width, height, pixels.ToArray())
    {
    }

    private RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        if (pixels.Length != 3L * width * height)
        {
            throw new ArgumentException($"A picture of {width}x{height} has {3L * width * height} bytes, not {pixels.Length}.", nameof(pixels));
        }

        Width = width;
        Height = height;
        _pixels = pixels;
    }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Red, green, blue for each pixel, row by row.</summary>
    public ReadOnlySpan<byte> Pixels => _pixels;

    /// <summary>Copies a part of the picture.</summary>
    /// <param name="part">The part; it must lie inside.</param>
    /// <returns>A picture of its size.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The part is empty or reaches beyond the picture.</exception>
    public RgbImage Crop(PixelRectangle part)
    {
        if (part.Left < 0 || part.Top < 0 || part.Width < 1 || part.Height < 1 || part.Right > Width || part.Bottom > Height)
        {
            throw new ArgumentOutOfRangeException(nameof(part), part, $"The part must hold pixels and lie inside the picture of {Width}x{Height}.");
        }

        return Create(part.Width, part.Height, pixels =>
        {
            for (int row = 0; row < part.Height; row++)
            {
                Pixels.Slice(3 * (((part.Top + row) * Width) + part.Left), 3 * part.Width).CopyTo(pixels[(3 * row * part.Width)..]);
            }
        });
    }

    /// <summary>Makes a picture and lets a function fill its pixels.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="fill">Writes red, green, blue for each pixel, row by row.</param>
    /// <returns>The picture.</returns>
    public static RgbImage Create(int width, int height, Action<Span<byte>> fill)
    {
        ArgumentNullException.ThrowIfNull(fill);
        byte[] pixels = new byte[checked(3 * width * height)];
        fill(pixels);
        return new RgbImage(width, height, pixels);
    }

    /// <summary>Makes a grey picture.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="grey">One byte for each pixel, row by row.</param>
    /// <returns>The picture.</returns>
    public static RgbImage FromGrey(int width, int height, ReadOnlySpan<byte> grey)
    {
        byte[] pixels = new byte[3 * grey.Length];
        for (int i = 0; i < grey.Length; i++)
        {
            pixels.AsSpan(3 * i, 3).Fill(grey[i]);
        }

        return new RgbImage(width, height, pixels);
    }
}
