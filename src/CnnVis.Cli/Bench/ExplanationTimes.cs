namespace CnnVis.Cli.Bench;

/// <summary>What a method took, in seconds.</summary>
/// <param name="First">The first explanation, which makes the sessions.</param>
/// <param name="Again">The median of those after it.</param>
/// <param name="Windows">The windows of an occlusion; null for what is none.</param>
/// <param name="InFull">The same occlusion with every window going through the whole network; null where that was not measured.</param>
/// <param name="MaxDifference">How far the two maps are apart, as a share of the largest value; null where that was not measured, or the map is empty.</param>
internal sealed record ExplanationTimes(double First, double Again, int? Windows, double? InFull, double? MaxDifference);
