using System.Runtime.InteropServices;
using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CnnVis.Runtime;

/// <summary>
/// Weights that a session reads where they are, in memory of ours. From files ONNX Runtime would map them, and mapped weights can be slow to read when something else ran in between:
/// Grad-CAM of ResNet-50, in turns with forward passes, took 1.65 of them, and 1.07 from memory.
/// </summary>
internal sealed unsafe class SessionWeights : IDisposable
{
    // A cache line, and the widest vector.
    private const int Alignment = 64;

    private readonly Dictionary<string, (OrtValue Value, nint Address)> _tensors = new(StringComparer.Ordinal);

    // A model that nobody disposed ends with its sessions, which do not read them then.
    ~SessionWeights() => Free();

    /// <summary>What they take.</summary>
    public long ByteCount { get; private set; }

    public bool Has(string tensor) => _tensors.ContainsKey(tensor);

    /// <summary>Makes room for a tensor.</summary>
    /// <param name="declared">Its name, type and shape.</param>
    /// <returns>Where its elements are to be written before a session is made.</returns>
    public Span<byte> Add(TensorProto declared)
    {
        int length = checked((int)TensorSize.ByteCount(declared));
        var address = (nint)NativeMemory.AlignedAlloc((nuint)length, Alignment);
        // ONNX Runtime numbers the types of elements as the format does.
        var value = OrtValue.CreateTensorValueWithData(OrtMemoryInfo.DefaultInstance, (TensorElementType)declared.DataType, [.. declared.Dims], address, length);
        _tensors.Add(declared.Name, (value, address));
        ByteCount += length;
        return new Span<byte>((void*)address, length);
    }

    /// <summary>Has a session take them in place of the tensors of the same names in its graph. They must outlive it.</summary>
    public void AddTo(SessionOptions options)
    {
        foreach ((string name, (OrtValue value, _)) in _tensors)
        {
            options.AddInitializer(name, value);
        }
    }

    public void Dispose()
    {
        foreach ((OrtValue value, _) in _tensors.Values)
        {
            value.Dispose();
        }

        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        foreach ((_, nint address) in _tensors.Values)
        {
            NativeMemory.AlignedFree((void*)address);
        }

        _tensors.Clear();
    }
}
