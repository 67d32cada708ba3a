using System.Runtime.InteropServices;
using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>Puts Winograd's convolution in place of those of an optimised graph that it computes with fewer multiplications.</summary>
internal static class WinogradNodes
{
    private const int Width = 3;

    // Transformed weights are 1.8 times as many. Where there are few tiles, reading them is the work: 512 channels of 7 x 7 places, 16 tiles, took 1.15 ms and take 0.8 without.
    private const int FewestTiles = 32;

    // With 16 the transformations take as long as multiplications are saved; with 32 a seventh is gained, with 64 a quarter.
    private const int FewestChannels = 32;

    /// <summary>Whether a graph, optimised or not, may have some. Under a limit on memory it has none: transformed weights are 1.8 times as many.</summary>
    public static bool MayHelp(ModelProto model, MemoryBudget budget) =>
        !budget.IsLimited && WinogradKernel.IsAvailable && model.Graph.Node.Any(MayBecomeOne);

    /// <param name="optimized">The graph as ONNX Runtime made it, in the blocked layout.</param>
    /// <param name="shapes">The shapes of its tensors.</param>
    /// <param name="folder">Where its weights lie.</param>
    /// <param name="ours">Receives the weights of the new nodes.</param>
    public static void PutIn(ModelProto optimized, KnownShapes shapes, SessionFolder folder, SessionWeights ours)
    {
        int block = BlockedLayout.ChannelsPerBlock;
        GraphProto graph = optimized.Graph;
        Dictionary<string, TensorProto> stored = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var transformed = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        for (int i = 0; i < graph.Node.Count; i++)
        {
            NodeProto node = graph.Node[i];
            if (node.Domain != BlockedLayout.Domain
                || !MayBecomeOne(node)
                || !stored.TryGetValue(node.Input[1], out TensorProto? weights)
                || !HasShape(weights, block)
                || (shapes.Of(node.Output[0]) is { } shape && Tiles(shape) < FewestTiles))
            {
                continue;
            }

            if (!transformed.TryGetValue(weights.Name, out TensorProto? declared))
            {
                transformed[weights.Name] = declared = Transformed(weights, block, folder, ours);
                graph.Initializer.Add(declared);
            }

            graph.Node[i] = Replacing(node, declared.Name, (int)weights.Dims[0], block, graph);
        }

        graph.RemoveUnread();
    }

    private static bool MayBecomeOne(NodeProto node) =>
        node.OpType == "Conv"
        && node.Ints("kernel_shape").All(size => size == Width)
        && node.Ints("strides").All(stride => stride == 1)
        && node.Ints("dilations").All(dilation => dilation == 1)
        && node.Int("group", 1) == 1
        && node.Text("auto_pad", "NOTSET") == "NOTSET"
        && node.Text("activation", "") is "" or "Relu";

    private static long Tiles(KnownShapes.Shape shape) => shape.Images * ((shape.Height + 1) / 2) * ((shape.Width + 1) / 2);

    private static bool HasShape(TensorProto weights, int block) =>
        weights.Dims[0] % (2 * block) == 0
        && weights.Dims[1] % block == 0
        && weights.Dims.Take(2).Min() >= FewestChannels
        && weights.Dims.Skip(2).SequenceEqual([Width, Width]);

    private static TensorProto Transformed(TensorProto weights, int block, SessionFolder folder, SessionWeights ours)
    {
        (int filters, int channels) = ((int)weights.Dims[0], (int)weights.Dims[1]);
        TensorProto declared = ExternalData.Declare($"{weights.Name} transformed", [WinogradWeights.TileSize, filters, channels], OptimizedGraph.WeightsFile);
        WinogradWeights.Transform(
            TensorData.Floats(weights, folder.Path), filters, channels, block, MemoryMarshal.Cast<byte, float>(ours.Add(declared)));
        return declared;
    }

    private static NodeProto Replacing(NodeProto convolution, string weights, int filters, int block, GraphProto graph)
    {
        var inputs = new List<string> { convolution.Input[0], weights };
        if (convolution.Input.Count > 2 && convolution.Input[2].Length > 0)
        {
            inputs.Add(convolution.Input[2]);
        }
        else
        {
            TensorProto zeros = TensorData.Of($"{weights} bias", new float[filters], [filters]);
            if (!graph.Initializer.Any(tensor => tensor.Name == zeros.Name))
            {
                graph.Initializer.Add(zeros);
            }

            inputs.Add(zeros.Name);
        }

        inputs.AddRange(convolution.Input.Skip(3));
        NodeProto node = GraphEdits.NewNode(
            WinogradKernel.Operator,
            convolution.Name,
            inputs,
            convolution.Output[0],
            GraphEdits.IntAttribute(WinogradKernel.FiltersAttribute, filters),
            GraphEdits.IntAttribute(WinogradKernel.InputsAttribute, inputs.Count),
            GraphEdits.IntAttribute(WinogradKernel.RectifiedAttribute, convolution.Text("activation", "") == "Relu" ? 1 : 0),
            GraphEdits.IntsAttribute("pads", convolution.Ints("pads") is { Count: 4 } pads ? pads : [0, 0, 0, 0]),
            GraphEdits.IntAttribute(BlockedLayout.Attribute, block));
        node.Domain = KernelDomain.Name;
        return node;
    }
}
