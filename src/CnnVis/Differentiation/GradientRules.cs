using System.Collections.Immutable;
using CnnVis.Differentiation;

namespace CnnVis;

/// <summary>
/// A table of gradient rules: an operator, the opset from which it counts, one rule for each input. Immutable; variants such as guided
/// backpropagation are tables with some rules replaced.
/// </summary>
/// <example><code>GradientRules.Standard.With("MySwish", 1, g => g.Dy * MySwishDerivative(g.X(0)))</code></example>
public sealed partial class GradientRules
{
    private static readonly GradientRules Empty = new(ImmutableSortedDictionary.Create<string, ImmutableList<OperatorRule>>(StringComparer.Ordinal));

    private readonly ImmutableSortedDictionary<string, ImmutableList<OperatorRule>> _rules;

    private GradientRules(ImmutableSortedDictionary<string, ImmutableList<OperatorRule>> rules) => _rules = rules;

    /// <summary>The operators that have a rule, in alphabetical order.</summary>
    public IEnumerable<string> Operators => _rules.Keys;

    /// <summary>Adds or replaces the rule of an operator.</summary>
    /// <param name="operatorType">The operator; with its domain in front ("com.example.MyOp") where that is not ONNX's own.</param>
    /// <param name="sinceOpset">The first opset that the rule is for; a rule for a later opset goes before it.</param>
    /// <param name="inputs">A rule for each input in order; null, or a missing one, where no gradient can flow.</param>
    /// <returns>A new table.</returns>
    public GradientRules With(string operatorType, int sinceOpset, params GradientRule?[] inputs)
    {
        ArgumentNullException.ThrowIfNull(inputs);
        GradientRule?[] copy = [.. inputs];
        return With(operatorType, new OperatorRule(sinceOpset, input => input < copy.Length ? copy[input] : null));
    }

    /// <summary>Adds or replaces the rule of an operator whose inputs are all treated alike.</summary>
    /// <param name="operatorType">The operator; with its domain in front where that is not ONNX's own.</param>
    /// <param name="sinceOpset">The first opset that the rule is for.</param>
    /// <param name="rule">The rule of every input.</param>
    /// <returns>A new table.</returns>
    public GradientRules WithEach(string operatorType, int sinceOpset, GradientRuleOfAnyInput rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return With(operatorType, new OperatorRule(sinceOpset, input => scope => rule(scope, input)));
    }

    /// <summary>Says that no gradient passes the operators, because their outputs are counts, indices, comparisons or steps.</summary>
    /// <param name="operatorTypes">The operators.</param>
    /// <returns>A new table.</returns>
    public GradientRules WithZero(params string[] operatorTypes)
    {
        ArgumentNullException.ThrowIfNull(operatorTypes);
        var zero = new OperatorRule(1, _ => null, IsZero: true);
        return new GradientRules(_rules.SetItems(operatorTypes.Select(type => KeyValuePair.Create<string, ImmutableList<OperatorRule>>(type, [zero]))));
    }

    internal GradientRules WithStraightThrough(string operatorType, int sinceOpset, params GradientRule?[] inputs) =>
        With(operatorType, new OperatorRule(sinceOpset, input => input < inputs.Length ? inputs[input] : null, IsStraightThrough: true));

    /// <summary>Changes the rules of operators: the change gets the node, the input's position and the rule that it had.</summary>
    internal GradientRules Changed(Func<GradientScope, int, GradientRule, GraphValue> change, params IEnumerable<string> operatorTypes)
    {
        OperatorRule Change(OperatorRule rule) => rule with
        {
            Input = input => rule.Input(input) is { } before ? scope => change(scope, input, before) : null,
        };
        return new GradientRules(_rules.SetItems(
            operatorTypes.Where(_rules.ContainsKey).Select(type => KeyValuePair.Create(type, _rules[type].ConvertAll(Change)))));
    }

    /// <summary>The newest rule that is not for a later opset than the model's.</summary>
    internal OperatorRule? Find(string operatorType, int opset) =>
        _rules.GetValueOrDefault(operatorType)?.LastOrDefault(rule => rule.Since <= opset);

    internal IEnumerable<(string Operator, OperatorRule Rule)> All => _rules.SelectMany(pair => pair.Value.Select(rule => (pair.Key, rule)));

    private GradientRules With(string operatorType, OperatorRule rule)
    {
        ArgumentException.ThrowIfNullOrEmpty(operatorType);
        ImmutableList<OperatorRule> others = _rules.GetValueOrDefault(operatorType, []).RemoveAll(other => other.Since == rule.Since);
        return new GradientRules(_rules.SetItem(operatorType, [.. others.Add(rule).OrderBy(other => other.Since)]));
    }
}
