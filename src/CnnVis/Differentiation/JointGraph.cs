using CnnVis.Onnx;
using CnnVis.Runtime.Kernels;

namespace CnnVis.Differentiation;

/// <summary>
/// A forward and a backward graph as one: a run of it gives gradients of a seed that is known before. ONNX Runtime then keeps what the backward part reads in its fast
/// layout, instead of handing it out in the standard one and bringing it back.
/// </summary>
internal static class JointGraph
{
    /// <summary>From here on the operators below are written as at <see cref="GraphEmitter.Opset"/>.</summary>
    private const int FirstOpset = 13;

    private static readonly HashSet<string> SameAtBothOpsets = new(StringComparer.Ordinal)
    {
        "Abs", "Add", "AveragePool", "BatchNormalization", "Cast", "Clip", "Concat", "Constant", "Conv", "ConvTranspose", "Div", "Dropout", "Elu", "Erf", "Exp",
        "Expand", "Flatten", "Gather", "Gemm", "GlobalAveragePool", "GlobalMaxPool", "HardSigmoid", "HardSwish", "Identity", "InstanceNormalization",
        "LayerNormalization", "LeakyRelu", "Log", "LogSoftmax", "LRN", "MatMul", "Max", "MaxPool", "Mean", "Min", "Mul", "Neg", "Pad", "PRelu", "Pow", "Relu", "Reshape",
        "Selu", "Sigmoid", "Slice", "Softmax", "Softplus", "Sqrt", "Squeeze", "Sub", "Sum", "Tanh", "Transpose", "Unsqueeze", "Where",
    };

    /// <summary>What ONNX Runtime computes in its fast layout, once what it reads is there.</summary>
    private static readonly HashSet<string> KeepsLayout = new(StringComparer.Ordinal) { "Conv", "Mul", "Sum", "Add", "HardSigmoid", "AveragePool", "MaxPool" };

    /// <summary>Whether a model's nodes can stand beside those of a backward graph.</summary>
    public static bool Takes(ForwardGraph forward) =>
        forward.Image.FixedBatch is null or 1
        && forward.Model.Opset >= FirstOpset
        && forward.Model.Proto.Functions.Count == 0
        && forward.Model.Graph.Nodes.All(node =>
            node.QualifiedType() == node.OpType && SameAtBothOpsets.Contains(node.OpType) && !(node.OpType == "AveragePool" && node.Has("dilations")) && !HasUncertainSize(node));

    /// <summary>Whether a last window of pooling may begin beyond the input: ONNX Runtime leaves it out where it runs, but not where it works out shapes, and these are fixed here.</summary>
    private static bool HasUncertainSize(NodeProto node)
    {
        IReadOnlyList<long> kernel = node.Ints("kernel_shape");
        IReadOnlyList<long> strides = node.Ints("strides");
        return node.Int("ceil_mode", 0) == 1 && (node.Ints("pads").Skip(kernel.Count).Any(pad => pad > 0) || strides.Zip(kernel).Any(axis => axis.First > axis.Second));
    }

    /// <summary>The graph whose inputs are the image and the seeds, and whose outputs are the gradients and some values.</summary>
    /// <param name="forward">The forward graph.</param>
    /// <param name="backward">The backward graph.</param>
    /// <param name="values">Tensors of the forward graph that are returned too.</param>
    /// <param name="oneImage">Whether it always takes one image. Where the number is free, ONNX Runtime cannot see that gates and gradients have it in common.</param>
    public static ModelProto Merge(ForwardGraph forward, BackwardGraph backward, IReadOnlyCollection<string> values, bool oneImage)
    {
        GraphProto ahead = forward.Model.WithOutputs([.. values.Concat(backward.Saved).Distinct(StringComparer.Ordinal)]).Graph;
        GraphProto back = backward.Model.Graph;
        HashSet<string> computed = [.. ahead.Node.SelectMany(node => node.Output)];
        Dictionary<string, TensorProto> stored = ahead.Initializer.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        foreach (TensorProto tensor in back.Initializer.Where(tensor => !computed.Contains(tensor.Name)))
        {
            stored.TryAdd(tensor.Name, tensor);
        }

        var graph = new GraphProto { Name = "joint" };
        graph.Node.Add(ahead.Node);
        graph.Node.Add(InFastLayout(back.Node, forward, stored));
        graph.Initializer.Add(stored.Values);
        graph.SparseInitializer.Add(ahead.SparseInitializer);
        if (oneImage)
        {
            graph.Input.Add(GraphEdits.Declare(forward.Image.Name, TensorProto.Types.DataType.Float, forward.Image.Shape.Dimensions(1).Select(size => (long?)size)));
            graph.Input.Add(backward.Seeds.Select(seed => GraphEdits.Declare(
                seed.Value, TensorProto.Types.DataType.Float, forward[seed.Key].Shape.Sizes.Select(size => (long?)size))));
        }
        else
        {
            graph.Input.Add(ahead.Input.Concat(back.Input.Where(input => backward.Seeds.Values.Contains(input.Name))));
        }

        graph.Output.Add(ahead.Output.Where(output => values.Contains(output.Name)).Concat(back.Output).DistinctBy(output => output.Name));
        var joint = new ModelProto { IrVersion = backward.Model.IrVersion, Graph = graph };
        joint.OpsetImport.Add(backward.Model.OpsetImport);
        return joint;
    }

    /// <summary>
    /// A kernel is computed in ONNX Runtime's fast layout where all that it reads is in it, and only a convolution brings a tensor there. A gradient that is not, but meets
    /// an activation that is, would drag everything behind it into the standard layout; so a convolution by 1 brings it over.
    /// </summary>
    private static IEnumerable<NodeProto> InFastLayout(IReadOnlyList<NodeProto> nodes, ForwardGraph forward, Dictionary<string, TensorProto> stored)
    {
        Dictionary<string, NodeProto> producers = nodes.SelectMany(node => node.Output.Select(output => (output, node))).ToDictionary(StringComparer.Ordinal);
        var channels = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (NodeProto kernel in nodes.Where(KernelDomain.Has))
        {
            if (ActivationOf(kernel) is not { Rank: 4 } activation || activation[1] % 4 != 0)
            {
                continue;
            }

            foreach (string operand in kernel.Input.SelectMany(Addends).Where(operand => producers.TryGetValue(operand, out NodeProto? producer) && !IsInFastLayout(producer)))
            {
                channels[operand] = activation[1];
            }
        }

        return nodes.SelectMany(node => node.Output.Count == 1 && channels.TryGetValue(node.Output[0], out int count) ? BroughtOver(node, count, stored) : [node]);

        IEnumerable<string> Addends(string operand) =>
            producers.TryGetValue(operand, out NodeProto? producer) && producer.OpType == "Sum" ? producer.Input : [operand];

        BatchedShape? ActivationOf(NodeProto kernel) => kernel.Input.Where(forward.Has).Select(input => forward[input].Shape).FirstOrDefault();
    }

    private static bool IsInFastLayout(NodeProto producer) => KernelDomain.Has(producer) || KeepsLayout.Contains(producer.OpType);

    private static NodeProto[] BroughtOver(NodeProto node, int channels, Dictionary<string, TensorProto> stored)
    {
        string output = node.Output[0];
        NodeProto renamed = node.Clone();
        renamed.Output[0] = $"{output}/standard layout";
        string ones = $"{output}/ones";
        stored[ones] = TensorData.Of(ones, Enumerable.Repeat(1f, channels).ToArray(), [channels, 1, 1, 1]);
        return
        [
            renamed,
            GraphEdits.NewNode("Conv", $"{output}/fast layout", [renamed.Output[0], ones], output, GraphEdits.IntsAttribute("kernel_shape", [1, 1]), GraphEdits.IntAttribute("group", channels)),
        ];
    }
}
