using CnnVis.Onnx;

namespace CnnVis.Runtime;

/// <summary>What a run made of tensors: shapes as they are, not as a file claims.</summary>
internal sealed class ShapeProbe(IReadOnlyDictionary<string, ProbedTensor> tensors)
{
    public ProbedTensor? this[string tensor] => tensors.GetValueOrDefault(tensor);

    /// <summary>Probes everything that depends on the image, on an empty one.</summary>
    public static ShapeProbe Run(
        OnnxModel model,
        ImageInput input,
        IReadOnlyDictionary<ModelInput, TensorValue> otherInputs,
        SessionSettings settings)
    {
        string[] probed = [.. model.Graph.Dependents([input.Name]).SelectMany(node => node.Output).Where(name => name.Length > 0)];
        int images = input.FixedBatch ?? 1;
        using var session = new ProbeSession(model, input, otherInputs, settings, probed);
        return session.Run(new float[images * input.Shape.ElementCount], images, keepValue: _ => false);
    }

    /// <summary>The most bytes that tensors hold at one moment when every tensor is freed after its last reader.</summary>
    public long PeakBytes(OnnxGraph graph)
    {
        Dictionary<string, int> unread = tensors.Keys.ToDictionary(name => name, name => graph.Consumers(name).Count);
        long live = 0;
        long peak = 0;
        foreach (NodeProto node in graph.Nodes)
        {
            live += node.Output.Sum(name => this[name]?.Bytes ?? 0);
            peak = Math.Max(peak, live);
            foreach (string name in OnnxGraph.InputsOf(node).Where(unread.ContainsKey))
            {
                live -= --unread[name] == 0 ? this[name]!.Bytes : 0;
            }
        }

        return peak;
    }
}
