namespace CnnVis;

/// <summary>What <see cref="GradientCheckExtensions.CheckGradients"/> found.</summary>
public sealed class GradientReport
{
    internal GradientReport(string model, string target, IReadOnlyList<UndifferentiableNode> blocking, IReadOnlyList<NodeGradientCheck> nodes)
    {
        Model = model;
        Target = target;
        Blocking = blocking;
        Nodes = nodes;
    }

    /// <summary>The model's name.</summary>
    public string Model { get; }

    /// <summary>What was differentiated: the top class, or a random sum of all outputs.</summary>
    public string Target { get; }

    /// <summary>The nodes that no gradient can pass; empty where the model can be differentiated, or the target does not depend on the image.</summary>
    public IReadOnlyList<UndifferentiableNode> Blocking { get; }

    /// <summary>Why there is no gradient, in words; null where there is one.</summary>
    public string? Refusal { get; internal init; }

    /// <summary>Every node that the gradient passes, once for each input that it passes to.</summary>
    public IReadOnlyList<NodeGradientCheck> Nodes { get; }

    /// <summary>The nodes whose gradient is wrong.</summary>
    public IEnumerable<NodeGradientCheck> Failures => Nodes.Where(node => !node.Passed);

    /// <summary>The whole network; null where nodes block it or round, which differences would see.</summary>
    public NetworkGradientCheck? Network { get; internal init; }

    /// <summary>The median time of a forward pass of one image.</summary>
    public TimeSpan Forward { get; internal init; }

    /// <summary>The median time of a forward and a backward pass of one image.</summary>
    public TimeSpan ForwardAndBackward { get; internal init; }

    /// <summary>True where the gradient passes rounding as if it were not there.</summary>
    public bool IsStraightThrough { get; internal init; }

    /// <summary>True where nothing blocks and everything that could be compared agrees.</summary>
    public bool Passed => Refusal is null && !Failures.Any() && (IsStraightThrough || Network is { Passed: true });
}
