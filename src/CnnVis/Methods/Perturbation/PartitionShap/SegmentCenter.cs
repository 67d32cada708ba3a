namespace CnnVis.Methods;

/// <summary>A segment, the mean place of its pixels and their number.</summary>
internal readonly record struct SegmentCenter(int Segment, double Y, double X, int PixelCount);
