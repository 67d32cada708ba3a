using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>Options of <see cref="LrpExtensions.Lrp"/>.</summary>
public sealed record LrpOptions
{
    private const float DefaultEpsilon = 1e-6f;
    private const float DefaultGamma = 0.25f;

    /// <summary>
    /// Which rule which layer gets.
    /// <value>The default is <see cref="LrpComposite.EpsilonPlusFlat"/>, which Kohlbrenner et al. 2020 found to mark objects best, and which
    /// needs to know nothing about the image's range.</value>
    /// </summary>
    public LrpComposite Composite { get; init; } = LrpComposite.EpsilonPlusFlat;

    /// <summary>
    /// What keeps the denominators of the epsilon rule from 0, in the unit of the layers' outputs; a large one swallows weak relevance
    /// and steadies deep networks.
    /// <value>The default is 1e-6. Only for composites with "Epsilon" in their name.</value>
    /// </summary>
    public float? Epsilon { get; init; }

    /// <summary>How much more counts what has the sign of the output. <value>The default is 0.25. Only for <see cref="LrpComposite.EpsilonGammaBox"/>.</value></summary>
    public float? Gamma { get; init; }

    /// <summary>
    /// The smallest number that the model's input can have, after preprocessing, for all channels.
    /// <value>The default is black as the model reads it where a picture is explained, else the smallest number that the first layer reads in
    /// this image. Only for <see cref="LrpComposite.EpsilonGammaBox"/> and <see cref="LrpComposite.DeepTaylor"/>.</value>
    /// </summary>
    public float? Low { get; init; }

    /// <summary>The largest number, as <see cref="Low"/>. <value>The default is white, else the largest number of this image.</value></summary>
    public float? High { get; init; }

    /// <summary>What becomes of the share of biases. <value>The default is <see cref="LrpBias.Absorb"/>, as in zennit.</value></summary>
    public LrpBias Bias { get; init; }

    /// <summary>The options as rules need them.</summary>
    /// <exception cref="ArgumentException">An option is out of range, or means nothing for the composite.</exception>
    internal RelevanceSettings ToSettings()
    {
        EnumOption.Validate(Composite, nameof(Composite));
        EnumOption.Validate(Bias, nameof(Bias));
        bool hasEpsilon = Composite is not (LrpComposite.ExcitationBackprop or LrpComposite.DeepTaylor);
        bool hasBox = Composite is LrpComposite.EpsilonGammaBox or LrpComposite.DeepTaylor;
        RefuseUnused(nameof(Epsilon), Epsilon, hasEpsilon, "the composites with epsilon in their name");
        RefuseUnused(nameof(Gamma), Gamma, Composite == LrpComposite.EpsilonGammaBox, nameof(LrpComposite.EpsilonGammaBox));
        RefuseUnused(nameof(Low), Low, hasBox, $"{LrpComposite.EpsilonGammaBox} and {LrpComposite.DeepTaylor}");
        RefuseUnused(nameof(High), High, hasBox, $"{LrpComposite.EpsilonGammaBox} and {LrpComposite.DeepTaylor}");
        if (Epsilon is { } epsilon && (!float.IsFinite(epsilon) || epsilon <= 0))
        {
            throw new ArgumentException("Epsilon must be a finite number above 0.");
        }

        if (Gamma is { } gamma && (!float.IsFinite(gamma) || gamma < 0))
        {
            throw new ArgumentException("Gamma must be a finite number, 0 or more.");
        }

        return new RelevanceSettings(Composite)
        {
            Epsilon = Epsilon ?? DefaultEpsilon,
            Gamma = Gamma ?? DefaultGamma,
            Bias = Bias,
            Range = InputRange.Told(Low, High),
        };
    }

    private void RefuseUnused(string option, float? value, bool isUsed, string users)
    {
        if (value is not null && !isUsed)
        {
            throw new ArgumentException($"{option} means nothing for the composite {Composite}; it is for {users}.");
        }
    }
}
