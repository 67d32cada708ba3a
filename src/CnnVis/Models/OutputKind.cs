namespace CnnVis;

/// <summary>What the numbers of a model's output are.</summary>
public enum OutputKind
{
    /// <summary>Unbounded scores; a softmax would make them probabilities.</summary>
    Logits = 0,

    /// <summary>Probabilities that sum to 1 over the classes.</summary>
    Softmax,

    /// <summary>Logarithms of probabilities.</summary>
    LogSoftmax,

    /// <summary>Probabilities of each class by itself.</summary>
    Sigmoid,
}
