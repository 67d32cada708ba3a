using CnnVis.Features;
using CnnVis.Onnx;

namespace CnnVis.TensorBoard;

/// <summary>The numbers that were learned for the layers of a model.</summary>
internal sealed class LayerWeights(CnnModel model)
{
    private const string Unnamed = "constant";

    private readonly HashSet<string> _computed = model.Graph.Dependents([model.ImageInput.Name])
        .SelectMany(node => node.Output)
        .Append(model.ImageInput.Name)
        .ToHashSet(StringComparer.Ordinal);

    /// <summary>The tensors of a layer that do not depend on the image, with what they are to it. Single numbers are settings.</summary>
    public IEnumerable<(string Role, float[] Values)> Of(Layer layer)
    {
        // The scales of a Resize are floats, but nobody learned them.
        if (layer.Operator is "Resize" or "Upsample")
        {
            yield break;
        }

        var used = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int input = 0; input < layer.Node.Input.Count; input++)
        {
            string tensor = layer.Node.Input[input];
            if (tensor.Length > 0 && !_computed.Contains(tensor) && Values(layer, tensor) is { } values)
            {
                string role = RoleOf(layer.Operator, input);
                if (role == Unnamed && values.Length == 1)
                {
                    continue;
                }

                int count = used[role] = used.GetValueOrDefault(role) + 1;
                yield return (count == 1 ? role : FormattableString.Invariant($"{role}{count}"), values);
            }
        }
    }

    private float[]? Values(Layer layer, string tensor) => model.Graph.Constant(tensor) is { } stored
        ? stored.Dims.Count > 0 && ParameterCounter.IsFloat(stored.DataType) ? model.ConstantFloats(tensor) : null
        : IsProduct(layer.Operator) ? KernelWeights.Constant(layer, tensor)?.Values : null;

    private static bool IsProduct(string operatorType) => operatorType is "Conv" or "FusedConv" or "ConvTranspose" or "Gemm" or "FusedGemm" or "MatMul" or "FusedMatMul";

    private static string RoleOf(string operatorType, int input) => (operatorType, input) switch
    {
        ("MatMul" or "FusedMatMul", _) => "weight",
        ("Gemm" or "FusedGemm", 0 or 1) => "weight",
        ("Conv" or "FusedConv" or "ConvTranspose", 1) => "weight",
        ("Conv" or "FusedConv" or "ConvTranspose" or "Gemm" or "FusedGemm", 2) => "bias",
        ("BatchNormalization" or "InstanceNormalization" or "LayerNormalization" or "GroupNormalization", 1) => "scale",
        ("BatchNormalization" or "InstanceNormalization" or "LayerNormalization" or "GroupNormalization", 2) => "bias",
        ("BatchNormalization", 3) => "mean",
        ("BatchNormalization", 4) => "variance",
        ("PRelu", 1) => "slope",
        _ => Unnamed,
    };
}
