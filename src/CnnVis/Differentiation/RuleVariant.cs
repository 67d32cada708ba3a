using System.Runtime.CompilerServices;

namespace CnnVis.Differentiation;

/// <summary>A change of a table of rules, such as guided backpropagation: the same table gives the same variant, so sessions are used again.</summary>
internal sealed class RuleVariant(Func<GradientRules, GradientRules> change)
{
    private readonly ConditionalWeakTable<GradientRules, GradientRules> _made = [];

    public GradientRules Of(GradientRules rules) => _made.GetValue(rules, table => change(table));
}
