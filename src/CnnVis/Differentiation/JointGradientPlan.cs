using CnnVis.Runtime;
using CnnVis.Runtime.Kernels;

namespace CnnVis.Differentiation;

/// <summary>One session that answers a request for one target at a time, if its seed is known before the scores are.</summary>
internal sealed class JointGradientPlan : IDisposable
{
    private readonly ImageInput _image;
    private readonly GradientRequest _request;
    private readonly BatchedShape _scores;
    private readonly string _seed;
    private readonly IReadOnlyDictionary<string, string> _gradients;
    private readonly bool _isStraightThrough;
    private readonly MemoryBudget _budget;
    private readonly bool _oneByOne;
    private readonly GradientRunSize _size;
    private readonly Workers _workers;
    private readonly GraphRunner _runner;

    /// <param name="forward">The network.</param>
    /// <param name="backward">What goes backwards through it.</param>
    /// <param name="request">What is asked for.</param>
    /// <param name="settings">How sessions are made.</param>
    /// <param name="sideBySide">Whether there are several images, so that each can have a thread of its own.</param>
    public JointGradientPlan(ForwardGraph forward, BackwardGraph backward, GradientRequest request, SessionSettings settings, bool sideBySide)
    {
        _image = forward.Image;
        _request = request;
        _scores = forward[request.From].Shape;
        _seed = backward.Seeds[request.From];
        _gradients = backward.Gradients;
        _isStraightThrough = backward.IsStraightThrough;
        _budget = settings.Budget;
        // On a processor more images in a run gain nothing.
        _oneByOne = settings.Execution.Provider == ExecutionProvider.Cpu;
        _size = new GradientRunSize(forward, backward.Saved, request.To.All, _budget, oneByOne: _oneByOne);
        _workers = sideBySide ? Workers.Of(settings, _size.BytesPerImage, GradientRunSize.UsualBytes) : new Workers(1, settings.Execution.Threads);
        _runner = KernelGraph.Compile(
            JointGraph.Merge(forward, backward, request.Activations.All, _oneByOne),
            forward.Model.Name,
            _workers.Share(settings) with { PlanMemory = false });
    }

    /// <summary>What so many images take.</summary>
    public long BytesOf(int images) => _size.BytesOf(_oneByOne ? Math.Min(images, _workers.Count) : images);

    private Workers Fitting => _workers.AtMost(_size.Images);

    /// <summary>The gradients of some images, and what else is asked for.</summary>
    /// <param name="images">The images.</param>
    /// <param name="count">How many.</param>
    /// <param name="seed">What goes backwards from the scores of each image.</param>
    /// <param name="cancellationToken">Cancels the runs.</param>
    public TargetGradients Gradients(ReadOnlyMemory<float> images, int count, Action<Span<float>> seed, CancellationToken cancellationToken)
    {
        var results = new JointResults(count, _budget.Buffers);
        _budget.InParts(count, _oneByOne ? count : _size.Images, (first, taken) =>
        {
            if (_oneByOne)
            {
                Fitting.Each(taken, (_, image) => Run(first + image, 1));
            }
            else
            {
                Run(first, taken);
            }

            return taken;
        });
        return results.ToGradients(_isStraightThrough);

        void Run(int first, int taken)
        {
            int length = _image.Shape.ElementCount;
            using TensorRun run = _runner.Run(
                [_image.Feed(images.Slice(first * length, taken * length), taken), Seeds(seed, taken)], [], cancellationToken);
            results.Add(run, [.. _request.To.All.Select(tensor => _gradients[tensor])], _request.Activations.All, first, taken);
        }
    }

    public void Dispose() => _runner.Dispose();

    private (string Name, ReadOnlyMemory<float> Values, int[] Shape) Seeds(Action<Span<float>> seed, int count)
    {
        int length = (int)_scores.ElementCount;
        float[] seeds = new float[count * length];
        for (int image = 0; image < count; image++)
        {
            seed(seeds.AsSpan(image * length, length));
        }

        return (_seed, seeds, [.. _scores.Sizes.Select((size, axis) => axis == _scores.BatchAxis ? size * count : size)]);
    }
}
