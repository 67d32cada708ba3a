namespace CnnVis;

/// <summary>Where a tensor came from, when a program of its own turned a picture into it. Everything is optional.</summary>
public sealed record TensorSource
{
    /// <summary>The original picture, to lay maps over. <value>The default is none.</value></summary>
    public RgbImage? Picture { get; init; }

    /// <summary>Which part of the picture the tensor shows. <value>The default is none; without it nothing can be laid over the picture.</value></summary>
    public ImageGeometry? Geometry { get; init; }

    /// <summary>
    /// How another picture becomes a tensor of the same shape, for fills that are colours or pictures.
    /// <value>The default is <see cref="CnnModel.Preprocessing"/>.</value>
    /// </summary>
    public Func<RgbImage, ImageTensor>? ToTensor { get; init; }

    /// <summary>What a reader of the result should know about the tensor. <value>The default is nothing.</value></summary>
    public IReadOnlyList<string> Notes { get; init; } = [];
}
