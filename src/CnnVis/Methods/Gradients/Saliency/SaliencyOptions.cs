using CnnVis.Explanations;

namespace CnnVis;

/// <summary>Options of <see cref="SaliencyExtensions.Saliency"/>.</summary>
public sealed record SaliencyOptions
{
    /// <summary>
    /// How the numbers of a pixel's channels become one: their maximum, as in the paper, or their sum. Those of every channel, as Captum gives
    /// them, are in <see cref="Heatmap.Elements"/>. <value>The default is the maximum.</value>
    /// </summary>
    public ChannelReduction Reduction { get; init; } = ChannelReduction.Max;

    internal void Validate()
    {
        EnumOption.Validate(Reduction, nameof(Reduction));
    }
}
