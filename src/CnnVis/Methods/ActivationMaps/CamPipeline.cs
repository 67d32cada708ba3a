using System.Numerics.Tensors;
using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>What all class activation maps share: find the layers, take their values and gradients, make a map of each, join them.</summary>
internal sealed class CamPipeline
{
    private readonly ExplanationContext _context;
    private readonly CamLayers _options;
    private readonly IReadOnlyList<FeatureLayer> _layers;

    public CamPipeline(ExplanationContext context, CamLayers options)
    {
        _context = context;
        _options = options;
        _layers = options.Layers?.In(context.Model) ?? [FeatureLayerChoice.For(context.Model)];
    }

    /// <summary>Maps of a layer's channels, weighted by what the gradient says about them.</summary>
    public static IReadOnlyList<Heatmap> Weighted(ExplanationContext context, CamLayers options, Func<LayerPlanes, double[]> weightsOf) =>
        new CamPipeline(context, options).FromGradients(planes => CamCells.Weighted(planes, weightsOf(planes)));

    /// <summary>Maps from a layer's values and gradients in each cell.</summary>
    public static IReadOnlyList<Heatmap> Cellwise(ExplanationContext context, CamLayers options, Func<LayerPlanes, float[]> mapOf) =>
        new CamPipeline(context, options).FromGradients(planes => new CamCells(mapOf(planes)));

    /// <summary>A map for each target, from the values and gradients of the unchanged image.</summary>
    public IReadOnlyList<Heatmap> FromGradients(Func<LayerPlanes, CamCells> mapOf)
    {
        _context.ExpectPasses(1);
        IReadOnlyList<LayerGradients> values = _context.LayerGradients(_context.NewBatch(), count: 1, [.. _layers.Select(layer => layer.Layer)]);
        Heatmap[][] maps = [.. _layers.Zip(values, (layer, of) => MapsOf(layer, of, mapOf))];
        return [.. Enumerable.Range(0, _context.TargetCount).Select(target => Join([.. maps.Select(ofLayer => ofLayer[target])]))];
    }

    private Heatmap[] MapsOf(FeatureLayer layer, LayerGradients values, Func<LayerPlanes, CamCells> mapOf)
    {
        FeatureGrid grid = GridOf(layer, values.Shape);
        var maps = new Heatmap[_context.TargetCount];
        for (int target = 0; target < maps.Length; target++)
        {
            CamCells cells = mapOf(new LayerPlanes(grid, values.Activations(image: 0), values.Gradients(target, image: 0)));
            maps[target] = new Heatmap(cells.Values, grid.Height, grid.Width, MapScaling.PositivePart);
            ExplainEmptiness(layer, target, maps[target], cells.WhyEmpty);
        }

        return maps;
    }

    private FeatureGrid GridOf(FeatureLayer layer, IReadOnlyList<int> shape)
    {
        FeatureGrid grid = new FeatureGrids(_context.Model).Of(layer.Layer.OutputTensor, [.. shape])
            ?? throw new ArgumentException(
                $"The layer {layer.Layer} has no places to map: its output needs four axes and more than one cell, or a token for each place of the image.");
        string reason = layer.Reason is { } chosen ? $", chosen because {chosen}" : "";
        _context.AddNote($"Layer: {layer.Layer.Name}, {grid.Height}x{grid.Width}{reason}.");
        return grid;
    }

    private void ExplainEmptiness(FeatureLayer layer, int target, Heatmap map, string? why)
    {
        if (map.Max > 0)
        {
            return;
        }

        string which = _context.TargetCount == 1 ? "The map" : $"The map of target {target + 1}";
        why = map.Min == 0 ? "the score does not depend on the layer" : why ?? "what the layer shows lowers the score everywhere";
        _context.AddNote($"{which} of {layer.Layer.Name} is empty: {why}.");
    }

    private Heatmap Join(IReadOnlyList<Heatmap> maps)
    {
        if (maps.Count == 1)
        {
            return maps[0];
        }

        ImageShape input = _context.Input.Shape;
        float[] joined = new float[input.PixelCount];
        foreach (Heatmap map in maps)
        {
            float[] scaled = map.Scaled(input.Height, input.Width);
            if (_options.Fuse == LayerFusion.Max)
            {
                TensorPrimitives.Max(joined, scaled, joined);
            }
            else
            {
                TensorPrimitives.MultiplyAdd(scaled, 1f / maps.Count, joined, joined);
            }
        }

        return new Heatmap(joined, input.Height, input.Width, MapScaling.PositivePart);
    }
}
