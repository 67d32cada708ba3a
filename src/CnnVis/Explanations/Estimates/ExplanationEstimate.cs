using System.Globalization;
using CnnVis.Explanations.Estimates;

namespace CnnVis;

/// <summary>What an explanation will cost: passes, time, memory. See <see cref="Explainer.Estimate"/>.</summary>
public sealed class ExplanationEstimate
{
    internal ExplanationEstimate(SampledPasses passes, TimeSpan duration, long bytes)
    {
        ForwardPasses = passes.Forward;
        BackwardPasses = passes.Backward;
        IsUpperBound = passes.MayEndEarly;
        Notes = [.. passes.Notes];
        Duration = duration;
        Bytes = bytes;
    }

    /// <summary>How many forward passes it takes, the one of the unchanged image included: as <see cref="Explanation.ForwardPasses"/> counts them.</summary>
    public int ForwardPasses { get; }

    /// <summary>How many backward passes it takes: as <see cref="Explanation.BackwardPasses"/> counts them.</summary>
    public int BackwardPasses { get; }

    /// <summary>True where the method may end with fewer passes, because it stops when its result is good enough: the numbers are then the most it takes.</summary>
    public bool IsUpperBound { get; }

    /// <summary>How long it takes once sessions are made: the passes at the pace at which one of each kind just ran, and the method's own work.</summary>
    public TimeSpan Duration { get; }

    /// <summary>The most bytes that its tensors take at one moment, and the weights in the sessions made for it: all that comes on top of the loaded model.</summary>
    public long Bytes { get; }

    /// <summary>What decides the cost, in words: why every window of an occlusion runs through the whole network, for example.</summary>
    public IReadOnlyList<string> Notes { get; }

    /// <inheritdoc/>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsUpperBound ? "at most " : "")}{ForwardPasses} forward and {BackwardPasses} backward passes, {Duration.TotalSeconds:0.##} s, {Bytes / (double)(1 << 20):0} MB");
}
