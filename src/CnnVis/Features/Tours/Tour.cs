namespace CnnVis;

/// <summary>What a network makes of a picture on the way from its pixels to its answer.</summary>
public sealed class Tour
{
    internal Tour(RgbImage? picture, ImageGeometry? geometry, ImageShape inputShape, IReadOnlyList<TourStage> stages, Prediction? prediction)
    {
        Picture = picture;
        Geometry = geometry;
        InputShape = inputShape;
        Stages = stages;
        Prediction = prediction;
    }

    /// <summary>The picture; null where a tensor was given.</summary>
    public RgbImage? Picture { get; }

    /// <summary>The stops, from the picture to the answer.</summary>
    public IReadOnlyList<TourStage> Stages { get; }

    /// <summary>The answer; null where the model's output is not scores of classes.</summary>
    public Prediction? Prediction { get; }

    /// <summary>Which part of the picture the model saw; null where a tensor was given.</summary>
    public ImageGeometry? Geometry { get; }

    /// <summary>The shape of the model's input.</summary>
    public ImageShape InputShape { get; }
}
