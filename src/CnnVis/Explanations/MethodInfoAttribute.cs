namespace CnnVis.Explanations;

/// <summary>What a reader of a list of methods should know about a verb.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MethodInfoAttribute(string shows, string cost, string paper) : Attribute
{
    /// <summary>What it shows a person, in one clause.</summary>
    public string Shows => shows;

    /// <summary>What it costs, in forward passes.</summary>
    public string Cost => cost;

    /// <summary>Authors, title and year.</summary>
    public string Paper => paper;

    /// <summary>Whether the model must be differentiable.</summary>
    public bool NeedsGradients { get; init; }

    /// <summary>Whether it looks inside the model: without that, scores are enough, and any function can be explained.</summary>
    public bool NeedsLayers { get; init; }
}
