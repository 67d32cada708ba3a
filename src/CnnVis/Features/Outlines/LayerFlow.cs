using CnnVis.Onnx;

namespace CnnVis.Features.Outlines;

/// <summary>Which layers carry the image to the outputs, and what each of them reads. The image itself is number 0, the layers follow.</summary>
internal sealed class LayerFlow
{
    public const int Image = 0;

    private readonly OnnxGraph _graph;
    private readonly HashSet<string> _carriers;
    private readonly Dictionary<string, int[]> _origins = new(StringComparer.Ordinal);

    public LayerFlow(CnnModel model)
    {
        _graph = model.Graph;
        _carriers = _graph.ValueDependents(model.ImageInput.Name);
        _carriers.IntersectWith(_graph.Ancestors(_graph.Outputs.Select(output => output.Name)));
        Layers = [.. model.Layers.Where(layer => layer.Node.Output.Any(_carriers.Contains))];
        _origins[model.ImageInput.Name] = [Image];
        for (int i = 0; i < Layers.Count; i++)
        {
            foreach (string output in Layers[i].Node.Output)
            {
                _origins[output] = [i + 1];
            }
        }

        Sources = [[], .. Layers.Select(layer => SourcesOf(OnnxGraph.InputsOf(layer.Node)))];
        Outputs = [.. _graph.Outputs.Where(output => _carriers.Contains(output.Name)).Select(output => (output.Name, SourcesOf([output.Name])))];
        var readers = new int[Layers.Count + 1];
        foreach (int source in Sources.Concat(Outputs.Select(output => output.Sources)).SelectMany(sources => sources))
        {
            readers[source]++;
        }

        Readers = readers;
    }

    public IReadOnlyList<Layer> Layers { get; }

    public IReadOnlyList<int[]> Sources { get; }

    /// <summary>How many layers and outputs read each of them.</summary>
    public IReadOnlyList<int> Readers { get; }

    public IReadOnlyList<(string Tensor, int[] Sources)> Outputs { get; }

    /// <summary>What the tensors come from, seen through nodes that are no layers: those whose output are no floats.</summary>
    private int[] SourcesOf(IEnumerable<string> tensors) => [.. tensors.Where(_carriers.Contains).SelectMany(OriginsOf).Distinct().Order()];

    private int[] OriginsOf(string tensor)
    {
        if (!_origins.TryGetValue(tensor, out int[]? origins))
        {
            origins = _graph.Producer(tensor) is { } node ? SourcesOf(OnnxGraph.InputsOf(node)) : [];
            _origins[tensor] = origins;
        }

        return origins;
    }
}
