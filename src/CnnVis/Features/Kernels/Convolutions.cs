namespace CnnVis.Features;

/// <summary>The layers that have kernels.</summary>
internal static class Convolutions
{
    private const int MostNames = 8;

    // Their weights are codes, and what they compute is codes: no layer whose numbers a person can look at.
    private static readonly string[] OnCodes = ["QLinearConv", "ConvInteger"];

    /// <summary>The model's first convolution.</summary>
    public static Layer First(CnnModel model) => Of(model).FirstOrDefault() ?? throw new ArgumentException($"There are no kernels to show: {Missing(model)}");

    /// <summary>Refuses a layer that is no convolution.</summary>
    public static void Refuse(Layer layer)
    {
        if (Contain(layer))
        {
            return;
        }

        string why = layer.Operator is "Gemm" or "MatMul" or "FusedGemm"
            ? "its weights have no rows and columns of places, which a kernel has: only convolutions do"
            : "only convolutions have";
        string[] names = [.. Of(layer.Model).Select(other => other.Name)];
        string others = names.Length == 0
            ? Missing(layer.Model)
            : $"Those of this model: {string.Join(", ", names.Take(MostNames))}{(names.Length > MostNames ? ", ..." : "")}.";
        throw new ArgumentException($"The layer {layer} has no kernels: {why}. {others}", nameof(layer));
    }

    /// <summary>The model's convolutions, in the order in which they are computed.</summary>
    public static IEnumerable<Layer> Of(CnnModel model) => model.Layers.Where(Contain);

    public static bool Contain(Layer layer) => layer.Operator is "Conv" or "ConvTranspose" or "FusedConv";

    private static string Missing(CnnModel model) => model.Graph.Nodes.FirstOrDefault(node => OnCodes.Contains(node.OpType)) is { } onCodes
        ? $"The convolutions of this model ({onCodes.OpType}) compute with codes instead of weights. Use its float original, or one with QuantizeLinear and DequantizeLinear."
        : "This model has no convolution.";
}
