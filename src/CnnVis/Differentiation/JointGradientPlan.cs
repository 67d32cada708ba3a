using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>One session that answers a request for one target at a time, if its seed is known before the scores are.</summary>
internal sealed class JointGradientPlan : IDisposable
{
    private readonly ImageInput _image;
    private readonly GradientRequest _request;
    private readonly BatchedShape _scores;
    private readonly string _seed;
    private readonly IReadOnlyDictionary<string, string> _gradients;
    private readonly GraphRunner _runner;

    public JointGradientPlan(ForwardGraph forward, BackwardGraph backward, GradientRequest request, SessionSettings settings)
    {
        _image = forward.Image;
        _request = request;
        _scores = forward[request.From].Shape;
        _seed = backward.Seeds[request.From];
        _gradients = backward.Gradients;
        IsStraightThrough = backward.IsStraightThrough;
        // On a processor more images at a time gain nothing.
        bool oneImage = settings.Execution.Provider == ExecutionProvider.Cpu;
        _runner = new GraphRunner(
            JointGraph.Merge(forward, backward, request.Activations.All, oneImage),
            forward.Model.Name,
            settings with { PlanMemory = false });
        RunSize = new GradientRunSize(forward, backward.Saved, request.To.All, settings.Budget, oneImage: oneImage);
    }

    public bool IsStraightThrough { get; }

    public GradientRunSize RunSize { get; }

    /// <summary>Runs it for some images of a batch.</summary>
    /// <param name="images">The images.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">What goes backwards from the scores of each image.</param>
    /// <param name="results">Takes what is asked for.</param>
    /// <param name="first">The first image's place in the batch.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    public void Run(ReadOnlyMemory<float> images, int count, Action<Span<float>> seed, JointResults results, int first, CancellationToken cancellationToken)
    {
        int length = (int)_scores.ElementCount;
        float[] seeds = new float[count * length];
        for (int image = 0; image < count; image++)
        {
            seed(seeds.AsSpan(image * length, length));
        }

        int[] shape = [.. _scores.Sizes.Select((size, axis) => axis == _scores.BatchAxis ? size * count : size)];
        using TensorRun run = _runner.Run([_image.Feed(images, count), (_seed, seeds, shape)], [], cancellationToken);
        results.Add(run, [.. _request.To.All.Select(tensor => _gradients[tensor])], _request.Activations.All, first, count);
    }

    public void Dispose() => _runner.Dispose();
}
