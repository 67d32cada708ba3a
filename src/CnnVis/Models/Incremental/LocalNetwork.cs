using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>The beginning of a network, as far as every cell is computed from the cells around it, and where it can be cut.</summary>
internal sealed class LocalNetwork
{
    private readonly List<LocalStep> _steps = [];
    private readonly List<CutPoint> _cuts = [];
    private readonly CnnModel _source;

    private LocalNetwork(CnnModel source, OnnxModel model, IReadOnlyList<string> scores)
    {
        _source = source;
        Model = model;
        Scores = scores;
    }

    /// <summary>The model, with the image as its only input and every padding written out.</summary>
    public OnnxModel Model { get; }

    /// <summary>The logits and the probabilities, once where they are the same.</summary>
    public IReadOnlyList<string> Scores { get; }

    /// <summary>The nodes before the last cut, in order.</summary>
    public IReadOnlyList<LocalStep> Steps => _steps;

    /// <summary>The cuts, the image first.</summary>
    public IReadOnlyList<CutPoint> Cuts => _cuts;

    /// <summary>The first node that is not computed from the surroundings of each place; null where there is none.</summary>
    public NodeProto? End { get; private set; }

    /// <summary>What the whole network costs for one image.</summary>
    public double Cost { get; private set; }

    /// <summary>The weights of its dense layers, in bytes: a run reads them once, however many images it takes.</summary>
    public long DenseBytes { get; private set; }

    public static LocalNetwork Of(CnnModel model)
    {
        OnnxModel prepared = ExplicitPadding.Apply(model.SelfContained(), model.ShapeOf);
        var network = new LocalNetwork(
            model, prepared, [.. new[] { model.ScoreTensor(ScoreKind.Logit), model.ScoreTensor(ScoreKind.Probability) }.Distinct(StringComparer.Ordinal)]);
        network.Follow();
        return network;
    }

    /// <summary>What a part of the network that begins at a tensor holds at one moment for one image, in bytes.</summary>
    public long PeakBytes(LocalTensor from, ModelProto part) =>
        (sizeof(float) * (long)from.Layout.Length) + _source.PeakBytesOf(new OnnxGraph(part.Graph, Model.Name));

    private void Follow()
    {
        HashSet<string> needed = Model.Graph.Ancestors(Scores);
        NodeProto[] nodes = [.. Model.Graph.Dependents([_source.ImageInput.Name]).Where(node => node.Output.Any(needed.Contains))];
        HashSet<string> fromImage = [_source.ImageInput.Name, .. nodes.SelectMany(node => node.Output)];
        double[] costs = [.. nodes.Select(node => NodeCost.Of(node, Model.Graph, _source.ShapeOf))];
        Cost = costs.Sum();
        DenseBytes = nodes.Sum(node => NodeCost.DenseBytes(node, Model.Graph, _source.ShapeOf));
        var local = new LocalOperators(_source, Model, fromImage);
        local.Add(ImageOf(_source));
        var open = new OpenTensors(nodes, Scores, _source.ImageInput.Name, fromImage);
        double behind = Cost;
        AddCut(local, open, _source.ShapeOf, position: 0, behind);
        for (int i = 0; i < nodes.Length; i++)
        {
            if (!local.Follow(nodes[i]))
            {
                End = nodes[i];
                return;
            }

            open.Pass(nodes[i]);
            behind -= costs[i];
            _steps.Add(new LocalStep([.. nodes[i].Output.Where(name => name.Length > 0).Select(name => local.Tensors[name])], costs[i]));
            AddCut(local, open, _source.ShapeOf, i + 1, behind);
        }
    }

    // Behind pointwise operators the tensor is as large and the work is done.
    private void AddCut(LocalOperators local, OpenTensors open, Func<string, int[]?> shapeOf, int position, double behind)
    {
        if (open.Only is not { } tensor)
        {
            return;
        }

        NodeProto[] readers = [.. Model.Graph.Consumers(tensor)];
        if (position == 0 || !readers.All(LocalOperators.IsPointwise))
        {
            LocalTensor cut = local.Tensors[tensor];
            _cuts.Add(new CutPoint(cut, position, behind, readers.Length == 1 ? ReadPadding.Of(readers[0], cut, shapeOf, Model.Graph) : null));
        }
    }

    private static LocalTensor ImageOf(CnnModel model)
    {
        ImageShape shape = model.ImageInput.Shape;
        int rowAxis = shape.Layout == TensorLayout.Nchw ? 2 : 1;
        return new LocalTensor(model.ImageInput.Name, shape.Dimensions(1), rowAxis, rowAxis + 1, RowStride: 1, ColumnStride: 1, []);
    }
}
