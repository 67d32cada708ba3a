namespace CnnVis.Models;

/// <summary>A number computed from the scores of one image, and its gradient with respect to them.</summary>
internal interface ITargetFunction
{
    double Value(ReadOnlySpan<float> scores);

    /// <summary>Adds the gradient to zeros.</summary>
    void WriteGradient(ReadOnlySpan<float> scores, Span<float> gradient);
}
