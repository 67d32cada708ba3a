namespace CnnVis;

/// <summary>Which of a model's numbers is explained.</summary>
public enum ScoreKind
{
    /// <summary>The score before Softmax or Sigmoid: it does not saturate and is not mixed with the other classes.</summary>
    Logit = 0,

    /// <summary>The probability.</summary>
    Probability,
}
