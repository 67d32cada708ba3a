using CnnVis.Models;
using CnnVis.Runtime;

namespace CnnVis.Explanations;

/// <summary>An image scored by a model.</summary>
internal sealed class ModelImage(
    CnnModel model, ImageTensor input, RgbImage? picture, ImageGeometry? geometry, TensorSource? source = null)
    : ExplainedImage(input, picture, geometry)
{
    private ScorePass? _unchanged;

    public override FloatBuffers Buffers => model.SessionSettings.Budget.Buffers;

    public override string ScorerName => model.Name;

    public override Labels? Labels => model.Labels;

    public override int BatchSize => model.BatchSizeFor(Input.Shape);

    public override double BytesPerImage => model.BytesPerImage(Input.Shape);

    public override long BytesHeldFor(Action run)
    {
        long first = model.SessionSettings.Budget.Uses + 1;
        run();
        return model.SessionSettings.Budget.HeldSince(first);
    }

    public override OutputForm? ToldForm => model.ToldOutputForm;

    public override IReadOnlyList<string> Notes =>
        [.. source?.Notes ?? (Picture is null ? [] : model.Notes), .. model.SessionSettings.Budget.Notes];

    public static ModelImage From(CnnModel model, RgbImage picture)
    {
        (ImageTensor tensor, ImageGeometry geometry) = model.Preprocess(picture);
        return new ModelImage(model, tensor, picture, geometry);
    }

    public static ModelImage From(CnnModel model, ImageTensor tensor)
    {
        model.RefuseUnfit(tensor);
        return new ModelImage(model, tensor, picture: null, geometry: null);
    }

    public static ModelImage From(CnnModel model, ImageTensor tensor, TensorSource source)
    {
        model.RefuseUnfit(tensor);
        return new ModelImage(model, tensor, source.Picture, source.Geometry, source);
    }

    public override ScorePass Evaluate(ReadOnlyMemory<float> images, int count, CancellationToken cancellationToken) =>
        model.Evaluate(images, count, Input.Shape, cancellationToken);

    // A model says the same each time, so explanations of one image share the pass.
    public override ScorePass Unchanged(CancellationToken cancellationToken) => _unchanged ??= base.Unchanged(cancellationToken);

    public override CnnModel Model => model;

    public override ImageTensor ToTensor(RgbImage picture)
    {
        ImageTensor tensor = source?.ToTensor?.Invoke(picture) ?? model.ToTensor(picture);
        return tensor.Shape == Input.Shape
            ? tensor
            : throw new ArgumentException("A picture cannot stand in for a tensor of another size; give a tensor.");
    }

    public override float[] ColorOf(RgbValues color) => source?.ToTensor is null
        ? Preprocessor.ColorOf(model.Preprocessing, color, Input.Shape.Channels)
        : CentreOf(ToTensor(Uniform(color)));

    // A tensor that the caller prepared may have been prepared in another way than the model's own.
    protected override bool KnowsColors => source is null ? Picture is not null : source.ToTensor is not null;

    // The centre, because the application may pad at the edges.
    private static float[] CentreOf(ImageTensor tensor) =>
    [
        .. Enumerable.Range(0, tensor.Shape.Channels)
            .Select(channel => tensor.Values[tensor.Shape.IndexOf(channel, tensor.Shape.Height / 2, tensor.Shape.Width / 2)]),
    ];

    // As large as the explained picture, because the application may take pictures of one size only.
    private RgbImage Uniform(RgbValues color) => RgbImage.Create(
        Picture?.Width ?? Input.Shape.Width,
        Picture?.Height ?? Input.Shape.Height,
        pixels =>
        {
            for (int i = 0; i < pixels.Length; i++)
            {
                pixels[i] = (byte)color[i % 3];
            }
        });
}
