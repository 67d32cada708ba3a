using Microsoft.ML.Data;

namespace CnnVis.ML.Estimators;

/// <summary>Makes the map of one image.</summary>
internal sealed class MapRecipe(CnnModel model, Func<Explainer, Explanation> recipe)
{
    /// <summary>The shape of the images, of which the maps have height and width.</summary>
    public ImageShape Shape => model.ImageInput.Shape;

    public float[] Map(MLImage image) => Map(model.Explain(image.ToRgbImage()));

    public float[] Map(ReadOnlySpan<float> tensor) => Map(model.Explain(new ImageTensor(tensor, Shape)));

    private float[] Map(Explainer explainer) => recipe(explainer).Map.Resize(Shape.Height, Shape.Width);
}
