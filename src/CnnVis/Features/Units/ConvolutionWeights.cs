using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Features.Units;

/// <summary>A convolution's weights, [channels, channels that each reads, rows, columns], and its biases.</summary>
internal sealed record ConvolutionWeights(NodeProto Node, CnnModel Model, float[] Values, int[] Shape, float[]? Biases)
{
    /// <summary>Null where the weights are computed while the network runs, or the convolution has not two axes of places.</summary>
    public static ConvolutionWeights? Of(NodeProto node, CnnModel model)
    {
        int[]? shape = model.Graph.Constant(node.Input[1]) is { Dims.Count: 4 } stored ? [.. stored.Dims.Select(size => (int)size)] : null;
        bool hasBias = node.Input.Count > 2 && node.Input[2].Length > 0;
        float[]? biases = hasBias ? model.ConstantFloats(node.Input[2]) : null;
        return shape is not null && model.ConstantFloats(node.Input[1]) is { } values && (biases is not null || !hasBias)
            ? new ConvolutionWeights(node, model, values, shape, biases)
            : null;
    }

    public ConvolutionArithmetic? ArithmeticOf(int channel, int row, int column, TensorBatch input, int[] outputShape, IReadOnlyList<UnitStep> steps)
    {
        (int readChannels, int height, int width) = (Shape[1], Shape[2], Shape[3]);
        var map = new Places.Map(RowAxis: 2, ColumnAxis: 3, FieldAxis.OfPixels, FieldAxis.OfPixels);
        if (WindowNode.Steps(Node, map, Model.Graph, [1, .. input.Shape], [1, .. outputShape]) is not { Rows: WindowStep rows, Columns: WindowStep columns })
        {
            return null;
        }

        int first = channel / (Shape[0] / (int)Node.Int("group", 1)) * readChannels;
        float[] patch = new float[readChannels * height * width];
        bool[] isPadding = new bool[height * width];
        for (int tapRow = 0; tapRow < height; tapRow++)
        {
            for (int tapColumn = 0; tapColumn < width; tapColumn++)
            {
                int y = (row * rows.Stride) - rows.Padding + (tapRow * rows.Dilation);
                int x = (column * columns.Stride) - columns.Padding + (tapColumn * columns.Dilation);
                int tap = (tapRow * width) + tapColumn;
                isPadding[tap] = y < 0 || y >= input.Shape[1] || x < 0 || x >= input.Shape[2];
                for (int read = 0; read < readChannels && !isPadding[tap]; read++)
                {
                    patch[(read * height * width) + tap] = input.Values[((((first + read) * input.Shape[1]) + y) * input.Shape[2]) + x];
                }
            }
        }

        return new ConvolutionArithmetic(
            Node.Name.Length > 0 ? Node.Name : Node.Output[0],
            first,
            height,
            width,
            patch,
            isPadding,
            Values[(channel * patch.Length)..((channel + 1) * patch.Length)],
            Biases?[channel] ?? 0,
            steps);
    }
}
