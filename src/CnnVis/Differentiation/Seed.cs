using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Differentiation;

/// <summary>What goes backwards from the scores: the target's gradient there, or for methods of relevance what each score adds to the target.</summary>
internal delegate void Seed(ResolvedTarget target, ReadOnlySpan<float> scores, Span<float> seed);

/// <summary>Writes the seed of one image, given its scores, into zeros.</summary>
internal delegate void SeedWriter(int image, ReadOnlySpan<float> scores, Span<float> seed);

/// <summary>The seeds there are.</summary>
internal static class Seeds
{
    public static void Gradient(ResolvedTarget target, ReadOnlySpan<float> scores, Span<float> seed) => target.WriteGradient(scores, seed);

    /// <summary>Gradient times score: for a class, its own score at its place and nothing elsewhere.</summary>
    public static void Relevance(ResolvedTarget target, ReadOnlySpan<float> scores, Span<float> seed)
    {
        target.WriteGradient(scores, seed);
        TensorPrimitives.Multiply(seed, scores, seed);
    }
}
