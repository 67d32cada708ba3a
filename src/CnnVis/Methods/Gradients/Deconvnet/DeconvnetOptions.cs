using CnnVis.Explanations;

namespace CnnVis;

/// <summary>Options of <see cref="DeconvnetExtensions.Deconvnet"/>.</summary>
public sealed record DeconvnetOptions
{
    /// <summary>
    /// Which activations are changed. <value>The default is Relu, as in Captum; in a model that has none, Clip from 0 on (ReLU6), as MobileNetV2
    /// has it.</value>
    /// </summary>
    public Rectifiers? Rectifiers { get; init; }

    internal void Validate()
    {
        if (Rectifiers is { } chosen)
        {
            EnumOption.Validate(chosen, nameof(Rectifiers));
        }
    }
}
