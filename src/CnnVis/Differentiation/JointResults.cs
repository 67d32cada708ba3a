using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>The gradients and values of a batch, from runs that take a part of it each, perhaps side by side.</summary>
internal sealed class JointResults(int images, FloatBuffers buffers)
{
    private readonly object _lock = new();
    private float[][] _gradients = [];
    private TensorBatch[] _activations = [];

    public TargetGradients ToGradients(bool isStraightThrough) => new([_gradients], _activations, isStraightThrough);

    /// <summary>Takes what a run returned.</summary>
    /// <param name="run">The run.</param>
    /// <param name="gradients">Its gradients, in order.</param>
    /// <param name="activations">Its values that are wanted, in order.</param>
    /// <param name="first">The first image's place in the batch.</param>
    /// <param name="count">How many images it took.</param>
    public void Add(TensorRun run, IReadOnlyList<string> gradients, IReadOnlyList<string> activations, int first, int count)
    {
        lock (_lock)
        {
            if (_gradients.Length == 0)
            {
                _gradients = [.. gradients.Select(tensor => buffers.Rent(run.LengthOf(tensor) / count * images))];
                _activations = [.. activations.Select(tensor => TensorBatch.ForImages(run.LengthOf(tensor), run.ShapeOf(tensor), count, images, buffers))];
            }
        }

        foreach ((string tensor, float[] ofAllImages) in gradients.Concat(activations).Zip(_gradients.Concat(_activations.Select(activation => activation.Values))))
        {
            int length = ofAllImages.Length / images;
            run.CopyTo(tensor, ofAllImages.AsSpan(first * length, count * length));
        }
    }
}
