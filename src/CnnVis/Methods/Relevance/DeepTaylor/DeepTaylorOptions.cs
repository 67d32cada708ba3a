using CnnVis.Explanations;
using CnnVis.Methods;

namespace CnnVis;

/// <summary>Options of <see cref="DeepTaylorExtensions.DeepTaylor"/>.</summary>
public sealed record DeepTaylorOptions
{
    /// <summary>How the first layers are treated. <value>The default is <see cref="DeepTaylorInput.Box"/>.</value></summary>
    public DeepTaylorInput Input { get; init; }

    /// <summary>
    /// The smallest number that the model's input can have, after preprocessing, for all channels. Only for <see cref="DeepTaylorInput.Box"/>.
    /// <value>The default is black as the model reads it where a picture is explained, else the smallest number that the first layer reads in
    /// this image.</value>
    /// </summary>
    public float? Low { get; init; }

    /// <summary>The largest number, as <see cref="Low"/>. <value>The default is white, else the largest number of this image.</value></summary>
    public float? High { get; init; }

    /// <summary>What becomes of the share of biases. <value>The default is <see cref="LrpBias.Absorb"/>, as in zennit.</value></summary>
    public LrpBias Bias { get; init; }

    /// <exception cref="ArgumentException">The bounds are no range, or mean nothing, or there is no such treatment of the input or of biases.</exception>
    internal RelevanceSettings ToSettings()
    {
        EnumOption.Validate(Input, nameof(Input));
        EnumOption.Validate(Bias, nameof(Bias));
        return Input == DeepTaylorInput.Squares && (Low is not null || High is not null)
            ? throw new ArgumentException($"Low and High mean nothing for {DeepTaylorInput.Squares}; they are for {DeepTaylorInput.Box}.")
            : new RelevanceSettings(LrpComposite.DeepTaylor)
            {
                SquaresFirstWeights = Input == DeepTaylorInput.Squares,
                Range = InputRange.Told(Low, High),
                Bias = Bias,
            };
    }
}
