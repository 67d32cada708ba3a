using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>Runs the model once on an empty image with every tensor as an output: shapes as they are, not as a file claims.</summary>
internal sealed class ShapeProbe
{
    private readonly Dictionary<string, ProbedTensor> _tensors;

    private ShapeProbe(Dictionary<string, ProbedTensor> tensors) => _tensors = tensors;

    public ProbedTensor? this[string tensor] => _tensors.GetValueOrDefault(tensor);

    public static ShapeProbe Run(
        OnnxModel model,
        ImageInput input,
        IReadOnlyDictionary<ModelInput, TensorValue> otherInputs,
        SessionSettings settings)
    {
        string[] tensors = [.. model.Graph.Dependents([input.Name]).SelectMany(node => node.Output).Where(name => name.Length > 0)];
        using var session = new OnnxSession(model.WithOutputs(tensors).ToBytes(), model.Name, settings with { Optimize = false });
        int batch = input.FixedBatch ?? 1;
        var inputs = otherInputs
            .Where(pair => session.InputNames.Contains(pair.Key.Name))
            .ToDictionary(pair => pair.Key.Name, pair => OrtTensors.From(pair.Value, pair.Key.ElementType));
        try
        {
            inputs[input.Name] = OrtTensors.From(new float[batch * input.Shape.ElementCount], input.Shape.Dimensions(batch), input.ElementType);
            using IDisposableReadOnlyCollection<OrtValue> values = session.Run(inputs, tensors, CancellationToken.None);
            return new ShapeProbe(tensors
                .Zip(values, (name, value) => (name, Tensor: ProbedTensor.Of(value)))
                .Where(pair => pair.Tensor is not null)
                .ToDictionary(pair => pair.name, pair => pair.Tensor!));
        }
        finally
        {
            foreach (OrtValue value in inputs.Values)
            {
                value.Dispose();
            }
        }
    }

    /// <summary>The most bytes that tensors hold at one moment when every tensor is freed after its last reader.</summary>
    public long PeakBytes(OnnxGraph graph)
    {
        Dictionary<string, int> unread = _tensors.Keys.ToDictionary(name => name, name => graph.Consumers(name).Count);
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
