using CnnVis.Features.Tours;

namespace CnnVis;

/// <summary>The verb <see cref="Tour(CnnModel, RgbImage, LayerSelection, CancellationToken)"/>.</summary>
public static class TourExtensions
{
    /// <summary>
    /// Leads through a network with one picture: the feature maps at each size of map, from edges to meaning, what each cell sees of the picture, and
    /// the answer. It costs two forward passes.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="image">The picture.</param>
    /// <param name="layers">Where to stop; null for the last layer before each change of size on the network's longest way, and for a few on the way where the size hardly changes.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The tour.</returns>
    /// <exception cref="ArgumentException">A name names no layer or several, or a layer's output is not maps; or the model has no layer with maps.</exception>
    public static Tour Tour(this CnnModel model, RgbImage image, LayerSelection? layers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        (ImageTensor tensor, ImageGeometry geometry) = model.Preprocess(image);
        LayerSelection stops = layers ?? TourRoute.Of(model);
        return Make(model, tensor, model.FeatureMaps(image, stops, cancellationToken), image, geometry, cancellationToken);
    }

    /// <summary>Leads through a network with one tensor: see <see cref="Tour(CnnModel, RgbImage, LayerSelection, CancellationToken)"/>.</summary>
    /// <param name="model">The model.</param>
    /// <param name="image">One image in the model's own layout.</param>
    /// <param name="layers">Where to stop; null for the same layers as for a picture.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The tour.</returns>
    /// <exception cref="ArgumentException">A name names no layer or several, or a layer's output is not maps; or the model has no layer with maps.</exception>
    public static Tour Tour(this CnnModel model, ImageTensor image, LayerSelection? layers = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(image);
        LayerSelection stops = layers ?? TourRoute.Of(model);
        return Make(model, image, model.FeatureMaps(image, stops, cancellationToken), null, null, cancellationToken);
    }

    private static Tour Make(
        CnnModel model,
        ImageTensor tensor,
        IReadOnlyList<FeatureMaps> maps,
        RgbImage? picture,
        ImageGeometry? geometry,
        CancellationToken cancellationToken)
    {
        bool isOwnSize = tensor.Shape == model.ImageInput.Shape;
        TourStage[] stages =
        [
            .. from map in maps
               select new TourStage(map, map.Source.Operator, isOwnSize ? map.Source.ReceptiveField() : null),
        ];
        Prediction? prediction = model.Output.Form == OutputForm.Raw ? null : model.Predict(tensor, cancellationToken: cancellationToken);
        return new Tour(picture, geometry, tensor.Shape, stages, prediction);
    }
}
