using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis;

/// <summary>
/// What each place of the image adds to the target: raw numbers at the method's own resolution, in the unit of the explained score.
/// Colours belong to the pictures drawn from it.
/// </summary>
public sealed class Heatmap
{
    // That of pytorch-grad-cam: an empty map stays empty.
    private const float LeastDivisor = 1e-7f;

    private readonly float[] _values;
    private readonly float[] _elements = [];
    private CellGrid? _covering;

    /// <summary>Creates a map.</summary>
    /// <param name="values">The numbers, row by row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="scaling">How the numbers are scaled for drawing.</param>
    /// <param name="inputShape">The input's shape where the numbers belong to the input's pixels; null for a map of its own resolution.</param>
    public Heatmap(ReadOnlySpan<float> values, int height, int width, MapScaling scaling, ImageShape? inputShape = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if (values.Length != height * width || (inputShape is { } shape && (shape.Height != height || shape.Width != width)))
        {
            throw new ArgumentException($"{values.Length} values are not a map of {height}x{width}.", nameof(values));
        }

        _values = values.ToArray();
        Height = height;
        Width = width;
        Scaling = scaling;
        InputShape = inputShape;
    }

    private Heatmap(float[] elements, ImageShape shape, MapScaling scaling, ChannelReduction reduction)
    {
        _elements = elements;
        _values = Reduce(elements, shape, reduction);
        Height = shape.Height;
        Width = shape.Width;
        Scaling = scaling;
        InputShape = shape;
        Reduction = reduction;
    }

    /// <summary>Creates a map from a number for every element of the input.</summary>
    /// <param name="elements">The numbers in the order of the input.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="scaling">How the numbers are scaled for drawing.</param>
    /// <param name="reduction">How the numbers of a pixel's channels become the pixel's.</param>
    /// <returns>The map.</returns>
    public static Heatmap OfElements(
        ReadOnlySpan<float> elements, ImageShape shape, MapScaling scaling, ChannelReduction reduction = ChannelReduction.Sum) =>
        elements.Length == shape.ElementCount
        ? new Heatmap(elements.ToArray(), shape, scaling, reduction)
        : throw new ArgumentException($"{elements.Length} numbers were given for an input of {shape.ElementCount} elements.", nameof(elements));

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>How the numbers are scaled for drawing.</summary>
    public MapScaling Scaling { get; }

    /// <summary>How the numbers of a pixel's channels became the pixel's; null where the method does not tell channels apart.</summary>
    public ChannelReduction? Reduction { get; }

    /// <summary>True where negative numbers are drawn, as evidence against the target.</summary>
    public bool IsSigned => Scaling == MapScaling.Symmetric;

    /// <summary>Where the cells lie on the input; null where the map covers it from edge to edge.</summary>
    public CellGrid? Cells { get; init; }

    /// <summary>The input's shape where the numbers belong to the input's pixels; null for a map of its own resolution.</summary>
    public ImageShape? InputShape { get; }

    /// <summary>The numbers, row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>
    /// A number for every element of the input, in its order, where the method tells channels apart; empty where a pixel has one number.
    /// <see cref="Values"/> holds what <see cref="Reduction"/> makes of them.
    /// </summary>
    public ReadOnlySpan<float> Elements => _elements;

    /// <summary>The largest absolute value.</summary>
    public float MaxMagnitude => MathF.Abs(TensorPrimitives.MaxMagnitude<float>(_values));

    /// <summary>The smallest value.</summary>
    public float Min => TensorPrimitives.Min<float>(_values);

    /// <summary>The largest value.</summary>
    public float Max => TensorPrimitives.Max<float>(_values);

    /// <summary>The number at a place.</summary>
    /// <param name="y">The row.</param>
    /// <param name="x">The column.</param>
    public float this[int y, int x] => _values[(y * Width) + x];

    /// <summary>The number at a point of the input, bilinear between the centres of the cells; beyond the outermost centres it stays the same.</summary>
    /// <param name="across">From 0, the input's left edge, to 1, its right edge.</param>
    /// <param name="down">From 0, the input's upper edge, to 1, its lower edge.</param>
    /// <returns>The number.</returns>
    public float NumberAt(double across, double down)
    {
        CellGrid cells = Cells ?? (_covering ??= CellGrid.Covering(Height, Width));
        double x = Math.Clamp(cells.ColumnAt(across) - 0.5, 0, Width - 1);
        double y = Math.Clamp(cells.RowAt(down) - 0.5, 0, Height - 1);
        (int left, int top) = ((int)x, (int)y);
        (int right, int bottom) = (Math.Min(left + 1, Width - 1), Math.Min(top + 1, Height - 1));
        (float shareX, float shareY) = ((float)(x - left), (float)(y - top));
        float upper = float.Lerp(this[top, left], this[top, right], shareX);
        float lower = float.Lerp(this[bottom, left], this[bottom, right], shareX);
        return float.Lerp(upper, lower, shareY);
    }

    /// <summary>The map over the whole input at another size, bilinear between the centres of the cells.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The numbers, row by row.</returns>
    public float[] Resize(int height, int width) => Resize(_values, height, width);

    /// <summary>The map as it is drawn: over the whole input at the given size, scaled as <see cref="Scaling"/> says. A map of equal values becomes 0.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The numbers, row by row: -1 to 1 where the map has signs, else 0 to 1.</returns>
    public float[] Scaled(int height, int width)
    {
        float[] scaled;
        switch (Scaling)
        {
            case MapScaling.Symmetric:
                scaled = Resize(height, width);
                Divide(scaled, MathF.Abs(TensorPrimitives.MaxMagnitude<float>(scaled)));
                return scaled;
            case MapScaling.Stretched:
                scaled = Resize(height, width);
                TensorPrimitives.Subtract(scaled, TensorPrimitives.Min<float>(scaled), scaled);
                Divide(scaled, TensorPrimitives.Max<float>(scaled));
                return scaled;
            default:
                scaled = Resize(StretchedPositivePart(_values), height, width);
                return StretchedPositivePart(scaled);
        }
    }

    /// <summary>The numbers in the shape in which they are saved: the input's where they belong to it, else [height, width].</summary>
    internal (float[] Values, int[] Shape) ToArray()
    {
        if (InputShape is not { } shape)
        {
            return ([.. _values], [Height, Width]);
        }

        if (_elements.Length > 0)
        {
            return ([.. _elements], shape.Dimensions(1)[1..]);
        }

        float[] expanded = new float[shape.ElementCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int y = 0; y < Height; y++)
            {
                for (int x = 0; x < Width; x++)
                {
                    expanded[shape.IndexOf(channel, y, x)] = this[y, x];
                }
            }
        }

        return (expanded, shape.Dimensions(1)[1..]);
    }

    private float[] Resize(float[] values, int height, int width)
    {
        if (Cells is { } cells)
        {
            return Resampler.Resize(
                values,
                Width,
                ResamplingFilter.Through(Width, width, column => cells.ColumnAt((column + 0.5) / width)),
                ResamplingFilter.Through(Height, height, row => cells.RowAt((row + 0.5) / height)));
        }

        return height == Height && width == Width ? [.. values] : Resampler.Resize(values, Width, Height, width, height);
    }

    private static void Divide(float[] values, float divisor)
    {
        if (divisor > 0)
        {
            TensorPrimitives.Divide(values, divisor, values);
        }
        else
        {
            Array.Clear(values);
        }
    }

    private static float[] StretchedPositivePart(float[] values)
    {
        float[] stretched = new float[values.Length];
        TensorPrimitives.Max(values, 0f, stretched);
        TensorPrimitives.Subtract(stretched, TensorPrimitives.Min<float>(stretched), stretched);
        TensorPrimitives.Divide(stretched, TensorPrimitives.Max<float>(stretched) + LeastDivisor, stretched);
        return stretched;
    }

    private static float[] Reduce(ReadOnlySpan<float> elements, ImageShape shape, ChannelReduction reduction)
    {
        float[] reduced = new float[shape.PixelCount];
        float[] ofOneChannel = shape.Layout == TensorLayout.Nchw ? [] : new float[reduced.Length];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            ReadOnlySpan<float> plane = ChannelOf(elements, shape, channel, ofOneChannel);
            if (channel == 0)
            {
                plane.CopyTo(reduced);
            }
            else if (reduction == ChannelReduction.Sum)
            {
                TensorPrimitives.Add(reduced, plane, reduced);
            }
            else
            {
                TensorPrimitives.Max(reduced, plane, reduced);
            }
        }

        return reduced;
    }

    private static ReadOnlySpan<float> ChannelOf(ReadOnlySpan<float> elements, ImageShape shape, int channel, float[] scratch)
    {
        if (shape.Layout == TensorLayout.Nchw)
        {
            return elements.Slice(channel * shape.PixelCount, shape.PixelCount);
        }

        for (int pixel = 0; pixel < scratch.Length; pixel++)
        {
            scratch[pixel] = elements[(pixel * shape.Channels) + channel];
        }

        return scratch;
    }
}
