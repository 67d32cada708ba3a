namespace CnnVis.Methods;

/// <summary>A function of weights that a rule multiplies with.</summary>
internal sealed class WeightPart(Func<float, float> of)
{
    public static WeightPart Whole { get; } = new(weight => weight);

    public static WeightPart Positive { get; } = new(weight => MathF.Max(weight, 0));

    public static WeightPart Negative { get; } = new(weight => MathF.Min(weight, 0));

    public static WeightPart Squared { get; } = new(weight => weight * weight);

    public static WeightPart One { get; } = new(_ => 1);

    /// <summary>w + gamma max(w, 0)</summary>
    public static WeightPart PositiveRaised(float gamma) => new(weight => weight + (gamma * MathF.Max(weight, 0)));

    /// <summary>w + gamma min(w, 0)</summary>
    public static WeightPart NegativeRaised(float gamma) => new(weight => weight + (gamma * MathF.Min(weight, 0)));

    public float Of(float weight) => of(weight);
}
