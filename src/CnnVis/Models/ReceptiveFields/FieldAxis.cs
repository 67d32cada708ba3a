namespace CnnVis;

/// <summary>
/// What the cells of a layer see of the model's input along one axis: cell i sees the pixels from <c>Offset + i * Stride</c> on, <c>Size</c> of them.
/// Positions are those of pixels' edges: pixel 0 reaches from 0 to 1; what lies below 0 or beyond the input is padding.
/// </summary>
/// <param name="Offset">Where the first cell's view begins; negative where it begins in the padding.</param>
/// <param name="Stride">How many pixels further the next cell's view begins; below 1 where the layer has more cells than the input has pixels.</param>
/// <param name="Size">How many pixels a cell sees; where cells see different numbers, as behind transposed convolutions, no fewer than any.</param>
public readonly record struct FieldAxis(double Offset, double Stride, double Size)
{
    internal static FieldAxis OfPixels { get; } = new(Offset: 0, Stride: 1, Size: 1);

    /// <summary>The middle of what a cell sees.</summary>
    /// <param name="cell">The cell, from 0.</param>
    /// <returns>The position in pixels.</returns>
    public double CentreOf(double cell) => Offset + (cell * Stride) + (Size / 2);

    /// <summary>After a window over cells: a convolution, a pooling.</summary>
    internal FieldAxis Window(int kernel, int stride, int dilation, int padding) =>
        new(Offset - (padding * Stride), Stride * stride, Size + ((kernel - 1) * dilation * Stride));

    /// <summary>After a window laid the other way: a transposed convolution. Fewer cells may take part than are counted.</summary>
    internal FieldAxis TransposedWindow(int kernel, int stride, int dilation, int padding)
    {
        int reach = (kernel - 1) * dilation;
        return new FieldAxis(Offset + (Stride * (padding - reach) / stride), Stride / stride, Size + (Stride * reach / stride));
    }

    /// <summary>After reading at the points scale * cell + offset, from cells so far apart on both sides together.</summary>
    internal FieldAxis Resampled(double scale, double offset, double reach) =>
        new(Offset + (Stride * (offset - (reach / 2))), Stride * scale, Size + (Stride * reach));

    /// <summary>After cells were left out: every so many from the first on. A negative first adds some.</summary>
    internal FieldAxis Sliced(int first, int step) => new(Offset + (first * Stride), Stride * step, Size);

    /// <summary>What both see together; null where they do not walk in step.</summary>
    internal FieldAxis? Union(FieldAxis other)
    {
        if (Math.Abs(Stride - other.Stride) > 1e-9 * Stride)
        {
            return null;
        }

        double start = Math.Min(Offset, other.Offset);
        return new FieldAxis(start, Stride, Math.Max(Offset + Size, other.Offset + other.Size) - start);
    }
}
