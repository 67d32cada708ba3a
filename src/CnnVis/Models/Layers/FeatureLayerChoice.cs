using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>
/// Chooses the layer whose channels say most about a class and still know where: the last with more than one cell, from which the output is
/// reached only through pooling, flattening and what follows.
/// </summary>
internal sealed class FeatureLayerChoice
{
    private readonly CnnModel _model;
    private readonly FeatureGrids _grids;
    private readonly ImageWays _ways;

    private FeatureLayerChoice(CnnModel model)
    {
        _model = model;
        _grids = new FeatureGrids(model);
        _ways = new ImageWays(model);
    }

    /// <exception cref="ArgumentException">The graph does not decide; the message says what can be given.</exception>
    public static FeatureLayer For(CnnModel model) => new FeatureLayerChoice(model).Choose();

    private FeatureLayer Choose()
    {
        string scores = _ways.BeforeMoves(_model.Output.LogitsTensor);
        if (_model.Output.Form == OutputForm.SegmentationMap && _grids.Of(scores) is not null)
        {
            return BeforeTheHead(scores);
        }

        (string Tensor, NodeProto Reader)[] last = [.. LastGrids(scores).OrderBy(grid => _ways.OrderOf(grid.Tensor))];
        string[] tensors = [.. last.Select(grid => grid.Tensor).Distinct(StringComparer.Ordinal)];
        if (tensors is not [string only])
        {
            throw Undecided(tensors.Length == 0 ? "it has no layer with places" : $"the output reads several layers: {string.Join(", ", tensors.Select(NameOf))}");
        }

        return last.All(grid => grid.Reader.OpType is "Gather" or "GatherND" or "Slice" or "Split" && _model.ShapeOf(only) is { Length: 3 })
            ? BeforeTheLastAttention(only)
            : Layer(only, "it is the last that knows places: after it the network only pools, flattens and weighs");
    }

    /// <summary>Walking back, the first tensors with places on every way, and who reads them.</summary>
    private IEnumerable<(string Tensor, NodeProto Reader)> LastGrids(string scores)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([scores]);
        while (open.TryPop(out string? tensor))
        {
            foreach (string source in _ways.ReadFor(tensor).Select(_ways.BeforeMoves))
            {
                if (_grids.Of(source) is not null)
                {
                    yield return (source, _model.Graph.Producer(tensor)!);
                }
                else if (seen.Add(source))
                {
                    open.Push(source);
                }
            }
        }
    }

    /// <summary>A segmentation map knows places up to its end: the last layer before the operator that makes scores of channels.</summary>
    private FeatureLayer BeforeTheHead(string scores)
    {
        string tensor = scores;
        while (_ways.ReadFor(tensor) is [string input])
        {
            bool isHead = _model.Graph.Producer(tensor) is { OpType: "Conv" or "ConvTranspose" or "MatMul" };
            tensor = _ways.BeforeMoves(input);
            if (isHead)
            {
                return Layer(tensor, "the output is a map, and it is the last before the scores" + Deeper(tensor));
            }
        }

        throw Undecided("the scores of its map come from several layers");
    }

    private string Deeper(string tensor)
    {
        int Cells(string other) => _model.ShapeOf(other) is { Length: 4 } ? _grids.Of(other)?.CellCount ?? int.MaxValue : int.MaxValue;
        string deepest = _model.Graph.Ancestors([tensor]).OrderBy(Cells).ThenByDescending(_ways.OrderOf).First();
        return Cells(deepest) < Cells(tensor)
            ? $". Its map is much like the class's own scores; the smallest layer, {NameOf(deepest)}, shows the context that they depend on"
            : "";
    }

    /// <summary>The output reads one token alone, such as the class token: the others count only through attention.</summary>
    private FeatureLayer BeforeTheLastAttention(string tokens) => new LastAttention(_model, _grids, _ways).Source(tokens) is { } source
        ? Layer(source, "the output reads single tokens, and the last attention takes all others from it")
        : throw Undecided($"the output reads single tokens of {NameOf(tokens)}, and no attention before it was found");

    private FeatureLayer Layer(string tensor, string reason) => _model.Layers.FirstOrDefault(layer => layer.OutputTensor == tensor) is { } layer
        ? new FeatureLayer(layer, reason)
        : throw Undecided($"{tensor} would be, but it is no layer's only output");

    private string NameOf(string tensor) => _model.Layers.FirstOrDefault(layer => layer.OutputTensor == tensor)?.Name ?? tensor;

    private ArgumentException Undecided(string why) => new(
        $"{_model.Name}: which layer to look at cannot be read from the graph: {why}. Name one or several in Layers: they need four axes, or "
        + "one token for each place.");
}
