using CnnVis.Runtime;

namespace CnnVis.Models;

/// <summary>What the stages of an incremental plan read from an image where no window changes it, and what windows are filled with.</summary>
internal sealed class UnchangedTensors : IDisposable
{
    private readonly FloatBuffers _buffers;
    private readonly List<float[]> _tensors = [];

    /// <param name="network">The network, which is run once.</param>
    /// <param name="image">The image.</param>
    /// <param name="fill">What windows are filled with: an image of the same shape.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public UnchangedTensors(IncrementalNetwork network, ImageTensor image, float[] fill, CancellationToken cancellationToken)
    {
        _buffers = network.Budget.Buffers;
        IReadOnlyList<IncrementalStage> stages = network.Plan.Stages;
        Fill = stages[0].From.WithPadding(fill, _buffers);
        _tensors.Add(stages[0].From.WithPadding(image.Values, _buffers));
        for (int i = 0; i < stages.Count; i++)
        {
            using TensorRun run = network.RunStage(i, _tensors[i], stages[i].Input.Shape, cancellationToken);
            ReadOnlySpan<float> result = run.Span(stages[i].Result.Name);
            _tensors.Add(i + 1 < stages.Count ? stages[i].To.WithPadding(result, _buffers) : Copy(result));
        }
    }

    /// <summary>What windows are filled with, padded as the first stage reads it.</summary>
    public float[] Fill { get; }

    /// <summary>The tensor at the last cut.</summary>
    public float[] Last => _tensors[^1];

    /// <summary>The input of a stage.</summary>
    public float[] this[int stage] => _tensors[stage];

    /// <summary>Hands its memory back.</summary>
    public void Dispose() => _tensors.Append(Fill).ToList().ForEach(_buffers.Return);

    private float[] Copy(ReadOnlySpan<float> values)
    {
        float[] copy = _buffers.Rent(values.Length);
        values.CopyTo(copy);
        return copy;
    }
}
