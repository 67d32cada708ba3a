namespace CnnVis.Methods;

/// <summary>Two pixels by their positions, row by row.</summary>
internal readonly record struct PixelPair(int First, int Second);
