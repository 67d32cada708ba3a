using CnnVis.Runtime;

namespace CnnVis.Differentiation;

/// <summary>How many images are differentiated together: the tensors of their forward pass stay in memory until the last backward pass.</summary>
internal sealed class GradientRunSize
{
    /// <summary>The most that they may hold where no limit is set.</summary>
    public const long UsualBytes = 512L << 20;

    private const int Largest = 64;

    // The gradients of a node's output and input, and what its rule computes between.
    private const int PassingTensors = 3;

    private readonly MemoryBudget _budget;
    private readonly int? _only;

    /// <param name="forward">The network.</param>
    /// <param name="kept">The tensors that stay.</param>
    /// <param name="returned">The tensors whose gradients are returned.</param>
    /// <param name="budget">The memory that there is.</param>
    /// <param name="runs">How many such forward passes are alive at once.</param>
    /// <param name="oneByOne">Whether each has a run of its own, whatever the network takes.</param>
    public GradientRunSize(ForwardGraph forward, IEnumerable<string> kept, IEnumerable<string> returned, MemoryBudget budget, int runs = 1, bool oneByOne = false)
    {
        _budget = budget;
        _only = oneByOne ? null : forward.Image.FixedBatch ?? (forward.TakesBatches ? null : 1);
        BytesPerImage = (runs * kept.Sum(Bytes)) + returned.Sum(Bytes) + (PassingTensors * forward.Tensors.Max(tensor => Bytes(tensor.Name)));

        long Bytes(string tensor) => forward[tensor].Shape.ElementCount * sizeof(float);
    }

    /// <summary>What the tensors of one image take, both ways.</summary>
    public long BytesPerImage { get; }

    /// <summary>What so many images take, as many at a time as fit.</summary>
    public long BytesOf(int images) => Math.Min(images, Images) * BytesPerImage;

    /// <summary>The most images at a time, as things are.</summary>
    /// <exception cref="CnnVisException">The memory limit does not allow one.</exception>
    public int Images
    {
        get
        {
            int fitting = _budget.ImagesPerRun((double)BytesPerImage * (_only ?? 1), UsualBytes, Largest);
            return _only ?? fitting;
        }
    }
}
