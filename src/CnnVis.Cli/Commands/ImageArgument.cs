using CnnVis.Skia;

namespace CnnVis.Cli.Commands;

/// <summary>What the user gave as IMAGE: a picture, or a tensor of images in the model's own layout.</summary>
internal sealed record ImageArgument(RgbImage? Picture, ImageTensor? Tensor)
{
    public const string Description = "A picture (PNG, JPEG, WebP, BMP, GIF), or a .npy float32 tensor [N,...] in the model's own layout, used as it is.";

    public int Count => Tensor?.Count ?? 1;

    public static ImageArgument Load(string path, CnnModel model)
    {
        if (!path.EndsWith(".npy", StringComparison.OrdinalIgnoreCase))
        {
            return new ImageArgument(ImageFile.Load(path), null);
        }

        ImageTensor tensor = ImageTensor.LoadNpy(path, model.ImageInput.Shape.Layout);
        return new ImageArgument(null, tensor);
    }

    public ImageTensor FirstTensor(CnnModel model) => Picture is { } picture ? model.ToTensor(picture) : Tensor!.Slice(0);

    public Explainer Explain(CnnModel model, int index) =>
        Picture is { } picture ? model.Explain(picture) : model.Explain(Tensor!.Slice(index));

    public IReadOnlyList<FeatureMaps> FeatureMaps(CnnModel model, LayerSelection layers, CancellationToken cancellationToken) => Picture is { } picture
        ? model.FeatureMaps(picture, layers, cancellationToken)
        : model.FeatureMaps(Tensor!, layers, cancellationToken);

    public Tour Tour(CnnModel model, LayerSelection? layers, CancellationToken cancellationToken) => Picture is { } picture
        ? model.Tour(picture, layers, cancellationToken)
        : model.Tour(Tensor!, layers, cancellationToken);

    public Prediction Predict(CnnModel model, int index, int count, CancellationToken cancellationToken) => Picture is { } picture
        ? model.Predict(picture, count, cancellationToken)
        : model.Predict(Tensor!.Slice(index), count, cancellationToken);
}
