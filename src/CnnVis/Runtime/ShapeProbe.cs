using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>Runs the model once with tensors as outputs: shapes as they are, not as a file claims.</summary>
internal sealed class ShapeProbe
{
    private readonly Dictionary<string, ProbedTensor> _tensors;

    private ShapeProbe(Dictionary<string, ProbedTensor> tensors) => _tensors = tensors;

    public ProbedTensor? this[string tensor] => _tensors.GetValueOrDefault(tensor);

    /// <summary>Probes everything that depends on the image, on an empty one.</summary>
    public static ShapeProbe Run(
        OnnxModel model,
        ImageInput input,
        IReadOnlyDictionary<ModelInput, TensorValue> otherInputs,
        SessionSettings settings)
    {
        string[] tensors = [.. model.Graph.Dependents([input.Name]).SelectMany(node => node.Output).Where(name => name.Length > 0)];
        int images = input.FixedBatch ?? 1;
        return Run(model, input, new float[images * input.Shape.ElementCount], images, otherInputs, settings, tensors, keepValue: _ => false);
    }

    /// <summary>Probes some tensors, and keeps the numbers of some of them.</summary>
    public static ShapeProbe Run(
        OnnxModel model,
        ImageInput input,
        float[] pixels,
        int imageCount,
        IReadOnlyDictionary<ModelInput, TensorValue> otherInputs,
        SessionSettings settings,
        IReadOnlyList<string> tensors,
        Func<string, bool> keepValue)
    {
        using var session = new OnnxSession(model.WithOutputs(tensors).ToBytes(), model.Name, settings with { Optimize = false });
        var inputs = otherInputs
            .Where(pair => session.InputNames.Contains(pair.Key.Name))
            .ToDictionary(pair => pair.Key.Name, pair => OrtTensors.From(pair.Value, pair.Key.ElementType));
        try
        {
            if (session.InputNames.Contains(input.Name))
            {
                inputs[input.Name] = OrtTensors.From(pixels, input.Shape.Dimensions(imageCount), input.ElementType);
            }

            using IDisposableReadOnlyCollection<OrtValue> values = session.Run(inputs, tensors, CancellationToken.None);
            return new ShapeProbe(tensors
                .Zip(values, (name, value) => (name, Tensor: ProbedTensor.Of(name, value, keepValue(name))))
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
