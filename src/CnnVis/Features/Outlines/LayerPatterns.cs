namespace CnnVis.Features.Outlines;

/// <summary>Functions that exporters write as several operators: together they have a name that readers know.</summary>
internal static class LayerPatterns
{
    // Longer ones first: a pattern may be the beginning of another.
    private static readonly (string Name, string[] Operators)[] Known =
    [
        ("LayerNormalization", ["ReduceMean", "Sub", "Pow", "ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"]),
        ("LayerNormalization", ["ReduceMean", "Sub", "Mul", "ReduceMean", "Add", "Sqrt", "Div", "Mul", "Add"]),
        ("LayerNormalization", ["ReduceMean", "Sub", "Pow", "ReduceMean", "Add", "Sqrt", "Div"]),
        ("Gelu", ["Div", "Erf", "Add", "Mul", "Mul"]),
        ("Gelu", ["Mul", "Erf", "Add", "Mul", "Mul"]),
        ("GroupNormalization", ["Reshape", "InstanceNormalization", "Reshape", "Mul", "Add"]),
        ("HardSwish", ["Add", "Clip", "Mul", "Div"]),
        ("HardSwish", ["Add", "Clip", "Div", "Mul"]),
        ("Mish", ["Softplus", "Tanh", "Mul"]),
        ("HardSwish", ["HardSigmoid", "Mul"]),
        ("Swish", ["Sigmoid", "Mul"]),
    ];

    /// <summary>The function that begins with a layer, or null where there is none.</summary>
    /// <param name="flow">The layers.</param>
    /// <param name="first">The number of the layer.</param>
    public static (string Name, int Length)? At(LayerFlow flow, int first)
    {
        foreach ((string name, string[] operators) in Known)
        {
            if (Matches(flow, first, operators))
            {
                return (name, operators.Length);
            }
        }

        return null;
    }

    private static bool Matches(LayerFlow flow, int first, string[] operators)
    {
        int end = first + operators.Length;
        if (end > flow.Layers.Count + 1 || flow.Sources[first] is not [var entry])
        {
            return false;
        }

        var readsInside = new int[operators.Length];
        for (int i = first; i < end; i++)
        {
            if (flow.Layers[i - 1].Operator != operators[i - first] || flow.Sources[i].Any(source => source != entry && source < first))
            {
                return false;
            }

            foreach (int source in flow.Sources[i].Where(source => source >= first))
            {
                readsInside[source - first]++;
            }
        }

        return Enumerable.Range(first, operators.Length - 1).All(i => readsInside[i - first] > 0 && readsInside[i - first] == flow.Readers[i]);
    }
}
