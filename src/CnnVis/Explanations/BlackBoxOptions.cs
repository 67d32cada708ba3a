namespace CnnVis;

/// <summary>What is known about a score function that is explained without a model.</summary>
public sealed record BlackBoxOptions
{
    /// <summary>What results call it. <value>The default is "black box".</value></summary>
    public string Name { get; init; } = "black box";

    /// <summary>What its scores are: probabilities, or logits, of which a softmax makes probabilities. <value>The default is probabilities.</value></summary>
    public ScoreKind ScoreKind { get; init; } = ScoreKind.Probability;

    /// <summary>The names of its classes. <value>The default is none.</value></summary>
    public Labels? Labels { get; init; }

    /// <summary>The most images in one call. <value>The default is 16.</value></summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The original picture, to lay maps over. <value>The default is none.</value></summary>
    public RgbImage? Picture { get; init; }

    /// <summary>Which part of the picture the tensor shows. <value>The default is none.</value></summary>
    public ImageGeometry? Geometry { get; init; }

    /// <summary>How a picture becomes a tensor, for fills that are colours or pictures. <value>The default is none.</value></summary>
    public Func<RgbImage, ImageTensor>? ToTensor { get; init; }

    internal void Validate()
    {
        if (BatchSize < 1)
        {
            throw new ArgumentException($"{nameof(BatchSize)} is {BatchSize}; it must be at least 1.");
        }
    }
}
