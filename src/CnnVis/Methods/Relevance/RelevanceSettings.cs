namespace CnnVis.Methods;

/// <summary>What a propagation of relevance is determined by; a key of its table of rules.</summary>
internal sealed record RelevanceSettings(LrpComposite Composite)
{
    public float Epsilon { get; init; } = Stabilizer.Smallest;

    public float Gamma { get; init; } = 0.25f;

    public LrpBias Bias { get; init; }

    /// <summary>Whether deep Taylor decomposition squares the weights of the first layers instead of using bounds of the image.</summary>
    public bool SquaresFirstWeights { get; init; }

    /// <summary>What the image's numbers lie between; null where it is not told.</summary>
    public InputRange? Range { get; init; }

    private bool HasBox => Composite == LrpComposite.EpsilonGammaBox || (Composite == LrpComposite.DeepTaylor && !SquaresFirstWeights);

    /// <summary>The range of pictures where the image is one and nothing else was told.</summary>
    public RelevanceSettings For(ExplanationContext context)
    {
        if (!HasBox || Range is not null)
        {
            return this;
        }

        InputRange? known = InputRange.OfPictures(context);
        context.AddNote(known is null
            ? "How pictures become inputs is not known, so the box at the input goes from the smallest to the largest number that the first layer reads in this image; set Low and High for a better one."
            : $"The box at the input holds what pictures can be: {known}.");
        return this with { Range = known };
    }

    public RelevanceComposite ToComposite()
    {
        LayerRule epsilon = LayerRules.Epsilon(Epsilon);
        return Composite switch
        {
            LrpComposite.Epsilon => new(null, epsilon, epsilon, Bias),
            LrpComposite.EpsilonPlus => new(null, LayerRules.ZPlus, epsilon, Bias),
            LrpComposite.EpsilonPlusFlat => new(LayerRules.Flat, LayerRules.ZPlus, epsilon, Bias),
            LrpComposite.EpsilonGammaBox => new(LayerRules.ZBox(Range), LayerRules.Gamma(Gamma), epsilon, Bias),
            LrpComposite.EpsilonAlpha2Beta1 => new(null, LayerRules.AlphaBeta(2, 1), epsilon, Bias),
            LrpComposite.EpsilonAlpha2Beta1Flat => new(LayerRules.Flat, LayerRules.AlphaBeta(2, 1), epsilon, Bias),
            LrpComposite.ExcitationBackprop => new(null, LayerRules.ZPlus, LayerRules.ZPlus, Bias),
            LrpComposite.DeepTaylor => new(SquaresFirstWeights ? LayerRules.WSquare : LayerRules.ZBox(Range), LayerRules.ZPlus, LayerRules.ZPlus, Bias),
            var other => throw new ArgumentOutOfRangeException(nameof(Composite), other, "There is no such composite."),
        };
    }
}
