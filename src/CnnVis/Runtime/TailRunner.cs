using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;

namespace CnnVis.Runtime;

/// <summary>
/// Runs a network in two parts: once up to a tensor, then, as often as one likes, what follows from the tensor changed. What passes the tensor
/// by, as skip connections do, comes from the first part.
/// </summary>
internal sealed class TailRunner : IDisposable
{
    private readonly OnnxModel _model;
    private readonly ImageInput _image;
    private readonly string _tensor;
    private readonly IReadOnlyList<string> _outputs;
    private readonly SessionSettings _settings;
    private readonly GraphTail _tail;
    private readonly OnnxSession _head;
    private readonly object _lock = new();
    private OnnxSession? _tailSession;

    /// <param name="model">A model without inputs but the image.</param>
    /// <param name="image">The image input.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="outputs">What is computed from it.</param>
    /// <param name="settings">How sessions are made.</param>
    public TailRunner(OnnxModel model, ImageInput image, string tensor, IReadOnlyList<string> outputs, SessionSettings settings)
    {
        _model = model;
        _image = image;
        _tensor = tensor;
        _outputs = outputs;
        _settings = settings;
        _tail = new GraphTail(model, image.Name, tensor, outputs);
        _head = new OnnxSession(model.WithOutputs(HeadOutputs).ToBytes(), model.Name, settings with { PlanMemory = false });
    }

    /// <summary>Whether the outputs depend on the tensor at all.</summary>
    public bool ReachesOutputs => _tail.Reaches;

    private string[] HeadOutputs => [_tensor, .. _tail.PassedBy.Where(name => name != _image.Name)];

    /// <summary>Runs the first part; the images must stay unchanged until the result is disposed.</summary>
    public TensorRun RunHead(ReadOnlyMemory<float> images, int count, ImageShape shape, CancellationToken cancellationToken)
    {
        OrtValue image = OrtTensors.From(images, shape.Dimensions(count), _image.ElementType);
        try
        {
            string[] names = HeadOutputs;
            IDisposableReadOnlyCollection<OrtValue> values = _head.Run(new Dictionary<string, OrtValue> { [_image.Name] = image }, names, cancellationToken);
            var byName = names.Zip(values).ToDictionary(pair => pair.First, pair => pair.Second);
            byName.TryAdd(_image.Name, image);
            return new TensorRun(byName, values, image);
        }
        catch
        {
            image.Dispose();
            throw;
        }
    }

    /// <summary>Runs the second part.</summary>
    /// <param name="head">The first part's result.</param>
    /// <param name="changed">The tensor's new elements, of its whole batch.</param>
    /// <param name="cancellationToken">Cancels the run.</param>
    /// <returns>The elements and shape of each output.</returns>
    public (float[] Values, int[] Shape)[] RunTail(TensorRun head, ReadOnlyMemory<float> changed, CancellationToken cancellationToken)
    {
        OnnxSession session = TailSession(head);
        using OrtValue tensor = OrtTensors.From(changed, head.ShapeOf(_tensor), OrtTensors.FloatTypeOf(head[_tensor]));
        var inputs = _tail.PassedBy.ToDictionary(name => name, name => head[name]);
        inputs[_tensor] = tensor;
        using IDisposableReadOnlyCollection<OrtValue> values = session.Run(
            inputs.Where(pair => session.Takes(pair.Key)).ToDictionary(), _outputs, cancellationToken);
        return [.. values.Select(value => (OrtTensors.ToFloats(value), OrtTensors.ShapeOf(value)))];
    }

    public void Dispose()
    {
        _head.Dispose();
        _tailSession?.Dispose();
    }

    // Shapes are declared as they turned out: every run has the same.
    private OnnxSession TailSession(TensorRun head)
    {
        lock (_lock)
        {
            IEnumerable<string> inputs = _tail.PassedBy.Append(_tensor).Distinct(StringComparer.Ordinal);
            return _tailSession ??= new OnnxSession(
                _tail.ToModel(inputs.Select(name => OrtTensors.Declare(name, head[name]))).ToBytes(), _model.Name, _settings);
        }
    }
}
