using CnnVis.Differentiation;
using CnnVis.Onnx;

namespace CnnVis.Methods;

/// <summary>The tensors that are never below 0, whatever the image: rules need no terms for negative inputs there.</summary>
internal static class NonNegativeTensors
{
    private static readonly HashSet<string> Making =
        ["Relu", "Sigmoid", "HardSigmoid", "Softmax", "Softplus", "Exp", "Abs", "Sqrt", "ReduceL1", "ReduceL2", "ReduceSumSquare"];

    private static readonly HashSet<string> Keeping =
    [
        "Identity", "Dropout", "Add", "Sum", "Mul", "Mean", "Concat", "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool",
        "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Split", "Gather", "Expand", "Tile", "DepthToSpace", "SpaceToDepth",
        "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "LRN", "Pad", "Resize", "Upsample",
    ];

    public static HashSet<string> Of(ForwardGraph forward)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (NodeProto node in forward.Model.Graph.Nodes)
        {
            bool isNonNegative = Making.Contains(node.QualifiedType())
                || (node.QualifiedType() == "Clip" && ClipBound.Lowest(forward, node) >= 0)
                || (Keeping.Contains(node.QualifiedType()) && !HasNegativeAttribute(node) && Operands(forward, node).All(found.Contains));
            if (isNonNegative)
            {
                found.UnionWith(node.Output);
            }
        }

        return found;
    }

    /// <summary>The inputs whose numbers reach the output: not axes, shapes and indices, nor constants that are not negative.</summary>
    private static IEnumerable<string> Operands(ForwardGraph forward, NodeProto node) => node.Input.Where(input =>
        input.Length > 0 && !(forward.Has(input) && (forward[input].Kind != ElementKind.Float || IsNonNegativeConstant(forward, input))));

    private static bool IsNonNegativeConstant(ForwardGraph forward, string tensor) =>
        forward.ConstantFloats(tensor) is { } values && Array.TrueForAll(values, value => value >= 0);

    /// <summary>Old files keep the number that Pad fills with in an attribute; cubic interpolation has negative weights.</summary>
    private static bool HasNegativeAttribute(NodeProto node) => node.Float("value", 0) < 0 || node.Text("mode", "") == "cubic";
}
