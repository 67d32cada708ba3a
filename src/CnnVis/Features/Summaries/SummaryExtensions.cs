using CnnVis.Features.Summaries;
using CnnVis.Models;

namespace CnnVis;

/// <summary>The verb <see cref="Summary"/>.</summary>
public static class SummaryExtensions
{
    /// <summary>
    /// Lists a network layer by layer, as Keras does: the shape of each output, parameters, multiply-adds, what a cell sees, memory. It costs one
    /// forward pass, the first time.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <returns>The summary; its text is a table.</returns>
    public static ModelSummary Summary(this CnnModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        IReadOnlyDictionary<string, ReceptiveField> fields = new ReceptiveFieldReader(model).OfAll();
        LayerSummary[] layers =
        [
            .. from layer in model.Layers
               select new LayerSummary(
                   layer.Name,
                   layer.Operator,
                   layer.OutputShape,
                   layer.ParameterCount,
                   MultiplyAddCounter.Count(layer),
                   fields.GetValueOrDefault(layer.OutputTensor),
                   sizeof(float) * layer.OutputShape.Aggregate(1L, (product, size) => product * size)),
        ];
        string[] uncounted = [.. layers.Where(layer => layer.MultiplyAdds is null).GroupBy(layer => layer.Operator).Select(same => $"{same.Key} ({same.Count()})")];
        return new ModelSummary(
            model.Name,
            layers,
            model.PeakBytes,
            uncounted.Length > 0 ? [$"The multiply-adds of some layers are not known and not counted: {string.Join(", ", uncounted)}."] : []);
    }
}
