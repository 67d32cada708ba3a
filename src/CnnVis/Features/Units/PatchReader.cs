using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Features.Units;

/// <summary>Reads what one number of a convolution is computed from.</summary>
internal static class PatchReader
{
    /// <summary>Null where the convolution has not two axes of places, or its window cannot be read from the graph.</summary>
    public static ConvolutionArithmetic? Read(
        Layer layer, KernelWeights weights, int channel, int row, int column, TensorBatch input, TensorBatch output, IReadOnlyList<UnitStep> steps)
    {
        (int readChannels, int height, int width) = (weights.Shape[1], weights.Shape[2], weights.Shape[3]);
        var map = new Places.Map(RowAxis: 2, ColumnAxis: 3, FieldAxis.OfPixels, FieldAxis.OfPixels);
        if (WindowNode.Steps(layer.Node, map, layer.Model.Graph, [1, .. input.Shape], [1, .. output.Shape]) is not { Rows: WindowStep rows, Columns: WindowStep columns })
        {
            return null;
        }

        int first = channel / (weights.Shape[0] / (int)layer.Node.Int("group", 1)) * readChannels;
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
            layer.Name,
            first,
            height,
            width,
            patch,
            isPadding,
            weights.Values[(channel * patch.Length)..((channel + 1) * patch.Length)],
            weights.Biases.Length > 0 ? weights.Biases[channel] : 0,
            steps);
    }
}
