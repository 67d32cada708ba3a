namespace CnnVis.Differentiation;

/// <summary>What the table knows about one operator from one opset on.</summary>
/// <param name="Since">The first opset it is for.</param>
/// <param name="Input">The rule of an input; null where no gradient can flow there.</param>
/// <param name="IsZero">True where the operator's derivative is zero everywhere, or nobody's: the walk stops there.</param>
/// <param name="IsStraightThrough">True where rounding is passed as if it were not there.</param>
internal sealed record OperatorRule(int Since, Func<int, GradientRule?> Input, bool IsZero = false, bool IsStraightThrough = false);
