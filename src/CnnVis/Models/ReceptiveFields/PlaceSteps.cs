namespace CnnVis.Models;

/// <summary>How a node's output reads its input along the image's rows and columns.</summary>
internal sealed record PlaceSteps(AxisStep Rows, AxisStep Columns)
{
    public static PlaceSteps Same { get; } = new(AxisStep.Same, AxisStep.Same);
}
