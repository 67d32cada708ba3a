namespace CnnVis;

/// <summary>In which order the channels of a layer are listed.</summary>
public enum FeatureMapOrder
{
    /// <summary>As the layer has them.</summary>
    Channel = 0,

    /// <summary>The strongest first: by the mean of their magnitudes.</summary>
    Strength,

    /// <summary>Those that tell places apart most first: by their standard deviation over the cells.</summary>
    Variance,
}
