using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>The end of a classifier that averages each channel of a layer over the image and makes logits of the means with at most one dense layer.</summary>
internal sealed class PooledHead
{
    private readonly float[]? _weights;
    private readonly bool _classesFirst;

    private PooledHead(string features, int channels, float[]? weights, bool classesFirst)
    {
        Features = features;
        Channels = channels;
        _weights = weights;
        _classesFirst = classesFirst;
    }

    /// <summary>The tensor that is averaged.</summary>
    public string Features { get; }

    public int Channels { get; }

    /// <summary>Reads it from the graph; null where the network ends in another way.</summary>
    public static PooledHead? Read(CnnModel model)
    {
        var ways = new ImageWays(model);
        string tensor = ways.BeforeMoves(model.Output.LogitsTensor);
        (string Input, float[] Weights, bool ClassesFirst)? dense = Dense(tensor, model, ways);
        string means = ways.BeforeMoves(dense?.Input ?? tensor);
        if (model.Graph.Producer(means) is not { OpType: "GlobalAveragePool" or "ReduceMean" or "AveragePool" } pool)
        {
            return null;
        }

        string features = ways.BeforeMoves(pool.Input[0]);
        return new FeatureGrids(model).Of(features) is { } grid
            && AveragesEveryCell(pool, grid, model)
            && model.ShapeOf(means) is { } shape
            && shape.Skip(1).Aggregate(1, (a, b) => a * b) == grid.Channels
            && (dense is null || dense.Value.Weights.Length == grid.Channels * ClassesOf(model))
            ? new PooledHead(features, grid.Channels, dense?.Weights, dense?.ClassesFirst ?? false)
            : null;
    }

    private static int ClassesOf(CnnModel model) => model.ShapeOf(model.Output.LogitsTensor) is { } shape ? shape.Skip(1).Aggregate(1, (a, b) => a * b) : 0;

    /// <summary>Each channel's mean is of all its cells, each counted once, and of nothing else, such as a class token.</summary>
    private static bool AveragesEveryCell(NodeProto pool, FeatureGrid grid, CnnModel model)
    {
        int[] read = model.ShapeOf(pool.Input[0])!;
        bool isOfGridAlone = read.Aggregate(1, (a, b) => a * b) == grid.Channels * grid.CellCount * read[0];
        return isOfGridAlone && pool.OpType switch
        {
            "AveragePool" => pool.Ints("kernel_shape").SequenceEqual([grid.Height, grid.Width]) && pool.Ints("pads").All(pad => pad == 0),
            "ReduceMean" => ReducedAxes(pool, read.Length, model).SetEquals(PlaceAxes(read, grid)),
            _ => true,
        };
    }

    private static HashSet<long> ReducedAxes(NodeProto node, int rank, CnnModel model)
    {
        IReadOnlyList<long> axes = node.Has("axes") ? node.Ints("axes") : ConstantIntegers.Of(node, 1, model) ?? [];
        return [.. axes.Select(axis => axis < 0 ? axis + rank : axis)];
    }

    // Channels first, channels last, or tokens: a number of the next channel lies beside it where they are last.
    private static long[] PlaceAxes(int[] shape, FeatureGrid grid) => (shape.Length, grid.ChannelStride) switch
    {
        (4, 1) => [1, 2],
        (4, _) => [2, 3],
        (3, 1) => [1],
        _ => [2],
    };

    /// <summary>How much each channel's mean counts for a weighted sum of logits.</summary>
    public double[] ChannelWeights(ReadOnlySpan<float> logitWeights)
    {
        double[] weights = new double[Channels];
        int classes = logitWeights.Length;
        for (int channel = 0; channel < Channels; channel++)
        {
            for (int index = 0; index < classes; index++)
            {
                weights[channel] += logitWeights[index] * WeightOf(channel, index, classes);
            }
        }

        return weights;
    }

    private double WeightOf(int channel, int index, int classes)
    {
        if (_weights is null)
        {
            return channel == index ? 1 : 0;
        }

        return _classesFirst ? _weights[(index * Channels) + channel] : _weights[(channel * classes) + index];
    }

    private static (string Input, float[] Weights, bool ClassesFirst)? Dense(string tensor, CnnModel model, ImageWays ways)
    {
        if (model.Graph.Producer(tensor) is { OpType: "Add" } && ways.ReadFor(tensor) is [string withoutBias])
        {
            tensor = ways.BeforeMoves(withoutBias);
        }

        if (model.Graph.Producer(tensor) is not { OpType: "MatMul" or "Gemm" or "Conv" } node
            || ways.ReadFor(tensor) is not [string input] || input != node.Input[0] || model.ConstantFloats(node.Input[1]) is not { } weights)
        {
            return null;
        }

        float scale = node.OpType == "Gemm" ? node.Float("alpha", 1) : 1;
        bool classesFirst = node.OpType == "Conv" || (node.OpType == "Gemm" && node.Int("transB", 0) == 1);
        bool isPlain = node.OpType switch
        {
            // A convolution of single cells is a dense layer.
            "Conv" => node.Int("group", 1) == 1 && model.ShapeOf(node.Input[0]) is [_, _, 1, 1],
            "Gemm" => node.Int("transA", 0) == 0,
            _ => true,
        };
        return isPlain ? (input, Array.ConvertAll(weights, weight => weight * scale), classesFirst) : null;
    }
}
