namespace CnnVis;

/// <summary>A model cannot be differentiated. Thrown before any gradient is computed.</summary>
public sealed class NoGradientException : CnnVisException
{
    internal NoGradientException(string model, IReadOnlyList<UndifferentiableNode> nodes)
        : base($"{model}: {nodes[0]}{(nodes.Count > 1 ? $" {nodes.Count - 1} more nodes block it too." : "")} "
            + "Use a gradient-free method such as Occlusion() or FiniteDifferences(), or add a rule with GradientRules.With(...).") =>
        Nodes = nodes;

    internal NoGradientException(string model, string reason)
        : base($"{model}: {reason} Use a gradient-free method such as Occlusion() or FiniteDifferences().") => Nodes = [];

    /// <summary>The nodes that no gradient can pass, in the order in which the walk from the target meets them.</summary>
    public IReadOnlyList<UndifferentiableNode> Nodes { get; }
}
