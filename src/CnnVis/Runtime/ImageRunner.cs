using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>Runs a session on batches of images: converts them, adds the other inputs, respects a fixed batch.</summary>
internal sealed class ImageRunner : IDisposable
{
    private readonly OnnxSession _session;
    private readonly ImageInput _input;
    private readonly IReadOnlyList<string> _outputs;
    private readonly Dictionary<string, OrtValue> _otherInputs;

    public ImageRunner(OnnxSession session, ImageInput input, IReadOnlyList<string> outputs, IReadOnlyDictionary<ModelInput, TensorValue> otherInputs)
    {
        _session = session;
        _input = input;
        _outputs = outputs;
        var needed = session.InputNames.ToHashSet(StringComparer.Ordinal);
        _otherInputs = otherInputs
            .Where(pair => needed.Contains(pair.Key.Name))
            .ToDictionary(pair => pair.Key.Name, pair => OrtTensors.From(pair.Value, pair.Key.ElementType));
    }

    /// <summary>One batch for each output.</summary>
    public TensorBatch[] Run(ReadOnlyMemory<float> images, int count, ImageShape shape, CancellationToken cancellationToken)
    {
        IReadOnlyList<TensorBatch[]> parts = _session.Budget.InParts(
            count, _input.FixedBatch ?? count, (first, taken) => RunPart(first, taken, _input.FixedBatch ?? taken));
        return parts.Count == 1 ? parts[0] : [.. _outputs.Select((_, output) => TensorBatch.Join([.. parts.Select(part => part[output])]))];

        TensorBatch[] RunPart(int first, int taken, int padded)
        {
            ReadOnlyMemory<float> part = images.Slice(first * shape.ElementCount, taken * shape.ElementCount);
            return RunOnce(Padded(part, padded * shape.ElementCount), padded, taken, shape, cancellationToken);
        }
    }

    public void Dispose()
    {
        foreach (OrtValue value in _otherInputs.Values)
        {
            value.Dispose();
        }

        _session.Dispose();
    }

    private TensorBatch[] RunOnce(ReadOnlyMemory<float> images, int count, int kept, ImageShape shape, CancellationToken cancellationToken)
    {
        using OrtValue image = OrtTensors.From(images, shape.Dimensions(count), _input.ElementType);
        var inputs = new Dictionary<string, OrtValue>(_otherInputs) { [_input.Name] = image };
        using IDisposableReadOnlyCollection<OrtValue> values = _session.Run(inputs, _outputs, cancellationToken);
        return [.. values.Select(value => TensorBatch.Of(OrtTensors.ToFloats(value), OrtTensors.ShapeOf(value), count, kept))];
    }

    private static ReadOnlyMemory<float> Padded(ReadOnlyMemory<float> images, int length)
    {
        if (images.Length == length)
        {
            return images;
        }

        float[] padded = new float[length];
        images.CopyTo(padded);
        return padded;
    }
}
