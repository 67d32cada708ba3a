using System.Numerics;
using System.Numerics.Tensors;

namespace CnnVis;

/// <summary>Scores as shares that add up to 1.</summary>
internal static class StableSoftmax
{
    /// <summary>Replaces the scores. Those of TensorPrimitives overflow from 89 on, which sums of logits pass at once.</summary>
    public static void Apply<T>(Span<T> scores)
        where T : struct, IFloatingPointIeee754<T>
    {
        TensorPrimitives.Subtract(scores, TensorPrimitives.Max<T>(scores), scores);
        TensorPrimitives.SoftMax<T>(scores, scores);
    }
}
