namespace CnnVis.Differentiation;

/// <summary>Gradients with respect to the images of a batch.</summary>
/// <param name="Values">For each target the gradients, image after image.</param>
/// <param name="IsStraightThrough">True where rounding was passed as if it were not there.</param>
internal sealed record ImageGradients(float[][] Values, bool IsStraightThrough);
