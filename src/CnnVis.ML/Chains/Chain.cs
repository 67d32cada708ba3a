using Microsoft.ML;

namespace CnnVis.ML.Chains;

/// <summary>The steps of a pipeline, without the nesting.</summary>
internal static class Chain
{
    /// <summary>All steps in order; the chains inside chains are opened.</summary>
    public static IReadOnlyList<ITransformer> Steps(ITransformer pipeline) =>
        pipeline is IEnumerable<ITransformer> chain ? [.. chain.SelectMany(Steps)] : [pipeline];

    /// <summary>The schema behind the steps, or null where a step misses a column or cannot use its type.</summary>
    public static DataViewSchema? TryOutputSchema(IEnumerable<ITransformer> steps, DataViewSchema input, out string? reason)
    {
        reason = null;
        try
        {
            return steps.Aggregate(input, (schema, step) => step.GetOutputSchema(schema));
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException)
        {
            reason = e.Message;
            return null;
        }
    }

    /// <summary>The name under which a program adds the step: ImageResizing for an ImageResizingTransformer.</summary>
    public static string NameOf(ITransformer step)
    {
        string name = step.GetType().Name.Split('`')[0];
        return name.EndsWith("Transformer", StringComparison.Ordinal) ? name[..^"Transformer".Length] : name;
    }
}
