namespace CnnVis;

/// <summary>What a model's output is about.</summary>
public enum OutputForm
{
    /// <summary>One score for each class of the whole image.</summary>
    Classes = 0,

    /// <summary>A score for each class at each place of the image.</summary>
    SegmentationMap,

    /// <summary>Something else, such as the raw head of a detector: explained through <see cref="Target.WeightedSum"/>.</summary>
    Raw,
}
