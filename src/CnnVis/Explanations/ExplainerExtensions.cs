using CnnVis.Explanations;

namespace CnnVis;

/// <summary>Where explanations begin.</summary>
public static class ExplainerExtensions
{
    /// <summary>Prepares to explain what a model says about a picture.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">The picture, of any size.</param>
    /// <returns>An explainer of the most probable class.</returns>
    public static Explainer Explain(this CnnModel model, RgbImage image)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new Explainer(ModelImage.From(model, image));
    }

    /// <summary>Prepares to explain what a model says about a tensor, which is used as it is.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">One image in the model's own layout.</param>
    /// <returns>An explainer of the most probable class.</returns>
    public static Explainer Explain(this CnnModel model, ImageTensor image)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        return new Explainer(ModelImage.From(model, image));
    }

    /// <summary>Prepares to explain what a model says about a tensor that the application made from a picture by its own means.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">One image in the model's own layout, used as it is.</param>
    /// <param name="source">The picture that the tensor shows, and how others become such a tensor.</param>
    /// <returns>An explainer of the most probable class.</returns>
    public static Explainer Explain(this CnnModel model, ImageTensor image, TensorSource source)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        ArgumentNullException.ThrowIfNull(source);
        return new Explainer(ModelImage.From(model, image, source));
    }

    /// <summary>Explains many pictures one after the other; only the current one is kept in memory.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">The pictures, read when needed.</param>
    /// <param name="recipe">What to do with each, for example <c>e => e.For("tabby").Occlusion()</c>.</param>
    /// <returns>The explanations, in order, computed when enumerated.</returns>
    public static IEnumerable<Explanation> ExplainMany(this CnnModel model, IEnumerable<RgbImage> images, Func<Explainer, Explanation> recipe)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(recipe);
        return images.Select(image => recipe(model.Explain(image)));
    }

    /// <summary>Explains every image of a batch one after the other.</summary>
    /// <param name="model">The model.</param>
    /// <param name="images">Any number of images in the model's own layout.</param>
    /// <param name="recipe">What to do with each.</param>
    /// <returns>The explanations, in order, computed when enumerated.</returns>
    public static IEnumerable<Explanation> ExplainMany(this CnnModel model, ImageTensor images, Func<Explainer, Explanation> recipe)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(images);
        ArgumentNullException.ThrowIfNull(recipe);
        return Enumerable.Range(0, images.Count).Select(i => recipe(model.Explain(images.Slice(i))));
    }
}
