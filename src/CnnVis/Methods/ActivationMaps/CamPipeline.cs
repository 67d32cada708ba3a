using CnnVis.Models;

namespace CnnVis.Methods;

/// <summary>What all class activation maps share: find the layers, take their values and gradients, make a map of each, join them.</summary>
internal sealed class CamPipeline
{
    private readonly ExplanationContext _context;
    private readonly CamLayers _options;
    private readonly IReadOnlyList<FeatureLayer> _layers;
    private readonly CellGrid?[] _cells;

    public CamPipeline(ExplanationContext context, CamLayers options)
    {
        _context = context;
        _options = options;
        _layers = options.Layers?.In(context.Model) ?? [context.Model.FeatureLayer];
        Layers = [.. _layers.Select(layer => layer.Layer)];
        _cells = [.. Layers.Select(CellsOf)];
    }

    public IReadOnlyList<Layer> Layers { get; }

    /// <summary>Maps of a layer's channels, weighted by what the gradient says about them.</summary>
    public static IReadOnlyList<Heatmap> Weighted(ExplanationContext context, CamLayers options, Func<LayerPlanes, double[]> weightsOf) =>
        new CamPipeline(context, options).FromGradients(planes => CamCells.Weighted(planes, weightsOf(planes)));

    /// <summary>Maps from a layer's values and gradients in each cell.</summary>
    public static IReadOnlyList<Heatmap> Cellwise(ExplanationContext context, CamLayers options, Func<LayerPlanes, float[]> mapOf) =>
        new CamPipeline(context, options).FromGradients(planes => new CamCells(mapOf(planes)));

    /// <summary>The values of the layers for the unchanged image.</summary>
    public LayerPlanes[] Activations()
    {
        _context.ExpectPasses(1);
        return [.. _context.LayerActivations(Unchanged(), count: 1, Layers).Zip(_layers, (values, layer) => PlanesOf(layer, values, target: 0))];
    }

    /// <summary>A map for each target, from one for each layer and target.</summary>
    public IReadOnlyList<Heatmap> Join(LayerPlanes[] planes, Func<int, int, CamCells> mapOf)
    {
        var maps = new Heatmap[_context.TargetCount];
        for (int target = 0; target < maps.Length; target++)
        {
            maps[target] = FusedMaps.Of(
                [.. planes.Select((ofLayer, layer) => ToHeatmap(layer, target, ofLayer, mapOf(layer, target)))], _options.Fuse, _context.Input.Shape);
        }

        return maps;
    }

    private IReadOnlyList<Heatmap> FromGradients(Func<LayerPlanes, CamCells> mapOf)
    {
        _context.ExpectPasses(1);
        IReadOnlyList<LayerGradients> values = _context.LayerGradients(Unchanged(), count: 1, Layers);
        LayerPlanes[] planes = [.. values.Zip(_layers, (of, layer) => PlanesOf(layer, of, target: 0))];
        IReadOnlyList<Heatmap> maps = Join(planes, (layer, target) =>
        {
            LayerPlanes ofTarget = target == 0 ? planes[layer] : planes[layer].WithGradients(values[layer].GradientMemory(target, image: 0));
            CamCells cells = mapOf(ofTarget);
            return ofTarget.IsWithoutInfluence ? cells with { WhyEmpty = "the score does not depend on the layer" } : cells;
        });
        _context.Recycle(values.SelectMany(layer => layer.Arrays));
        return maps;
    }

    private ImageBatch Unchanged() => _context.NewBatch(1);

    private LayerPlanes PlanesOf(FeatureLayer layer, LayerGradients values, int target)
    {
        FeatureGrid grid = new FeatureGrids(_context.Model).Of(layer.Layer.OutputTensor, [.. values.Shape])
            ?? throw new ArgumentException(
                $"The layer {layer.Layer} has no places to map: its output needs four axes and more than one cell, or a token for each place of the image.");
        string reason = layer.Reason is { } chosen ? $", chosen because {chosen}" : "";
        _context.AddNote($"Layer: {layer.Layer.Name}, {grid.Height}x{grid.Width}{reason}.");
        return new LayerPlanes(grid, values.ActivationMemory(image: 0), values.GradientMemory(target, image: 0));
    }

    private Heatmap ToHeatmap(int layer, int target, LayerPlanes planes, CamCells cells)
    {
        var map = new Heatmap(cells.Values, planes.Grid.Height, planes.Grid.Width, MapScaling.PositivePart) { Cells = _cells[layer] };
        if (map.Max <= 0)
        {
            string why = planes.IsSilent ? "all numbers of the layer are 0" : cells.WhyEmpty ?? WhyNotPositive(planes, map);
            _context.AddNote($"The map of {_context.TargetNames[target]} at {Layers[layer].Name} is empty: {why}.");
        }

        return map;
    }

    private static string WhyNotPositive(LayerPlanes planes, Heatmap map) => (planes.HasGradients, map.Min) switch
    {
        (true, < 0) => "what the layer shows lowers the score everywhere",
        (true, _) => "where a channel is on, more of it raises the score nowhere",
        _ => "no cell of it is above 0",
    };

    private CellGrid? CellsOf(Layer layer)
    {
        if (_options.Placement == MapPlacement.Stretch)
        {
            return null;
        }

        ImageShape image = _context.Input.Shape;
        return ReceptiveField.Of(_context.Model, layer.OutputTensor) is { } field
            ? new CellGrid(
                field.Columns.CentreOf(0) / image.Width, field.Rows.CentreOf(0) / image.Height, field.Columns.Stride / image.Width, field.Rows.Stride / image.Height)
            : throw new ArgumentException($"What the cells of {layer.Name} see of the image cannot be read from the graph. Use {nameof(MapPlacement)}.{nameof(MapPlacement.Stretch)}.");
    }
}
