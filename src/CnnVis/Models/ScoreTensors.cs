using CnnVis.Onnx;

namespace CnnVis.Models;

/// <summary>
/// Where the graph holds the logits, and what follows them: seen through operators that only move or rename numbers.
/// </summary>
internal sealed record ScoreTensors(string Output, OutputKind Kind, string Logits)
{
    public static ScoreTensors Read(OnnxModel model, CnnModelOptions options)
    {
        string output = OutputName(model, options);
        (OutputKind kind, string logits) = Walk(output, model.Graph) ?? (OutputKind.Logits, output);
        // Told otherwise, the output is taken at the caller's word; there is no other tensor to look for.
        return options.OutputKind is { } told && told != kind
            ? new ScoreTensors(output, told, output)
            : new ScoreTensors(output, kind, logits);
    }

    private static string OutputName(OnnxModel model, CnnModelOptions options)
    {
        ModelInput[] outputs = [.. model.Graph.Outputs.Select(ModelInput.From)];
        string list = string.Join(", ", outputs.Select(output => $"'{output.Name}'"));
        if (options.OutputName is not { } name)
        {
            return outputs.FirstOrDefault(CanBeScores)?.Name
                ?? throw new ModelException(model.Name, $"no output holds scores (floating point). Its outputs are {(list.Length == 0 ? "none" : list)}.");
        }

        ModelInput chosen = outputs.FirstOrDefault(output => output.Name == name)
            ?? throw new ArgumentException($"The model has no output '{name}'. Its outputs are {list}.");
        return CanBeScores(chosen)
            ? name
            : throw new ArgumentException($"The output '{name}' ({chosen.ElementType}) holds no scores; only floating point can be explained.");
    }

    private static bool CanBeScores(ModelInput output) =>
        output.ElementType is ElementType.Float32 or ElementType.Float16 or ElementType.Float64;

    private static (OutputKind Kind, string Logits)? Walk(string tensor, OnnxGraph graph)
    {
        while (graph.Producer(tensor) is { } node)
        {
            switch (node.OpType)
            {
                case "Softmax":
                    return (OutputKind.Softmax, node.Input[0]);
                case "LogSoftmax":
                    return (OutputKind.LogSoftmax, node.Input[0]);
                case "Sigmoid":
                    return (OutputKind.Sigmoid, node.Input[0]);
                case "Div" when SoftmaxLogits(node, graph) is { } logits:
                    return (OutputKind.Softmax, logits);
                case "Identity" or "Dropout" or "Cast" or "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose":
                    tensor = node.Input[0];
                    break;
                default:
                    return null;
            }
        }

        return null;
    }

    /// <summary>Exporters write softmax as exp(x - max(x)) / sum(exp(x - max(x))) too.</summary>
    private static string? SoftmaxLogits(NodeProto division, OnnxGraph graph)
    {
        bool isSoftmax = graph.Producer(division.Input[0]) is { OpType: "Exp" }
            && graph.Producer(division.Input[1]) is { OpType: "ReduceSum" } sum
            && sum.Input[0] == division.Input[0];
        if (!isSoftmax)
        {
            return null;
        }

        string exponent = graph.Producer(division.Input[0])!.Input[0];
        return graph.Producer(exponent) is { OpType: "Sub" } shift && graph.Producer(shift.Input[1]) is { OpType: "ReduceMax" }
            ? shift.Input[0]
            : exponent;
    }
}
