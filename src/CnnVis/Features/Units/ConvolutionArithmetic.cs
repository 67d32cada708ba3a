using System.Numerics.Tensors;

namespace CnnVis;

/// <summary>
/// The arithmetic of one number of a convolution: what it reads, times the kernel, all added up, plus the bias; then what follows it directly, such
/// as a normalisation and an activation.
/// </summary>
public sealed class ConvolutionArithmetic
{
    private readonly float[] _patch;
    private readonly float[] _kernel;
    private readonly float[] _products;
    private readonly bool[] _isPadding;

    internal ConvolutionArithmetic(
        string layer,
        int firstChannel,
        int height,
        int width,
        float[] patch,
        bool[] isPadding,
        float[] kernel,
        float bias,
        IReadOnlyList<UnitStep> steps)
    {
        Layer = layer;
        FirstChannel = firstChannel;
        Height = height;
        Width = width;
        _patch = patch;
        _isPadding = isPadding;
        _kernel = kernel;
        _products = new float[patch.Length];
        TensorPrimitives.Multiply(patch, kernel, _products);
        Bias = bias;
        Steps = steps;
        Sum = bias + TensorPrimitives.Sum<float>(_products);
    }

    /// <summary>The convolution's name.</summary>
    public string Layer { get; }

    /// <summary>The first channel of the convolution's input that takes part: above 0 only where channels are grouped.</summary>
    public int FirstChannel { get; }

    /// <summary>How many channels of the input take part.</summary>
    public int Channels => _patch.Length / (Height * Width);

    /// <summary>The kernel's rows.</summary>
    public int Height { get; }

    /// <summary>The kernel's columns.</summary>
    public int Width { get; }

    /// <summary>What is read, [channels, rows, columns]; padding is 0.</summary>
    public ReadOnlySpan<float> Patch => _patch;

    /// <summary>The weights, in the same order.</summary>
    public ReadOnlySpan<float> Kernel => _kernel;

    /// <summary>Both multiplied, in the same order.</summary>
    public ReadOnlySpan<float> Products => _products;

    /// <summary>What is added at the end.</summary>
    public float Bias { get; }

    /// <summary>All products and the bias: what the convolution computes.</summary>
    public float Sum { get; }

    /// <summary>What is done to the sum by the layers that follow directly, in order: a normalisation, an activation. Empty where something else follows.</summary>
    public IReadOnlyList<UnitStep> Steps { get; }

    /// <summary>Whether a place of the patch lies beyond the edge of what is read.</summary>
    /// <param name="row">The kernel's row.</param>
    /// <param name="column">The kernel's column.</param>
    /// <returns>True for padding.</returns>
    public bool IsPadding(int row, int column)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(row);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(row, Height);
        ArgumentOutOfRangeException.ThrowIfNegative(column);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(column, Width);
        return _isPadding[(row * Width) + column];
    }

    /// <summary>What the products of one channel add up to.</summary>
    /// <param name="channel">The channel among those that take part, from 0.</param>
    /// <returns>The sum.</returns>
    public float SumOf(int channel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(channel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(channel, Channels);
        return TensorPrimitives.Sum<float>(_products.AsSpan(channel * Height * Width, Height * Width));
    }
}
