using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>
/// What follows a layer, for one image: scores from a changed activation. Only the part of the network after the layer is run; what passes the
/// layer by keeps the values of the unchanged image.
/// </summary>
internal sealed class LayerTail
{
    private readonly TailRunner _runner;
    private readonly TensorRun _head;
    private readonly CancellationToken _cancellationToken;
    private readonly float[] _values;
    private readonly float[] _unchanged;

    public LayerTail(TailRunner runner, TensorRun head, string tensor, int capacity, CancellationToken cancellationToken)
    {
        _runner = runner;
        _head = head;
        _cancellationToken = cancellationToken;
        Tensor = tensor;
        Capacity = capacity;
        float[] values = head.Floats(tensor);
        _unchanged = values[..(values.Length / capacity)];
        _values = GC.AllocateUninitializedArray<float>(values.Length, pinned: true);
        values.CopyTo(_values, 0);
    }

    /// <summary>The layer's output.</summary>
    public string Tensor { get; }

    /// <summary>How many changed activations are scored together.</summary>
    public int Capacity { get; }

    /// <summary>The layer's output for the unchanged image.</summary>
    public ReadOnlySpan<float> Unchanged => _unchanged;

    /// <summary>One of the activations, to be changed; each begins as the unchanged one.</summary>
    /// <param name="index">Its position.</param>
    public Span<float> this[int index] => _values.AsSpan(index * _unchanged.Length, _unchanged.Length);

    /// <summary>Scores the first of the activations.</summary>
    /// <param name="count">How many of them count.</param>
    public ScorePass Score(int count)
    {
        TensorBatch[] outputs = [.. _runner.RunTail(_head, _values, _cancellationToken).Select(output => TensorBatch.Of(output.Values, output.Shape, Capacity, count))];
        return new ScorePass(outputs[0], outputs[^1]);
    }
}
