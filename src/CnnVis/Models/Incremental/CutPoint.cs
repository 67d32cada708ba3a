namespace CnnVis.Models;

/// <summary>A tensor that every way from the image to the scores passes: what lies before it and what lies behind share nothing else.</summary>
/// <param name="Tensor">The tensor.</param>
/// <param name="Position">How many of <see cref="LocalNetwork.Steps"/> lie before it.</param>
/// <param name="CostBehind">What the rest of the network costs for one image.</param>
internal sealed record CutPoint(LocalTensor Tensor, int Position, double CostBehind);
