using CnnVis.Onnx;

namespace CnnVis.Features.Summaries;

/// <summary>Counts the multiply-adds of a layer for one image: each number of a product is a sum of so many.</summary>
internal static class MultiplyAddCounter
{
    private static readonly HashSet<string> Unknown = new(StringComparer.Ordinal)
    {
        "If", "Loop", "Scan", "LSTM", "GRU", "RNN", "Attention", "MultiHeadAttention", "DeformConv", "STFT", "DFT",
    };

    /// <summary>0 for what multiplies no weights and no matrices; null where it is not known.</summary>
    public static long? Count(Layer layer) => layer.Operator switch
    {
        "Conv" or "FusedConv" or "ConvInteger" => OfConvolution(layer, weights: 1, perNumberOf: layer.OutputShape),
        "QLinearConv" => OfConvolution(layer, weights: 3, perNumberOf: layer.OutputShape),
        "ConvTranspose" => OfConvolution(layer, weights: 1, perNumberOf: ShapeOf(layer, 0)),
        "Gemm" or "FusedGemm" => OfProduct(layer, ShapeOf(layer, 0)?[layer.Node.Int("transA", 0) == 1 ? 0 : 1]),
        "MatMul" or "MatMulInteger" or "QLinearMatMul" or "FusedMatMul" => OfProduct(layer, ShapeOf(layer, 0)?[^1]),
        "Einsum" => OfEinsum(layer),
        var other => Unknown.Contains(other) || layer.Node.QualifiedType() != other ? null : 0,
    };

    /// <summary>Each number of a convolution's output adds up what its kernel reads; of a transposed one's input, it is given to as many.</summary>
    private static long? OfConvolution(Layer layer, int weights, IReadOnlyList<int>? perNumberOf) =>
        ShapeOf(layer, weights) is { } shape && perNumberOf is not null ? Product(perNumberOf) * Product(shape.Skip(1)) : null;

    private static long? OfProduct(Layer layer, int? summands) => summands * Product(layer.OutputShape);

    /// <summary>Every combination of the indices is one product.</summary>
    private static long? OfEinsum(Layer layer)
    {
        string[] terms = layer.Node.Text("equation", "").Replace(" ", "", StringComparison.Ordinal).Split("->")[0].Split(',');
        var sizes = new Dictionary<char, int>();
        for (int input = 0; input < terms.Length; input++)
        {
            if (ShapeOf(layer, input) is not { } shape || shape.Length != terms[input].Length)
            {
                return null;
            }

            foreach ((char index, int size) in terms[input].Zip(shape))
            {
                sizes[index] = size;
            }
        }

        return terms.Length > 1 ? Product(sizes.Values) : 0;
    }

    /// <summary>The shape of an input: of one image, or as it is stored.</summary>
    private static int[]? ShapeOf(Layer layer, int input)
    {
        string tensor = layer.Node.Input[input];
        CnnModel model = layer.Model;
        return tensor == model.ImageInput.Name ? model.ImageInput.Shape.Dimensions(1)
            : model.ShapeOf(tensor) ?? (model.Graph.Constant(tensor) is { } stored ? [.. stored.Dims.Select(size => (int)size)] : ComputedConstant(model, tensor));
    }

    // Weights that a DequantizeLinear or a Reshape or Transpose hands on: of its input, the shape is known.
    private static int[]? ComputedConstant(CnnModel model, string tensor) => model.Graph.Producer(tensor) is { OpType: "DequantizeLinear" or "QuantizeLinear" or "Cast" or "Identity" } node
        && model.Graph.Constant(node.Input[0]) is { } stored
        ? [.. stored.Dims.Select(size => (int)size)]
        : null;

    private static long Product(IEnumerable<int> sizes) => sizes.Aggregate(1L, (product, size) => product * size);
}
