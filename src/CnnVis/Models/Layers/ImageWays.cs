using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>The ways on which a model's numbers come from the image, walked backwards.</summary>
internal sealed class ImageWays
{
    private static readonly HashSet<string> Moves = new(StringComparer.Ordinal)
    {
        "Identity", "Dropout", "Cast", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose",
    };

    private readonly CnnModel _model;
    private readonly HashSet<string> _fromImage;
    private readonly Dictionary<string, int> _order = new(StringComparer.Ordinal);

    public ImageWays(CnnModel model)
    {
        _model = model;
        _fromImage = model.Graph.ValueDependents(model.ImageInput.Name);
        for (int i = 0; i < model.Graph.Nodes.Count; i++)
        {
            foreach (string output in model.Graph.Nodes[i].Output)
            {
                _order[output] = i;
            }
        }
    }

    /// <summary>The position of the node that makes a tensor; -1 for the image.</summary>
    public int OrderOf(string tensor) => _order.GetValueOrDefault(tensor, -1);

    /// <summary>What the node that makes a tensor reads of what depends on the image's pixels.</summary>
    public IReadOnlyList<string> ReadFor(string tensor) =>
        _model.Graph.Producer(tensor) is { } node ? [.. OnnxGraph.InputsOf(node).Where(_fromImage.Contains).Distinct(StringComparer.Ordinal)] : [];

    /// <summary>The tensor whose numbers another holds, moved or renamed only.</summary>
    public string BeforeMoves(string tensor)
    {
        while (_model.Graph.Producer(tensor) is { } node && _fromImage.Contains(node.Input[0]) && (Moves.Contains(node.OpType) || IsEmptyPad(node)))
        {
            tensor = node.Input[0];
        }

        return tensor;
    }

    // PyTorch's exporter puts one before average pooling.
    private bool IsEmptyPad(NodeProto node) => node.OpType == "Pad"
        && _model.ShapeOf(node.Input[0]) is { } before
        && _model.ShapeOf(node.Output[0]) is { } after
        && before.AsSpan().SequenceEqual(after);
}
