using CnnVis.Models;
using CnnVis.Onnx;

namespace CnnVis.Features.Tours;

/// <summary>Chooses where a tour stops: on the longest way from the image to the answer, at the end of each run of maps of one size.</summary>
internal sealed class TourRoute
{
    private const int FewestStops = 4;

    private readonly CnnModel _model;
    private readonly ImageWays _ways;
    private readonly FeatureGrids _grids;
    private readonly HashSet<string> _narrows;
    private readonly HashSet<string> _placed;

    private TourRoute(CnnModel model)
    {
        _model = model;
        _ways = new ImageWays(model);
        _grids = new FeatureGrids(model);
        _narrows = Narrows();
        _placed = new ReceptiveFieldReader(model).TensorsWithPlaces(model.Output.LogitsTensor);
    }

    /// <exception cref="ArgumentException">The model has no layer with maps.</exception>
    public static LayerSelection Of(CnnModel model)
    {
        var route = new TourRoute(model);
        List<List<string>> runs = route.RunsOfOneSize();
        int each = runs.Count == 0 ? 0 : (FewestStops + runs.Count - 1) / runs.Count;
        Layer[] stops =
        [
            .. from run in runs
               from tensor in route.Spread(run, each)
               from layer in model.Layers
               where layer.OutputTensor == tensor
               select layer,
        ];
        return stops.Length > 0
            ? stops
            : throw new ArgumentException($"{model.Name} has no layer whose output has rows and columns: there is nothing to show.");
    }

    /// <summary>The tensors on the longest way, in runs of one size.</summary>
    private List<List<string>> RunsOfOneSize()
    {
        var runs = new List<List<string>>();
        (int Height, int Width) size = default;
        foreach (string tensor in LongestWay().SkipWhile(tensor => !IsLearned(tensor)))
        {
            if (GridOf(tensor) is not { Channels: > 1 } grid)
            {
                continue;
            }

            if (runs.Count == 0 || size != (grid.Height, grid.Width))
            {
                runs.Add([]);
                size = (grid.Height, grid.Width);
            }

            runs[^1].Add(tensor);
        }

        return runs;
    }

    /// <summary>Four axes need not be maps: transformers cut their tokens into heads. Maps have a receptive field, tokens have three axes.</summary>
    private FeatureGrid? GridOf(string tensor) =>
        _placed.Contains(tensor) || _model.ShapeOf(tensor) is { Length: 3 } ? _grids.Of(tensor) : null;

    /// <summary>So many of a run, evenly from its end: where there are as many, tensors through which everything passes.</summary>
    private IEnumerable<string> Spread(List<string> run, int count)
    {
        string[] ends = [.. run.Where(tensor => !IsBeforeActivation(tensor))];
        ends = ends.Length > 0 ? ends : [.. run];
        string[] candidates = [.. ends.Where(_narrows.Contains)];
        candidates = candidates.Length >= count ? candidates : ends;
        return Enumerable.Range(1, Math.Min(count, candidates.Length))
            .Select(i => _ways.BeforeMoves(candidates[(i * candidates.Length / Math.Min(count, candidates.Length)) - 1]))
            .Select(tensor => GridOf(tensor) is null ? candidates[^1] : tensor)
            .Distinct(StringComparer.Ordinal);
    }

    /// <summary>Before the first layer with weights, there is only the image, turned and scaled.</summary>
    private bool IsLearned(string tensor) =>
        _model.Graph.Producer(tensor)?.OpType is "Conv" or "ConvTranspose" or "FusedConv" or "QLinearConv" or "ConvInteger" or "MatMul" or "Gemm";

    private bool IsBeforeActivation(string tensor) => _model.Graph.Consumers(tensor) is [var only] && NumberByNumber.Contains(only.OpType);

    private Stack<string> LongestWay()
    {
        var steps = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (NodeProto node in _model.Graph.Nodes)
        {
            foreach (string output in node.Output)
            {
                steps[output] = 1 + _ways.ReadFor(output).Select(source => steps.GetValueOrDefault(source)).DefaultIfEmpty(-1).Max();
            }
        }

        var way = new Stack<string>();
        string? tensor = _model.Output.LogitsTensor;
        while (tensor is not null && tensor != _model.ImageInput.Name)
        {
            way.Push(tensor);
            tensor = _ways.ReadFor(tensor).MaxBy(source => steps.GetValueOrDefault(source));
        }

        return way;
    }

    /// <summary>Tensors that everything behind them reads of all that is before: no way leads around them.</summary>
    private HashSet<string> Narrows()
    {
        IReadOnlyList<NodeProto> nodes = _model.Graph.Nodes;
        var lastRead = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int i = 0; i < nodes.Count; i++)
        {
            foreach (string source in nodes[i].Output.SelectMany(_ways.ReadFor))
            {
                lastRead[source] = i;
            }
        }

        var narrows = new HashSet<string>(StringComparer.Ordinal);
        int open = lastRead.GetValueOrDefault(_model.ImageInput.Name);
        for (int i = 0; i < nodes.Count; i++)
        {
            if (nodes[i].Output is [var output] && lastRead.TryGetValue(output, out int last))
            {
                if (open <= i)
                {
                    narrows.Add(output);
                }

                open = Math.Max(open, last);
            }
            else
            {
                open = nodes[i].Output.Select(name => lastRead.GetValueOrDefault(name)).Append(open).Max();
            }
        }

        return narrows;
    }
}
