using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>
/// Which operators compute every cell in the same way from the cells around it, so that a part of the image, moved by whole strides, gives a part
/// of their result.
/// </summary>
internal sealed class LocalOperators(CnnModel model, OnnxModel onnx, IReadOnlySet<string> fromImage)
{
    private static readonly HashSet<string> OneOperand = new(StringComparer.Ordinal)
    {
        "Relu", "LeakyRelu", "Elu", "Selu", "Celu", "ThresholdedRelu", "Sigmoid", "HardSigmoid", "HardSwish", "Tanh", "Softplus", "Softsign", "Gelu", "Mish",
        "Clip", "Exp", "Log", "Sqrt", "Reciprocal", "Abs", "Neg", "Erf", "Floor", "Ceil", "Round", "Sign", "Sin", "Cos", "Identity",
    };

    private static readonly HashSet<string> Operands = new(StringComparer.Ordinal)
    {
        "Add", "Sub", "Mul", "Div", "Pow", "Min", "Max", "Sum", "Mean", "PRelu",
    };

    private readonly Dictionary<string, LocalTensor> _tensors = new(StringComparer.Ordinal);

    public static Places.Map ChannelsFirst { get; } = new(RowAxis: 2, ColumnAxis: 3, FieldAxis.OfPixels, FieldAxis.OfPixels);

    public IReadOnlyDictionary<string, LocalTensor> Tensors => _tensors;

    public void Add(LocalTensor tensor) => _tensors.Add(tensor.Name, tensor);

    /// <summary>Takes in what a node computes; false where it is not one of these operators, or reads what is not local.</summary>
    public bool Follow(NodeProto node)
    {
        string[] read = [.. OnnxGraph.InputsOf(node).Where(fromImage.Contains).Distinct(StringComparer.Ordinal)];
        LocalTensor[] sources = [.. read.Select(name => _tensors.GetValueOrDefault(name)).OfType<LocalTensor>()];
        if (node.QualifiedType() != node.OpType || sources.Length < read.Length || sources.Length == 0)
        {
            return false;
        }

        LocalTensor[]? computed = After(node, sources);
        foreach (LocalTensor tensor in computed ?? [])
        {
            Add(tensor);
        }

        return computed is not null;
    }

    /// <summary>Whether a node only computes cell by cell, so that nothing changes by cutting behind it instead of before it.</summary>
    public static bool IsPointwise(NodeProto node) =>
        OneOperand.Contains(node.OpType) || Operands.Contains(node.OpType) || node.OpType is "BatchNormalization" or "Dropout";

    private LocalTensor[]? After(NodeProto node, LocalTensor[] sources)
    {
        LocalTensor first = sources[0];
        bool isChannelsFirst = first.RowAxis == 2;
        int channelAxis = isChannelsFirst ? 1 : 3;
        return node.OpType switch
        {
            "Conv" or "MaxPool" or "AveragePool" or "LpPool" when isChannelsFirst && ReadsImageOnce(node) && HasOneOutput(node) => Windowed(node, first),
            "Pad" when ReadsImageOnce(node) && node.Text("mode", "constant") == "constant" => Padded(node, first),
            "BatchNormalization" when isChannelsFirst && ReadsImageOnce(node) && HasOneOutput(node) && node.Int("training_mode", 0) == 0 => Alike(node, sources),
            "LRN" when isChannelsFirst => Alike(node, sources),
            "Dropout" when HasOneOutput(node) && ReadsImageOnce(node) && node.Input.Count < 3 => Alike(node, sources),
            "Concat" when node.Input.All(fromImage.Contains) && IsAxis(node, channelAxis) => Alike(node, sources),
            "Softmax" or "LogSoftmax" when onnx.Opset >= 13 && IsAxis(node, channelAxis) => Alike(node, sources),
            "Split" when ReadsImageOnce(node) && IsAxis(node, channelAxis) => Alike(node, sources),
            "LayerNormalization" when !isChannelsFirst && IsAxis(node, channelAxis) && ReadsImageOnce(node) && HasOneOutput(node) => Alike(node, sources),
            "MatMul" when !isChannelsFirst && ReadsImageOnce(node) && onnx.Graph.Constant(node.Input[1])?.Dims.Count == 2 => Alike(node, sources),
            "Transpose" => Transposed(node, first),
            _ when OneOperand.Contains(node.OpType) && ReadsImageOnce(node) => Alike(node, sources),
            _ when Operands.Contains(node.OpType) && OthersAreForAllPlaces(node, first) => Alike(node, sources),
            _ => null,
        };
    }

    private bool ReadsImageOnce(NodeProto node) => fromImage.Contains(node.Input[0]) && node.Input.Skip(1).All(input => !fromImage.Contains(input));

    private static bool HasOneOutput(NodeProto node) => node.Output.Count(name => name.Length > 0) == 1;

    private static bool IsAxis(NodeProto node, int axis)
    {
        long given = node.Int("axis", node.OpType is "Split" ? 0 : -1);
        return (given < 0 ? given + 4 : given) == axis;
    }

    /// <summary>Stored operands must be the same for all rows and columns.</summary>
    private bool OthersAreForAllPlaces(NodeProto node, LocalTensor source) => node.Input.Where(input => !fromImage.Contains(input)).All(input =>
        onnx.Graph.Constant(input) is { } stored
        && stored.Dims.Count <= 4
        && SizeOn(stored, source.RowAxis) == 1
        && SizeOn(stored, source.ColumnAxis) == 1
        && SizeOn(stored, 0) == 1);

    private static long SizeOn(TensorProto stored, int axis)
    {
        int place = axis - 4 + stored.Dims.Count;
        return place < 0 ? 1 : stored.Dims[place];
    }

    private LocalTensor[]? Windowed(NodeProto node, LocalTensor source)
    {
        int[]? after = model.ShapeOf(node.Output[0]);
        return after is { Length: 4 }
            && WindowNode.Steps(node, ChannelsFirst, onnx.Graph, source.Shape, after) is { Rows: WindowStep rows, Columns: WindowStep columns } steps
            ? [Through(source, node.Output[0], after, steps, source.RowStride * rows.Stride, source.ColumnStride * columns.Stride)]
            : null;
    }

    private LocalTensor[]? Padded(NodeProto node, LocalTensor source)
    {
        int[]? after = model.ShapeOf(node.Output[0]);
        var map = new Places.Map(source.RowAxis, source.ColumnAxis, FieldAxis.OfPixels, FieldAxis.OfPixels);
        bool padsPlacesAlone = after is { Length: 4 }
            && Enumerable.Range(0, 4).All(axis => axis == source.RowAxis || axis == source.ColumnAxis || after[axis] == source.Shape[axis]);
        return padsPlacesAlone && CutNode.Steps(node, map, model, source.Shape, after!) is { } steps
            ? [Through(source, node.Output[0], after!, steps, source.RowStride, source.ColumnStride)]
            : null;
    }

    private static LocalTensor Through(LocalTensor source, string output, int[] shape, PlaceSteps steps, int rowStride, int columnStride) => new(
        output,
        shape,
        source.RowAxis,
        source.ColumnAxis,
        rowStride,
        columnStride,
        [
            new LocalRead(
                source,
                AxisReads.Of(steps.Rows, shape[source.RowAxis], source.Rows),
                AxisReads.Of(steps.Columns, shape[source.ColumnAxis], source.Columns)),
        ]);

    private static LocalTensor[]? Transposed(NodeProto node, LocalTensor source)
    {
        List<long> order = [.. node.Ints("perm")];
        int rowAxis = order.IndexOf(source.RowAxis);
        return order.Count == 4 && order[0] == 0 && rowAxis < 3 && order[rowAxis + 1] == source.ColumnAxis
            ? [Cellwise(node.Output[0], [source], source with { RowAxis = rowAxis, ColumnAxis = rowAxis + 1, Shape = [.. order.Select(axis => source.Shape[axis])] })]
            : null;
    }

    /// <summary>The same places on the same axes, from all sources alike.</summary>
    private LocalTensor[]? Alike(NodeProto node, LocalTensor[] sources)
    {
        var computed = new List<LocalTensor>();
        foreach (string output in node.Output.Where(name => name.Length > 0))
        {
            LocalTensor? tensor = model.ShapeOf(output) is { Length: 4 } shape ? Cellwise(output, sources, sources[0] with { Shape = shape }) : null;
            if (tensor is null || !sources.All(tensor.LiesAs))
            {
                return null;
            }

            computed.Add(tensor);
        }

        return [.. computed];
    }

    private static LocalTensor Cellwise(string output, LocalTensor[] sources, LocalTensor like) => like with
    {
        Name = output,
        Reads = [.. sources.Select(source => new LocalRead(
            source, AxisReads.Of(AxisStep.Same, source.Rows, source.Rows), AxisReads.Of(AxisStep.Same, source.Columns, source.Columns)))],
    };
}
