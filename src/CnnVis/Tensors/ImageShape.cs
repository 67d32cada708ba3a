using System.Text.Json.Serialization;

namespace CnnVis;

/// <summary>The shape of one image as a model reads it, and where its rectangles lie in memory.</summary>
/// <param name="Channels">How many channels: 3 for colour, 1 for grey.</param>
/// <param name="Height">Rows.</param>
/// <param name="Width">Columns.</param>
/// <param name="Layout">The order of the axes.</param>
public readonly record struct ImageShape(int Channels, int Height, int Width, TensorLayout Layout)
{
    /// <summary>Elements of one image.</summary>
    [JsonIgnore]
    public int ElementCount => Channels * Height * Width;

    /// <summary>Pixels of one image.</summary>
    [JsonIgnore]
    public int PixelCount => Height * Width;

    /// <summary>The four dimensions of a batch in this layout.</summary>
    /// <param name="count">Images in the batch.</param>
    /// <returns>[N,C,H,W] or [N,H,W,C].</returns>
    public int[] Dimensions(int count) => Layout == TensorLayout.Nchw
        ? [count, Channels, Height, Width]
        : [count, Height, Width, Channels];

    /// <summary>The position of an element.</summary>
    /// <param name="channel">The channel.</param>
    /// <param name="y">The row.</param>
    /// <param name="x">The column.</param>
    /// <returns>The index into one image's elements.</returns>
    public int IndexOf(int channel, int y, int x) => Layout == TensorLayout.Nchw
        ? (((channel * Height) + y) * Width) + x
        : (((y * Width) + x) * Channels) + channel;

    /// <summary>Copies a rectangle of every channel from one image to another of the same shape.</summary>
    /// <param name="source">The image that is read.</param>
    /// <param name="destination">The image that is written.</param>
    /// <param name="rectangle">The rectangle, inside the image.</param>
    public void CopyRectangle(ReadOnlySpan<float> source, Span<float> destination, PixelRectangle rectangle)
    {
        bool interleaved = Layout == TensorLayout.Nhwc;
        int planes = interleaved ? 1 : Channels;
        int length = interleaved ? rectangle.Width * Channels : rectangle.Width;
        for (int plane = 0; plane < planes; plane++)
        {
            for (int y = rectangle.Top; y < rectangle.Bottom; y++)
            {
                int start = IndexOf(plane, y, rectangle.Left);
                source.Slice(start, length).CopyTo(destination[start..]);
            }
        }
    }
}
