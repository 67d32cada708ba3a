namespace CnnVis.Differentiation.Rules;

/// <summary>One pixel along one axis that sampled points read.</summary>
/// <param name="Place">For each point the pixel's place (int64), inside the image.</param>
/// <param name="Weight">For each point the pixel's share in the answer; 0 where the pixel is padding.</param>
/// <param name="Slope">How the share grows with the point's position along the axis.</param>
internal sealed record SampleTap(GraphValue Place, GraphValue Weight, GraphValue Slope);
