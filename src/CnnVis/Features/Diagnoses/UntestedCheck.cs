namespace CnnVis;

/// <summary>What a diagnosis cannot tell.</summary>
/// <param name="Kind">The kind of finding that may have been missed.</param>
/// <param name="Reason">Why, in words.</param>
public sealed record UntestedCheck(FindingKind Kind, string Reason);
