using CnnVis.Models;

namespace CnnVis.Explanations;

/// <summary>An image scored by a model.</summary>
internal sealed class ModelImage(CnnModel model, ImageTensor input, RgbImage? picture, ImageGeometry? geometry)
    : ExplainedImage(input, picture, geometry)
{
    public override string ScorerName => model.Name;

    public override Labels? Labels => model.Labels;

    public override int BatchSize => model.BatchSize;

    public override OutputForm? ToldForm => model.ToldOutputForm;

    public override IReadOnlyList<string> Notes => Picture is null ? [] : model.Notes;

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

    public override ScorePass Evaluate(ReadOnlyMemory<float> images, int count, CancellationToken cancellationToken) =>
        model.Evaluate(images, count, Input.Shape, cancellationToken);

    public override ImageTensor ToTensor(RgbImage picture)
    {
        ImageTensor tensor = model.ToTensor(picture);
        return tensor.Shape == Input.Shape
            ? tensor
            : throw new ArgumentException("A picture cannot stand in for a tensor of another size; give a tensor.");
    }

    public override float[] ColorOf(RgbValues color) => Preprocessor.ColorOf(model.Preprocessing, color, Input.Shape.Channels);
}
