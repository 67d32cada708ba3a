using CnnVis.ML.Estimators;
using Microsoft.ML;

namespace CnnVis.ML;

/// <summary>Explanations as a step of ML.NET pipelines.</summary>
public static class ExplanationEstimatorExtensions
{
    /// <summary>
    /// Adds a column with the map that explains each row's image: Vector&lt;Single, H, W&gt; of the model's input height and width, row by row, raw
    /// numbers in the unit of the explained score. A map of another resolution is resized. The first target's map is taken. The step holds
    /// the model and the recipe of this program, so a chain with it cannot be saved: save the chain without it and append it after loading.
    /// </summary>
    /// <param name="catalog">The catalog: <c>mlContext.Transforms</c>.</param>
    /// <param name="outputColumnName">The column that is added.</param>
    /// <param name="inputColumnName">The image: a column of type MLImage, preprocessed as <see cref="CnnModel.Preprocessing"/> says, or the
    /// column that ExtractPixels writes for the model, used as it is.</param>
    /// <param name="model">The model; it must live as long as the step is used.</param>
    /// <param name="recipe">What to do with each image, for example <c>e => e.For("cat").Occlusion()</c>.</param>
    /// <returns>The step; it needs no training.</returns>
    public static IEstimator<ITransformer> Explain(
        this TransformsCatalog catalog, string outputColumnName, string inputColumnName, CnnModel model, Func<Explainer, Explanation> recipe)
    {
        ArgumentNullException.ThrowIfNull(catalog);
        ArgumentException.ThrowIfNullOrEmpty(outputColumnName);
        ArgumentException.ThrowIfNullOrEmpty(inputColumnName);
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(recipe);
        return new ExplanationEstimator(catalog, outputColumnName, inputColumnName, new MapRecipe(model, recipe));
    }
}
