namespace CnnVis.Differentiation.Rules;

/// <summary>How GridSample reads an image between its pixels.</summary>
internal enum SampleMode
{
    Nearest = 0,
    Linear,
    Cubic,
}
