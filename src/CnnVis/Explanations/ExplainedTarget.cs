namespace CnnVis;

/// <summary>A target as an explanation used it.</summary>
/// <param name="Name">Its name in words.</param>
/// <param name="ClassIndex">The class, where it is one class.</param>
/// <param name="ScoreKind">Logit or probability.</param>
/// <param name="Score">The model's score for the unchanged image.</param>
public sealed record ExplainedTarget(string Name, int? ClassIndex, ScoreKind ScoreKind, float Score);
