namespace CnnVis.Cli.Bench;

/// <summary>A method with what was measured, or why it was not.</summary>
internal sealed record BenchResult(BenchMethod Method, Measurement? Measured, string? Objection)
{
    public ExplanationTimes? Times => Measured?.Explained;

    /// <summary>Forward passes that the method takes as long as; for an occlusion, as a share of a pass for each window.</summary>
    public double? Ratio => Times is { } times ? times.Again / ((times.Windows ?? 1) * Measured!.Forward) : null;

    public double? RatioInFull => Times is { InFull: { } full, Windows: { } windows } ? full / (windows * Measured!.Forward) : null;

    public double? WindowsPerSecond => Times is { Windows: { } windows } ? windows / Times.Again : null;
}
