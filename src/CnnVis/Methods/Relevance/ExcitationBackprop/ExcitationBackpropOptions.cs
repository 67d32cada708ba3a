using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>Options of <see cref="ExcitationBackpropExtensions.ExcitationBackprop"/>.</summary>
public sealed record ExcitationBackpropOptions
{
    /// <summary>
    /// What becomes of the share of biases.
    /// <value>The default is <see cref="LrpBias.Absorb"/>, as in zennit; the paper has <see cref="LrpBias.Ignore"/>.</value>
    /// </summary>
    public LrpBias Bias { get; init; }

    /// <exception cref="ArgumentException">There is no such treatment of biases.</exception>
    internal RelevanceSettings ToSettings()
    {
        EnumOption.Validate(Bias, nameof(Bias));
        return new(LrpComposite.ExcitationBackprop) { Bias = Bias };
    }
}
