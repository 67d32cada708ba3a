using System.Collections.Concurrent;
using CnnVis.Differentiation;

namespace CnnVis.Methods;

/// <summary>The tables of rules that a model was explained with: the same settings give the same table, and with it the same sessions.</summary>
internal sealed class RelevanceVariants : IDisposable
{
    private readonly ConcurrentDictionary<RelevanceSettings, RuleVariant> _variants = [];

    private RelevanceVariants()
    {
    }

    /// <summary>Those of a model, which end with it.</summary>
    public static RelevanceVariants Of(CnnModel model) => model.Attached(_ => new RelevanceVariants());

    public RuleVariant For(RelevanceSettings settings) =>
        _variants.GetOrAdd(settings, key => new RuleVariant(rules => RelevanceRules.Of(rules, key.ToComposite())));

    public void Dispose() => _variants.Clear();
}
