namespace CnnVis;

/// <summary>A model cannot be differentiated. Thrown before any gradient is computed.</summary>
public sealed class NoGradientException : CnnVisException
{
    private readonly string _model;
    private readonly bool _isBlocked;

    internal NoGradientException(string model, IReadOnlyList<UndifferentiableNode> nodes)
        : this(model, nodes, "gradient", ", or add a rule with GradientRules.With(...)")
    {
    }

    internal NoGradientException(string model, string reason, IReadOnlyList<UndifferentiableNode>? nodes = null)
        : base($"{model}: {reason} Use a gradient-free method such as Occlusion() or FiniteDifferences().") => (_model, Nodes) = (model, nodes ?? []);

    private NoGradientException(string model, IReadOnlyList<UndifferentiableNode> nodes, string subject, string otherAdvice)
        : base($"{model}: {nodes[0].ToString(subject)}{Others(nodes.Count - 1)} "
            + $"Use a gradient-free method such as Occlusion() or FiniteDifferences(){otherAdvice}.") => (_model, Nodes, _isBlocked) = (model, nodes, true);

    /// <summary>The nodes that no gradient can pass, in the order in which the walk from the target meets them.</summary>
    public IReadOnlyList<UndifferentiableNode> Nodes { get; }

    /// <summary>The same of what goes backwards under another name: a rule of gradients would not help it.</summary>
    internal NoGradientException About(string subject) => _isBlocked ? new(_model, Nodes, subject, "") : this;

    private static string Others(int count) => count switch
    {
        0 => "",
        1 => " 1 more node blocks it too.",
        _ => $" {count} more nodes block it too.",
    };
}
