using System.Numerics.Tensors;
using CnnVis.Features;

namespace CnnVis;

/// <summary>The weights of a convolution: one kernel for each of its output channels, with a plane of weights for each input channel that it reads.</summary>
public sealed class Kernels
{
    private readonly float[] _weights;
    private readonly float[] _biases;

    internal Kernels(string layer, KernelWeights weights)
    {
        Layer = layer;
        _weights = weights.Values;
        _biases = weights.Biases;
        (InputChannels, Height, Width) = (weights.Shape[1], weights.Shape[2], weights.Shape[3]);
        IsMerged = weights.IsMerged;
    }

    /// <summary>The layer's name.</summary>
    public string Layer { get; }

    /// <summary>How many kernels there are: one for each output channel.</summary>
    public int Count => _weights.Length / ElementCount;

    /// <summary>How many input channels each kernel reads: with several <see cref="Groups"/>, those of its group.</summary>
    public int InputChannels { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>True where the input channels are the picture's red, green and blue, in this order: then a kernel is a picture itself.</summary>
    public bool ReadsColors { get; internal init; }

    /// <summary>True where the only input channel is the brightness of a grey picture: then a kernel is a picture itself.</summary>
    public bool ReadsGrey { get; internal init; }

    /// <summary>
    /// How many groups the channels are divided into: 1 as a rule, as many as there are input channels in a depthwise convolution. The kernels of a
    /// group read its input channels and no others.
    /// </summary>
    public int Groups { get; internal init; } = 1;

    /// <summary>True where the BatchNormalization that follows is part of the weights and biases, because that was asked for and one follows.</summary>
    public bool IsMerged { get; }

    private int ElementCount => InputChannels * Height * Width;

    /// <summary>All weights of a kernel: input channel after input channel, each row by row.</summary>
    /// <param name="kernel">The kernel: the output channel.</param>
    public ReadOnlySpan<float> this[int kernel]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfNegative(kernel);
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(kernel, Count);
            return _weights.AsSpan(kernel * ElementCount, ElementCount);
        }
    }

    /// <summary>What a kernel looks for in one of its input channels: signed weights.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="inputChannel">The input channel, from 0 within its group.</param>
    /// <returns>A map of <see cref="Height"/> x <see cref="Width"/>.</returns>
    public Heatmap Plane(int kernel, int inputChannel)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(inputChannel);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(inputChannel, InputChannels);
        return new Heatmap(this[kernel].Slice(inputChannel * Height * Width, Height * Width), Height, Width, MapScaling.Symmetric);
    }

    /// <summary>Where a kernel looks, over all its input channels: the length of the weights at each place.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <returns>A map of <see cref="Height"/> x <see cref="Width"/>, from 0.</returns>
    public Heatmap Norms(int kernel)
    {
        ReadOnlySpan<float> weights = this[kernel];
        float[] norms = new float[Height * Width];
        for (int i = 0; i < weights.Length; i++)
        {
            norms[i % norms.Length] += weights[i] * weights[i];
        }

        TensorPrimitives.Sqrt<float>(norms, norms);
        return new Heatmap(norms, Height, Width, MapScaling.Stretched);
    }

    /// <summary>Numbers about one kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <returns>Its statistics.</returns>
    public KernelStatistics Statistics(int kernel)
    {
        ReadOnlySpan<float> weights = this[kernel];
        return new KernelStatistics(
            TensorPrimitives.Norm(weights),
            TensorPrimitives.Average(weights),
            TensorPrimitives.StdDev(weights),
            TensorPrimitives.Min(weights),
            TensorPrimitives.Max(weights),
            (float)weights.Count(0f) / weights.Length,
            _biases.Length == 0 ? 0 : _biases[kernel]);
    }

    /// <summary>How alike two kernels are: the cosine of the angle between them, 1 for the same direction, -1 for opposite ones.</summary>
    /// <param name="first">A kernel.</param>
    /// <param name="second">Another.</param>
    /// <returns>From -1 to 1; 0 where one of them is all zeros.</returns>
    public float Similarity(int first, int second) =>
        KernelOrdering.Cosine(this[first], this[second], TensorPrimitives.Norm(this[first]) * TensorPrimitives.Norm(this[second]));

    /// <summary>The kernels in an order in which people find things.</summary>
    /// <param name="order">By index, the strongest first, or each beside the one most like it.</param>
    /// <returns>Their indices.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is no such order.</exception>
    public IReadOnlyList<int> InOrder(KernelOrder order) => order switch
    {
        KernelOrder.Index => [.. Enumerable.Range(0, Count)],
        KernelOrder.Norm => KernelOrdering.ByNorm(this),
        KernelOrder.Similarity => KernelOrdering.BySimilarity(this),
        _ => throw new ArgumentOutOfRangeException(nameof(order), $"Order is {order}; choose one of {string.Join(", ", Enum.GetNames<KernelOrder>())}."),
    };
}
