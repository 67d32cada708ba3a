namespace CnnVis.Features;

/// <summary>Operators that turn each number of a layer into another, whatever lies beside it: activations, and normalisations with stored statistics.</summary>
internal static class NumberByNumber
{
    private static readonly HashSet<string> Operators = new(StringComparer.Ordinal)
    {
        "BatchNormalization", "Relu", "Clip", "LeakyRelu", "Elu", "Selu", "Celu", "PRelu", "ThresholdedRelu", "Sigmoid", "HardSigmoid", "Tanh",
        "Softplus", "Softsign", "HardSwish", "Gelu", "Mish", "Swish", "Identity", "Dropout",
    };

    public static bool Contains(string operatorType) => Operators.Contains(operatorType);
}
