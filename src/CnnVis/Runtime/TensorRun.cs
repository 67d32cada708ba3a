using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CnnVis.Runtime;

/// <summary>Tensors of a finished run, still in ONNX Runtime's memory, so that another session can read them without a copy.</summary>
internal sealed class TensorRun : IDisposable
{
    private readonly Dictionary<string, OrtValue> _values;
    private readonly IDisposable[] _owned;

    public TensorRun(Dictionary<string, OrtValue> values, params IDisposable[] owned)
    {
        _values = values;
        _owned = owned;
    }

    public OrtValue this[string tensor] => _values[tensor];

    public int[] ShapeOf(string tensor) => OrtTensors.ShapeOf(_values[tensor]);

    public float[] Floats(string tensor) => OrtTensors.ToFloats(_values[tensor]);

    /// <summary>How many numbers a tensor has.</summary>
    public int LengthOf(string tensor) => checked((int)_values[tensor].GetTensorTypeAndShape().ElementCount);

    public void CopyTo(string tensor, Span<float> destination)
    {
        OrtValue value = _values[tensor];
        ReadOnlySpan<float> numbers = value.GetTensorTypeAndShape().ElementDataType == TensorElementType.Float
            ? value.GetTensorDataAsSpan<float>()
            : OrtTensors.ToFloats(value);
        numbers.CopyTo(destination);
    }

    /// <summary>The numbers of a float32 tensor where they are; valid until the run is disposed.</summary>
    public ReadOnlySpan<float> Span(string tensor) => _values[tensor].GetTensorDataAsSpan<float>();

    public void Dispose()
    {
        foreach (IDisposable owned in _owned)
        {
            owned.Dispose();
        }
    }
}
