namespace CnnVis.Models;

/// <summary>
/// What the cells of a tensor see of the image along one axis. Positions are those of pixels' edges: pixel 0 reaches from 0 to 1; what lies
/// below 0 or beyond the image is padding.
/// </summary>
/// <param name="Start">Where the first cell's view begins.</param>
/// <param name="Step">How many pixels further the next cell's view begins.</param>
/// <param name="Size">How many pixels a cell sees.</param>
internal readonly record struct FieldAxis(double Start, double Step, double Size)
{
    public static FieldAxis OfPixels { get; } = new(Start: 0, Step: 1, Size: 1);

    public double CentreOf(double cell) => Start + (cell * Step) + (Size / 2);

    /// <summary>After a window over cells: a convolution, a pooling.</summary>
    public FieldAxis Window(int kernel, int stride, int dilation, int padding) =>
        new(Start - (padding * Step), Step * stride, Size + ((kernel - 1) * dilation * Step));

    /// <summary>After a window laid the other way: a transposed convolution. Fewer cells may take part than are counted.</summary>
    public FieldAxis TransposedWindow(int kernel, int stride, int dilation, int padding)
    {
        int reach = (kernel - 1) * dilation;
        return new FieldAxis(Start + (Step * (padding - reach) / stride), Step / stride, Size + (Step * reach / stride));
    }

    /// <summary>After reading at the points scale * cell + offset, from cells so far apart on both sides together.</summary>
    public FieldAxis Resampled(double scale, double offset, double reach) =>
        new(Start + (Step * (offset - (reach / 2))), Step * scale, Size + (Step * reach));

    /// <summary>After cells were left out: every so many from the first on. A negative first adds some.</summary>
    public FieldAxis Sliced(int first, int step) => new(Start + (first * Step), Step * step, Size);

    /// <summary>What both see together; null where they do not walk in step.</summary>
    public FieldAxis? Union(FieldAxis other)
    {
        if (Math.Abs(Step - other.Step) > 1e-9 * Step)
        {
            return null;
        }

        double start = Math.Min(Start, other.Start);
        return new FieldAxis(start, Step, Math.Max(Start + Size, other.Start + other.Size) - start);
    }
}
