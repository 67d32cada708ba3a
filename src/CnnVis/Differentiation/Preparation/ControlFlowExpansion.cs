using CnnVis.Onnx;
using CnnVis.Runtime;

namespace CnnVis.Differentiation.Preparation;

/// <summary>
/// Writes out control flow that is the same for every image: the chosen branch of If, the rounds of Loop and Scan. What depends on the
/// image's pixels stays, and a gradient that needs it names it.
/// </summary>
internal static class ControlFlowExpansion
{
    private const int MaxNesting = 32;
    private const int MaxRounds = 1000;

    public static OnnxModel Apply(OnnxModel model, Func<OnnxModel, IReadOnlyList<ShapeProbe>> probe)
    {
        for (int depth = 0; depth < MaxNesting && model.Graph.Nodes.Any(node => node.Bodies().Any()); depth++)
        {
            var values = new ControlFlowValues(model, probe(model));
            var nodes = new List<NodeProto>();
            var initializers = new List<TensorProto>();
            foreach (NodeProto node in model.Graph.Nodes)
            {
                BodyRounds? rounds = Expand(node, values);
                nodes.AddRange(rounds?.Nodes ?? [node]);
                initializers.AddRange(rounds?.Initializers ?? []);
            }

            if (nodes.Count == model.Graph.Nodes.Count && initializers.Count == 0 && nodes.SequenceEqual(model.Graph.Nodes))
            {
                return model;
            }

            model = new OnnxModel(model.Proto.With(nodes, initializers), model.Name, model.Folder);
        }

        return model;
    }

    private static BodyRounds? Expand(NodeProto node, ControlFlowValues values) => node.OpType switch
    {
        "If" => Branch(node, values),
        "Loop" => Loop(node, values),
        "Scan" => Scan(node, values),
        _ => null,
    };

    private static BodyRounds? Branch(NodeProto node, ControlFlowValues values)
    {
        if (values.Integers(node.Input[0]) is not [var condition])
        {
            return null;
        }

        GraphProto branch = node.Body(condition != 0 ? "then_branch" : "else_branch")!;
        var rounds = new BodyRounds(node, values.Opset);
        string[] results = rounds.Add(branch, []);
        rounds.Rename(results, node.Output);
        return rounds;
    }

    private static BodyRounds? Loop(NodeProto node, ControlFlowValues values)
    {
        GraphProto body = node.Body("body")!;
        bool startsTrue = node.Input.ElementAtOrDefault(1) is null or "" || values.Integers(node.Input[1]) is [not 0];
        if (values.Integers(node.Input[0]) is not [var count] || count is < 1 or > MaxRounds || !startsTrue || !GoesOnForever(body))
        {
            return null;
        }

        var rounds = new BodyRounds(node, values.Opset);
        int carriedCount = node.Input.Count - 2;
        string[] carried = [.. node.Input.Skip(2)];
        var scanned = new List<string[]>();
        for (long i = 0; i < count; i++)
        {
            string[] results = rounds.Add(body, [rounds.Store(i), rounds.Store(true), .. carried]);
            carried = results[1..(1 + carriedCount)];
            scanned.Add(results[(1 + carriedCount)..]);
        }

        rounds.Rename(carried, [.. node.Output.Take(carriedCount)]);
        rounds.Stack(scanned, [.. node.Output.Skip(carriedCount)], _ => 0);
        return rounds;
    }

    /// <summary>Whether the body's condition is the one it was given, or always true.</summary>
    private static bool GoesOnForever(GraphProto body)
    {
        string condition = body.Output[0].Name;
        while (body.Node.FirstOrDefault(node => node.Output.Contains(condition)) is { OpType: "Identity" or "Cast" } copy)
        {
            condition = copy.Input[0];
        }

        TensorProto? stored = body.Initializer.FirstOrDefault(tensor => tensor.Name == condition)
            ?? body.Node.FirstOrDefault(node => node.OpType == "Constant" && node.Output[0] == condition)?.Attribute.FirstOrDefault()?.T;
        return condition == body.Input[1].Name || (stored is not null && TensorData.Integers(stored, null) is [not 0]);
    }

    private static BodyRounds? Scan(NodeProto node, ControlFlowValues values)
    {
        GraphProto body = node.Body("body")!;
        int scans = (int)node.Int("num_scan_inputs", 1);
        int states = node.Input.Count - scans;
        long AxisOf(string attribute, int i) => node.Ints(attribute) is { Count: > 0 } axes ? axes[i] : 0;
        bool IsReversed(string attribute, int i) => node.Ints(attribute) is { Count: > 0 } directions && directions[i] == 1;
        if (values.Opset < 9 || values.Shape(node.Input[states]) is not { } shape)
        {
            return null;
        }

        long firstAxis = AxisOf("scan_input_axes", 0);
        if (shape[(int)(firstAxis < 0 ? firstAxis + shape.Length : firstAxis)] is not (>= 1 and <= MaxRounds and var count))
        {
            return null;
        }

        var rounds = new BodyRounds(node, values.Opset);
        string[] carried = [.. node.Input.Take(states)];
        var scanned = new List<string[]>();
        for (int i = 0; i < count; i++)
        {
            string[] slices =
            [
                .. Enumerable.Range(0, scans).Select(k => rounds.Slice(
                    node.Input[states + k], AxisOf("scan_input_axes", k), IsReversed("scan_input_directions", k) ? count - 1 - i : i)),
            ];
            string[] results = rounds.Add(body, [.. carried, .. slices]);
            carried = results[..states];
            scanned.Add(results[states..]);
        }

        rounds.Rename(carried, [.. node.Output.Take(states)]);
        rounds.Stack(scanned, [.. node.Output.Skip(states)], k => AxisOf("scan_output_axes", k), k => IsReversed("scan_output_directions", k));
        return rounds;
    }
}
