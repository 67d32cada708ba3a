using CnnVis.Methods;

namespace CnnVis;

/// <summary>Options of <see cref="GradientShapExtensions.GradientShap"/>.</summary>
public sealed record GradientShapOptions : BackgroundSettings
{
    /// <summary>
    /// The standard deviation of the normal noise that every sample adds to the image, as a part of the range of the image's values.
    /// <value>The default is 0.02.</value>
    /// </summary>
    public float NoiseLevel { get; init; } = 0.02f;

    internal new void Validate()
    {
        base.Validate();
        NoisyCopies.RefuseImpossible(NoiseLevel);
    }
}
