using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>A session that hands out tensors of a model as they come about, without optimising anything away.</summary>
internal sealed class ProbeSession : IDisposable
{
    private readonly ImageInput _input;
    private readonly IReadOnlyList<string> _tensors;
    private readonly OnnxSession _session;
    private readonly Dictionary<string, OrtValue> _otherInputs;

    public ProbeSession(
        OnnxModel model, ImageInput input, IReadOnlyDictionary<ModelInput, TensorValue> otherInputs, SessionSettings settings, IReadOnlyList<string> tensors)
    {
        _input = input;
        _tensors = tensors;
        _session = new OnnxSession(model.WithOutputs(tensors).ToBytes(), model.Name, settings with { Optimize = false, PlanMemory = false });
        _otherInputs = otherInputs
            .Where(pair => _session.InputNames.Contains(pair.Key.Name))
            .ToDictionary(pair => pair.Key.Name, pair => OrtTensors.From(pair.Value, pair.Key.ElementType));
    }

    /// <summary>Probes the tensors once.</summary>
    /// <param name="pixels">The images.</param>
    /// <param name="imageCount">How many.</param>
    /// <param name="keepValue">Of which tensors the numbers are kept.</param>
    public ShapeProbe Run(float[] pixels, int imageCount, Func<string, bool> keepValue)
    {
        var inputs = new Dictionary<string, OrtValue>(_otherInputs);
        using OrtValue images = OrtTensors.From(pixels, _input.Shape.Dimensions(imageCount), _input.ElementType);
        if (_session.Takes(_input.Name))
        {
            inputs[_input.Name] = images;
        }

        using IDisposableReadOnlyCollection<OrtValue> values = _session.Run(inputs, _tensors, CancellationToken.None);
        return new ShapeProbe(_tensors
            .Zip(values, (name, value) => (name, Tensor: ProbedTensor.Of(name, value, keepValue(name))))
            .Where(pair => pair.Tensor is not null)
            .ToDictionary(pair => pair.name, pair => pair.Tensor!));
    }

    public void Dispose()
    {
        foreach (OrtValue value in _otherInputs.Values)
        {
            value.Dispose();
        }

        _session.Dispose();
    }
}
