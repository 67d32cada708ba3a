using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// The layout in which ONNX Runtime's convolutions on a processor are fastest: a block of channels of one place, then of the next. Tensors keep their shape, but that
/// the channels are filled up to whole blocks.
/// </summary>
internal static class BlockedLayout
{
    /// <summary>The domain of the operators that ONNX Runtime puts in for it.</summary>
    public const string Domain = "com.microsoft.nchwc";

    public const string ToBlocks = "ReorderInput";

    public const string FromBlocks = "ReorderOutput";

    /// <summary>The attribute that tells a kernel how many channels lie together: 1 where each lies for itself.</summary>
    public const string Attribute = "block";

    // More than any processor's block has.
    private const int Channels = 256;

    private static readonly Lazy<int> Block = new(Measure);

    /// <summary>How many channels this processor's blocks have.</summary>
    public static int ChannelsPerBlock => Block.Value;

    /// <summary>Two places of many channels are brought over: the second begins where the first block ends.</summary>
    private static int Measure()
    {
        var graph = new GraphProto { Name = "layout" };
        NodeProto node = GraphEdits.NewNode(ToBlocks, "", ["x"], "y");
        node.Domain = Domain;
        graph.Node.Add(node);
        graph.Input.Add(GraphEdits.Declare("x", TensorProto.Types.DataType.Float, [1, Channels, 1, 2]));
        graph.Output.Add(new ValueInfoProto { Name = "y" });
        var model = new ModelProto { IrVersion = 8, Graph = graph };
        model.OpsetImport.Add([new OperatorSetIdProto { Version = 18 }, new OperatorSetIdProto { Domain = Domain, Version = 1 }]);

        float[] isSecond = [.. Enumerable.Range(0, 2 * Channels).Select(number => (float)(number % 2))];
        using var runner = new GraphRunner(model, "the blocked layout", new SessionSettings(new ExecutionOptions { Threads = 1 }, ExternalDataFolder: null));
        using TensorRun run = runner.Run([("x", isSecond, [1, Channels, 1, 2])], [], CancellationToken.None);
        return Array.IndexOf(run.Floats("y"), 1f);
    }
}
