using CnnVis.Onnx;

namespace CnnVis.Differentiation;

/// <summary>Which tensors depend on the wanted ones in a way that has a derivative.</summary>
internal static class GradientCarriers
{
    // What they put out are floats in the form of integers.
    private static readonly HashSet<string> Quantizing =
        ["QuantizeLinear", "DynamicQuantizeLinear", "QLinearConv", "QLinearMatMul", "ConvInteger", "MatMulInteger"];

    public static HashSet<string> Of(ForwardGraph forward, IReadOnlyList<NodeProto> nodes, GradientRules rules, IEnumerable<string> wanted)
    {
        var carriers = wanted.ToHashSet(StringComparer.Ordinal);
        foreach (NodeProto node in nodes)
        {
            string[] carrying = [.. OnnxGraph.InputsOf(node).Where(carriers.Contains)];
            if (carrying.Length == 0 || rules.Find(node.QualifiedType(), forward.OpsetOf(node)) is { IsZero: true })
            {
                continue;
            }

            bool movesCodes = carrying.Any(input => forward.Has(input) && forward[input].Kind != ElementKind.Float);
            // Scale and zero point of codes count as constants.
            IEnumerable<string> outputs = node.OpType == "DynamicQuantizeLinear" ? node.Output.Take(1) : node.Output;
            carriers.UnionWith(outputs.Where(output => output.Length > 0 && Carries(forward, output, node.OpType, movesCodes)));
        }

        return carriers;
    }

    private static bool Carries(ForwardGraph forward, string output, string operatorType, bool movesCodes)
    {
        if (!forward.Has(output))
        {
            // A sequence, or a tensor whose size depends on the pixels: what reads it cannot be differentiated, and must not pass for something that does not depend on the image.
            return true;
        }

        return forward[output].Kind switch
        {
            ElementKind.Float => true,
            ElementKind.Code or ElementKind.Integer => Quantizing.Contains(operatorType) || (movesCodes && operatorType != "Cast"),
            // Formats that nothing here knows, such as 4-bit codes: the node blocks the gradient by name instead of losing it.
            ElementKind.Other => true,
            _ => false,
        };
    }
}
