namespace CnnVis;

/// <summary>A model cannot be differentiated. Thrown before any gradient is computed.</summary>
public sealed class NoGradientException : CnnVisException
{
    internal NoGradientException(string model, IReadOnlyList<UndifferentiableNode> nodes)
        : base($"{model}: {nodes[0]}{Others(nodes.Count - 1)} "
            + "Use a gradient-free method such as Occlusion() or FiniteDifferences(), or add a rule with GradientRules.With(...).") =>
        Nodes = nodes;

    internal NoGradientException(string model, string reason, IReadOnlyList<UndifferentiableNode>? nodes = null)
        : base($"{model}: {reason} Use a gradient-free method such as Occlusion() or FiniteDifferences().") => Nodes = nodes ?? [];

    /// <summary>The nodes that no gradient can pass, in the order in which the walk from the target meets them.</summary>
    public IReadOnlyList<UndifferentiableNode> Nodes { get; }

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => " 1 more node blocks it too.",
        _ => $" {count} more nodes block it too.",
    };
}
