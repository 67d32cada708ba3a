using System.Globalization;
using CnnVis.Onnx;

namespace CnnVis.Runtime.Kernels;

/// <summary>
/// Multiplications that stand in for the kernels of a graph while ONNX Runtime optimises it. It would leave its blocked layout before every operator that it does not
/// know; a multiplication it leaves where it is, in whatever layout its factors have, and so shows which layout a kernel in its place can take.
/// </summary>
internal sealed class StandIns
{
    private const string NamePrefix = "CnnVis/";

    // Smaller ones are not worth the trouble.
    private const int LargeWeights = 1 << 20;

    private readonly ModelProto _model;
    private readonly NodeProto[] _kernels;
    private readonly List<TensorProto> _dense;

    /// <param name="model">A graph with kernels.</param>
    public StandIns(ModelProto model)
    {
        _model = model;
        _kernels = [.. model.Graph.Node.Where(KernelDomain.Has)];
        _dense = DenseWeights(model.Graph);
    }

    /// <summary>The graph without kernels, to be optimised. What dense layers multiply with is an input of it: nothing would change there, and it may be most of the model.</summary>
    public ModelProto PutIn()
    {
        var stored = new List<TensorProto>();
        int kernels = 0;
        GraphProto source = _model.Graph;
        var graph = new GraphProto { Name = source.Name };
        graph.Node.Add(source.Node.SelectMany(node => KernelDomain.Has(node) ? StandInFor(node, kernels++, stored) : [node]));
        HashSet<string> dense = [.. _dense.Select(weights => weights.Name)];
        graph.Initializer.Add(source.Initializer.Where(tensor => !dense.Contains(tensor.Name)).Concat(stored));
        graph.SparseInitializer.Add(source.SparseInitializer);
        graph.Input.Add(source.Input.Concat(_dense.Select(weights =>
            GraphEdits.Declare(weights.Name, TensorProto.Types.DataType.Float, weights.Dims.Select(size => (long?)size)))));
        graph.Output.Add(source.Output);
        var standing = new ModelProto { IrVersion = _model.IrVersion, Graph = graph };
        standing.OpsetImport.Add(_model.OpsetImport);
        return standing;
    }

    /// <summary>Puts the kernels back into the optimised graph, each in the layout that its stand-in was given.</summary>
    /// <returns>Whether all stand-ins are still there.</returns>
    public bool TakeOut(ModelProto optimized)
    {
        GraphProto graph = optimized.Graph;
        Dictionary<string, NodeProto> standIns = graph.Node
            .Where(node => node.Name.StartsWith(NamePrefix, StringComparison.Ordinal))
            .ToDictionary(node => node.Name, StringComparer.Ordinal);
        if (!_kernels.SelectMany((kernel, number) => Names(kernel, number)).All(standIns.ContainsKey))
        {
            return false;
        }

        HashSet<string> blocked = BlockedTensors(graph);
        Dictionary<string, NodeProto[]> replaced = _kernels
            .Select((kernel, number) => (Name: EndName(number), Nodes: InPlaceOf(kernel, number, standIns, blocked)))
            .ToDictionary(pair => pair.Name, pair => pair.Nodes, StringComparer.Ordinal);
        NodeProto[] nodes = Needed([.. graph.Node.SelectMany(node => replaced.TryGetValue(node.Name, out NodeProto[]? with) ? with : [node])], graph.Output.Select(output => output.Name));
        ValueInfoProto[] inputs = [.. graph.Input.Where(input => _dense.TrueForAll(weights => weights.Name != input.Name))];

        graph.Node.Clear();
        graph.Node.Add(nodes);
        graph.Initializer.Add(_dense);
        graph.RemoveUnread();
        graph.Input.Clear();
        graph.Input.Add(inputs);
        graph.ValueInfo.Clear();
        KernelDomain.ImportInto(optimized);
        return true;
    }

    /// <summary>The graph as it is, for ONNX Runtime to compute the kernels in the layout of ONNX.</summary>
    public ModelProto WithoutLayout()
    {
        ModelProto plain = _model.With(_model.Graph.Node.Select(node => KernelDomain.Has(node) ? InLayout(node, node.Input, node.Output[0], block: 1) : node), []);
        KernelDomain.ImportInto(plain);
        return plain;
    }

    private static IEnumerable<string> Names(NodeProto kernel, int number) => Enumerable.Range(0, FactorCount(kernel)).Select(factor => FactorName(number, factor)).Append(EndName(number));

    private static string FactorName(int kernel, int factor) => string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{kernel}/{factor}");

    private static string EndName(int kernel) => string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{kernel}/end");

    private static int SmallInputs(NodeProto kernel) => kernel.Input.Count - KernelDomain.Of(kernel).LargeInputs;

    // The first multiplication takes two small inputs, or one twice.
    private static int FactorCount(NodeProto kernel) => SmallInputs(kernel) > 0 ? Math.Max(SmallInputs(kernel) - 1, 1) : 0;

    private static NodeProto[] StandInFor(NodeProto kernel, int number, List<TensorProto> stored)
    {
        var nodes = new List<NodeProto>();
        string value = "";
        for (int factor = 0; factor < FactorCount(kernel); factor++)
        {
            value = Add(NewNode("Mul", FactorName(number, factor), factor == 0 ? kernel.Input[0] : value, kernel.Input[Math.Min(factor + 1, SmallInputs(kernel) - 1)]));
        }

        Kernel computing = KernelDomain.Of(kernel);
        NodeProto end = computing.ChangesChannels ? Resized(value) : computing.LargeInputs switch
        {
            2 => NewNode(computing.StandIn, EndName(number), kernel.Input[0], kernel.Input[1]),
            1 => NewNode("Mul", EndName(number), Enlarged(value), kernel.Input[^1]),
            _ => Squared(Enlarged(value)),
        };
        end.Output[0] = kernel.Output[0];
        nodes.Add(end);
        return [.. nodes];

        string Add(NodeProto node)
        {
            nodes.Add(node);
            return node.Output[0];
        }

        NodeProto Squared(string factor) => NewNode("Mul", EndName(number), factor, factor);

        // Anything that gives the shape; with sizes, ONNX Runtime leaves it in the layout of ONNX.
        NodeProto Resized(string small)
        {
            string sizes = $"{NamePrefix}{number.ToString(CultureInfo.InvariantCulture)}/sizes";
            stored.Add(TensorData.Of(sizes, [1L, kernel.Int("image_channels", 0), .. kernel.Ints("size")], [4]));
            return NewResize(EndName(number), small, "", "", sizes);
        }

        // Repeated by the strides, and brought to the size by a convolution that is wider than a place, or padded.
        string Enlarged(string small)
        {
            long[] strides = [.. kernel.Ints("strides")];
            string name = $"{NamePrefix}{number.ToString(CultureInfo.InvariantCulture)}";
            string large = small;
            if (strides.Any(stride => stride != 1))
            {
                stored.Add(TensorData.Of($"{name}/scales", [1, 1, .. strides.Select(stride => (float)stride)], [4]));
                large = Add(NewResize($"{name}/resize", large, "", $"{name}/scales"));
            }

            long[] missing = [.. kernel.Ints("size").Zip(kernel.Ints("small_size"), strides).Select(axis => axis.First - (axis.Second * axis.Third))];
            if (missing.Any(places => places != 0))
            {
                long channels = kernel.Int("channels", 0);
                long[] sizes = [.. missing.Select(places => Math.Max(1 - places, 1))];
                stored.Add(TensorData.Of($"{name}/kernel", new float[channels * sizes[0] * sizes[1]], [channels, 1, .. sizes]));
                NodeProto fit = NewNode("Conv", $"{name}/fit", large, $"{name}/kernel");
                fit.Attribute.Add(
                [
                    GraphEdits.IntsAttribute("kernel_shape", sizes), GraphEdits.IntsAttribute("pads", [0, 0, .. missing.Select(places => Math.Max(places, 0))]), GraphEdits.IntAttribute("group", channels),
                ]);
                large = Add(fit);
            }

            return large;
        }
    }

    /// <summary>The kernel's node, and those that bring what it reads into its layout.</summary>
    private static NodeProto[] InPlaceOf(NodeProto kernel, int number, Dictionary<string, NodeProto> standIns, HashSet<string> blocked)
    {
        NodeProto end = standIns[EndName(number)];
        bool isBlocked = blocked.Contains(end.Output[0]);
        var nodes = new List<NodeProto>();
        var inputs = new List<string>();
        for (int small = 0; small < SmallInputs(kernel); small++)
        {
            inputs.Add(Brought(standIns[FactorName(number, Math.Max(small - 1, 0))].Input[small == 0 ? 0 : 1]));
        }

        inputs.AddRange(end.Input.Take(2).Skip(2 - KernelDomain.Of(kernel).LargeInputs));
        nodes.Add(InLayout(kernel, inputs, end.Output[0], isBlocked ? BlockedLayout.ChannelsPerBlock : 1));
        return [.. nodes];

        string Brought(string tensor)
        {
            if (blocked.Contains(tensor) == isBlocked)
            {
                return tensor;
            }

            string brought = string.Create(CultureInfo.InvariantCulture, $"{NamePrefix}{number}/brought {inputs.Count}");
            NodeProto reorder = GraphEdits.NewNode(isBlocked ? BlockedLayout.ToBlocks : BlockedLayout.FromBlocks, brought, [tensor], brought);
            reorder.Domain = BlockedLayout.Domain;
            if (!isBlocked)
            {
                reorder.Attribute.Add(GraphEdits.IntAttribute("channels", kernel.Int("channels", 0)));
            }

            nodes.Add(reorder);
            return brought;
        }
    }

    private static NodeProto InLayout(NodeProto kernel, IEnumerable<string> inputs, string output, int block)
    {
        NodeProto node = kernel.Clone();
        node.Input.Clear();
        node.Input.Add(inputs);
        node.Output[0] = output;
        node.Attribute.Add(GraphEdits.IntAttribute(BlockedLayout.Attribute, block));
        return node;
    }

    /// <summary>Operators of the layout give tensors in it; what others are given in it they give on, as those only are that do not look at the order.</summary>
    private static HashSet<string> BlockedTensors(GraphProto graph)
    {
        var blocked = new HashSet<string>(StringComparer.Ordinal);
        foreach (NodeProto node in graph.Node)
        {
            if (node.Domain == BlockedLayout.Domain ? node.OpType != BlockedLayout.FromBlocks : node.Input.Any(blocked.Contains))
            {
                blocked.UnionWith(node.Output);
            }
        }

        return blocked;
    }

    private static NodeProto[] Needed(NodeProto[] nodes, IEnumerable<string> outputs)
    {
        HashSet<string> wanted = [.. outputs];
        var needed = new List<NodeProto>();
        foreach (NodeProto node in nodes.Reverse())
        {
            if (node.Output.Any(wanted.Contains))
            {
                wanted.UnionWith(OnnxGraph.InputsOf(node));
                needed.Add(node);
            }
        }

        needed.Reverse();
        return [.. needed];
    }

    private static List<TensorProto> DenseWeights(GraphProto graph)
    {
        HashSet<string> elsewhere =
        [
            .. graph.Node.SelectMany(node => node.OpType is "Gemm" or "MatMul" or SparseProductKernel.Operator ? node.Input.Where((_, input) => input != 1) : OnnxGraph.InputsOf(node)), .. graph.Output.Select(output => output.Name),
        ];
        return
        [
            .. graph.Initializer.Where(tensor =>
                tensor.DataType == (int)TensorProto.Types.DataType.Float
                && !ExternalData.Has(tensor)
                && TensorSize.ByteCount(tensor) >= LargeWeights
                && !elsewhere.Contains(tensor.Name)),
        ];
    }

    private static NodeProto NewNode(string operatorType, string name, params string[] inputs) => GraphEdits.NewNode(operatorType, name, inputs, name);

    private static NodeProto NewResize(string name, params string[] inputs)
    {
        NodeProto resize = NewNode("Resize", name, inputs);
        resize.Attribute.Add([Text("mode", "nearest"), Text("coordinate_transformation_mode", "asymmetric"), Text("nearest_mode", "floor")]);
        return resize;
    }

    private static AttributeProto Text(string name, string text) =>
        new() { Name = name, S = Google.Protobuf.ByteString.CopyFromUtf8(text), Type = AttributeProto.Types.AttributeType.String };
}
