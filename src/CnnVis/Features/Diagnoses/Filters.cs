using CnnVis.Onnx;

namespace CnnVis.Features.Diagnoses;

/// <summary>The kernels of a convolution with the normalisation that follows, one for each output channel.</summary>
internal sealed class Filters
{
    private readonly KernelWeights _weights;

    private Filters(Layer layer, KernelWeights weights)
    {
        Layer = layer;
        _weights = weights;
        Groups = (int)layer.Node.Int("group", 1);
        Dead = [.. Enumerable.Range(0, Count).Where(IsDead)];
    }

    public Layer Layer { get; }

    public int Count => _weights.Shape[0];

    public int Groups { get; }

    /// <summary>Those that say the same whatever the image.</summary>
    public IReadOnlyList<int> Dead { get; }

    private int Length => _weights.Values.Length / Count;

    public ReadOnlySpan<float> this[int filter] => _weights.Values.AsSpan(filter * Length, Length);

    public float Bias(int filter) => _weights.Biases.Length == 0 ? 0 : _weights.Biases[filter];

    /// <summary>The filters of a convolution over two axes whose weights are known and finite; null otherwise.</summary>
    public static Filters? OfOrNone(Layer layer)
    {
        if (!Convolutions.Contain(layer) || KernelWeights.OriginalOrNone(layer) is not { Shape.Length: 4 })
        {
            return null;
        }

        KernelWeights weights = KernelReader.OutputsFirst(layer, KernelWeights.Merged(layer));
        return Array.TrueForAll(weights.Values, float.IsFinite) && Array.TrueForAll(weights.Biases, float.IsFinite) ? new Filters(layer, weights) : null;
    }

    private bool IsDead(int filter) => !this[filter].ContainsAnyExcept(0f) || Largest(filter) <= SmallestThatPasses;

    /// <summary>The largest number that the filter can compute.</summary>
    private double Largest(int filter)
    {
        TensorBounds input = TensorBounds.Of(Layer.Model, Layer.Node.Input[0]);
        // Where the kernel reaches beyond the edge it reads zeros.
        (double low, double high) = (Math.Min(input.Low, 0), Math.Max(input.High, 0));
        double largest = Bias(filter);
        foreach (float weight in this[filter])
        {
            largest += weight > 0 ? weight * high : weight < 0 ? weight * low : 0;
        }

        return largest;
    }

    /// <summary>Below it the activation that follows makes everything one number; minus infinity where none follows.</summary>
    private double SmallestThatPasses => Layer.Model.Graph.Consumers(_weights.Output) switch
    {
        [{ OpType: "Relu" }] => 0,
        [{ OpType: "Clip" } clip] => TensorBounds.ClipBounds(Layer.Model, clip).Low,
        _ => double.NegativeInfinity,
    };
}
