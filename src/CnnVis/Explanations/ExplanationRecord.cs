namespace CnnVis.Explanations;

/// <summary>How an explanation was made: everything but the numbers.</summary>
internal sealed record ExplanationRecord
{
    /// <summary>How many classes of the prediction a result keeps.</summary>
    public const int KeptClasses = 5;

    public required string Method { get; init; }

    public required IReadOnlyDictionary<string, string> Options { get; init; }

    public required string Model { get; init; }

    public required ImageShape InputShape { get; init; }

    public required ImageGeometry? Geometry { get; init; }

    public required OutputForm OutputForm { get; init; }

    public required Prediction Prediction { get; init; }

    public required IReadOnlyList<ExplainedTarget> Targets { get; init; }

    public required int ForwardPasses { get; init; }

    public int BackwardPasses { get; init; }

    public required TimeSpan Elapsed { get; init; }

    public required IReadOnlyList<string> Notes { get; init; }

    public ExplanationRecord ForTarget(int index) => this with { Targets = [Targets[index]] };
}
