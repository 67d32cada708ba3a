namespace CnnVis;

/// <summary>A node that no gradient can pass.</summary>
/// <param name="Node">The node's name.</param>
/// <param name="Operator">Its operator.</param>
/// <param name="Opset">The opset of the operator's domain in the model.</param>
/// <param name="Reason">Why: there is no rule, or the rule does not cover this variant.</param>
public sealed record UndifferentiableNode(string Node, string Operator, int Opset, string Reason)
{
    internal const string NoRule = "there is no rule for it";

    internal const string StepsOnly = "its output changes in steps only";

    /// <summary>The node in words.</summary>
    public override string ToString() => ToString("gradient");

    /// <summary>The node in words, for what goes backwards under another name.</summary>
    internal string ToString(string subject) => Reason == NoRule
        ? $"No {subject} rule for operator '{Operator}' (opset {Opset}), needed by node '{Node}'."
        : $"No {subject} passes node '{Node}' ({Operator}, opset {Opset}): {Reason}.";
}
