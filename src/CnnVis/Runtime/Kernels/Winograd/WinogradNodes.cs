using System.Buffers;
using System.Runtime.InteropServices;
using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>Puts Winograd's convolution in place of those of an optimised graph that it computes with fewer multiplications.</summary>
internal static class WinogradNodes
{
    private const string WeightsFile = "winograd.weights";
    private const int Width = 3;

    // Weights are mapped into memory from a place that any system can map.
    private const int Alignment = 1 << 16;

    /// <summary>Whether a graph, optimised or not, may have some. Under a limit on memory it has none: transformed weights are 1.8 times as many.</summary>
    public static bool MayHelp(ModelProto model, MemoryBudget budget) =>
        !budget.IsLimited && WinogradKernel.IsAvailable && model.Graph.Node.Any(MayBecomeOne);

    /// <param name="optimized">The graph as ONNX Runtime made it, in the blocked layout.</param>
    /// <param name="folder">Where its weights lie, and those of the new nodes are written.</param>
    public static void PutIn(ModelProto optimized, SessionFolder folder)
    {
        int block = BlockedLayout.ChannelsPerBlock;
        GraphProto graph = optimized.Graph;
        Dictionary<string, TensorProto> stored = graph.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        var transformed = new Dictionary<string, TensorProto>(StringComparer.Ordinal);
        using FileStream file = File.Create(Path.Combine(folder.Path, WeightsFile));
        for (int i = 0; i < graph.Node.Count; i++)
        {
            NodeProto node = graph.Node[i];
            if (node.Domain != BlockedLayout.Domain || !MayBecomeOne(node) || !stored.TryGetValue(node.Input[1], out TensorProto? weights) || !HasShape(weights, block))
            {
                continue;
            }

            if (!transformed.TryGetValue(weights.Name, out TensorProto? ours))
            {
                transformed[weights.Name] = ours = Write(weights, block, folder, file);
                graph.Initializer.Add(ours);
            }

            graph.Node[i] = Replacing(node, ours.Name, (int)weights.Dims[0], block, graph);
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

    private static bool HasShape(TensorProto weights, int block) =>
        weights.Dims[0] % (2 * block) == 0 && weights.Dims[1] % block == 0 && weights.Dims.Skip(2).SequenceEqual([Width, Width]);

    private static TensorProto Write(TensorProto weights, int block, SessionFolder folder, FileStream file)
    {
        (int filters, int channels) = ((int)weights.Dims[0], (int)weights.Dims[1]);
        int length = WinogradWeights.TileSize * filters * channels;
        float[] numbers = ArrayPool<float>.Shared.Rent(length);
        WinogradWeights.Transform(TensorData.Floats(weights, folder.Path), filters, channels, block, numbers);
        file.Position = (file.Length + Alignment - 1) / Alignment * Alignment;
        TensorProto tensor = ExternalData.Declare(
            $"{weights.Name} transformed", [WinogradWeights.TileSize, filters, channels], WeightsFile, file.Position, (long)length * sizeof(float));
        file.Write(MemoryMarshal.AsBytes(numbers.AsSpan(0, length)));
        ArrayPool<float>.Shared.Return(numbers);
        return tensor;
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
