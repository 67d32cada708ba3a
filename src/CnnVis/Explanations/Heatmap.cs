using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis;

/// <summary>
/// What each place of the image adds to the target: raw numbers at the method's own resolution, in the unit of the explained score.
/// Scaling and colours belong to the pictures drawn from it.
/// </summary>
public sealed class Heatmap
{
    private readonly float[] _values;
    private readonly float[] _elements = [];

    /// <summary>Creates a map.</summary>
    /// <param name="values">The numbers, row by row.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="isSigned">True where negative numbers mean evidence against the target.</param>
    /// <param name="inputShape">The input's shape where the numbers belong to the input's pixels; null for a map of its own resolution.</param>
    public Heatmap(ReadOnlySpan<float> values, int height, int width, bool isSigned, ImageShape? inputShape = null)
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
        IsSigned = isSigned;
        InputShape = inputShape;
    }

    private Heatmap(float[] elements, ImageShape shape, bool isSigned)
        : this(SumOverChannels(elements, shape), shape.Height, shape.Width, isSigned, shape) => _elements = elements;

    /// <summary>Creates a map from a number for every element of the input. A pixel's number is their sum over the channels.</summary>
    /// <param name="elements">The numbers in the order of the input.</param>
    /// <param name="shape">The input's shape.</param>
    /// <param name="isSigned">True where negative numbers mean evidence against the target.</param>
    /// <returns>The map.</returns>
    public static Heatmap OfElements(ReadOnlySpan<float> elements, ImageShape shape, bool isSigned) => elements.Length == shape.ElementCount
        ? new Heatmap(elements.ToArray(), shape, isSigned)
        : throw new ArgumentException($"{elements.Length} numbers were given for an input of {shape.ElementCount} elements.", nameof(elements));

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>True where negative numbers mean evidence against the target.</summary>
    public bool IsSigned { get; }

    /// <summary>The input's shape where the numbers belong to the input's pixels; null for a map of its own resolution.</summary>
    public ImageShape? InputShape { get; }

    /// <summary>The numbers, row by row.</summary>
    public ReadOnlySpan<float> Values => _values;

    /// <summary>
    /// A number for every element of the input, in its order, where the method tells channels apart; empty where a pixel has one number.
    /// <see cref="Values"/> holds their sums over the channels.
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

    /// <summary>The map at another size, bilinear with half-pixel centres.</summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The numbers, row by row.</returns>
    public float[] Resize(int height, int width) =>
        height == Height && width == Width ? [.. _values] : Resampler.Resize(_values, Width, Height, width, height);

    /// <summary>
    /// The map as it is drawn: at the given size, divided by its largest absolute value where it has signs (-1 to 1), else stretched to 0 to 1.
    /// A map of equal values becomes 0.
    /// </summary>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <returns>The numbers, row by row.</returns>
    public float[] Scaled(int height, int width)
    {
        float[] scaled = Resize(height, width);
        float low = IsSigned ? 0 : TensorPrimitives.Min<float>(scaled);
        float high = IsSigned ? MathF.Abs(TensorPrimitives.MaxMagnitude<float>(scaled)) : TensorPrimitives.Max<float>(scaled);
        if (high > low)
        {
            TensorPrimitives.Subtract(scaled, low, scaled);
            TensorPrimitives.Divide(scaled, high - low, scaled);
        }
        else
        {
            Array.Clear(scaled);
        }

        return scaled;
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

    private static float[] SumOverChannels(ReadOnlySpan<float> elements, ImageShape shape)
    {
        float[] sums = new float[shape.PixelCount];
        for (int channel = 0; channel < shape.Channels; channel++)
        {
            for (int pixel = 0; pixel < sums.Length; pixel++)
            {
                sums[pixel] += elements[shape.IndexOf(channel, pixel / shape.Width, pixel % shape.Width)];
            }
        }

        return sums;
    }
}
