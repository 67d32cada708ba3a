namespace CnnVis;

/// <summary>How far an explanation or a check is.</summary>
/// <param name="Done">Forward passes (of a check: nodes) that are done.</param>
/// <param name="Total">How many in all.</param>
/// <param name="Remaining">The time left, estimated from the passes so far; null before the first.</param>
public readonly record struct ExplanationProgress(int Done, int Total, TimeSpan? Remaining);
