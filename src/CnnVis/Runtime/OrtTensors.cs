using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using CnnVis.Onnx;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace CnnVis.Runtime;

/// <summary>Numbers to and from ONNX Runtime's tensors.</summary>
internal static class OrtTensors
{
    /// <summary>Float32 is passed without a copy; the memory must stay alive and unchanged until the run is over.</summary>
    public static OrtValue From(ReadOnlyMemory<float> values, int[] shape, ElementType type)
    {
        long[] dimensions = Array.ConvertAll(shape, size => (long)size);
        return type switch
        {
            ElementType.Float32 => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, MemoryMarshal.AsMemory(values), dimensions),
            ElementType.Float16 => OrtValue.CreateTensorValueFromMemory(OrtMemoryInfo.DefaultInstance, ToHalf(values.Span), dimensions),
            ElementType.Float64 => OrtValue.CreateTensorValueFromMemory(Convert(values.Span, value => (double)value), dimensions),
            ElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(Convert(values.Span, ToByte), dimensions),
            _ => throw new ArgumentOutOfRangeException(nameof(type), type, "An image is floating point or uint8."),
        };
    }

    public static OrtValue From(TensorValue value, ElementType type)
    {
        long[] shape = [.. value.Shape.ToArray().Select(size => (long)size)];
        ReadOnlySpan<double> values = value.Values;
        return type switch
        {
            ElementType.Float32 => OrtValue.CreateTensorValueFromMemory(Convert(values, v => (float)v), shape),
            ElementType.Float16 => OrtValue.CreateTensorValueFromMemory(Convert(values, v => (Float16)(float)v), shape),
            ElementType.Float64 => OrtValue.CreateTensorValueFromMemory(values.ToArray(), shape),
            ElementType.UInt8 => OrtValue.CreateTensorValueFromMemory(Convert(values, v => (byte)v), shape),
            ElementType.Int32 => OrtValue.CreateTensorValueFromMemory(Convert(values, v => (int)v), shape),
            ElementType.Int64 => OrtValue.CreateTensorValueFromMemory(Convert(values, v => (long)v), shape),
            ElementType.Boolean => OrtValue.CreateTensorValueFromMemory(Convert(values, v => v != 0), shape),
            _ => throw new CnnVisException("Inputs of this element type cannot be given by value."),
        };
    }

    public static float[] ToFloats(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => value.GetTensorDataAsSpan<float>().ToArray(),
        TensorElementType.Float16 => ToSingle(MemoryMarshal.Cast<Float16, Half>(value.GetTensorDataAsSpan<Float16>())),
        TensorElementType.Double => Convert(value.GetTensorDataAsSpan<double>(), v => (float)v),
        TensorElementType.UInt8 => Convert(value.GetTensorDataAsSpan<byte>(), v => (float)v),
        TensorElementType.Int32 => Convert(value.GetTensorDataAsSpan<int>(), v => (float)v),
        TensorElementType.Int64 => Convert(value.GetTensorDataAsSpan<long>(), v => (float)v),
        TensorElementType.Bool => Convert(value.GetTensorDataAsSpan<bool>(), v => v ? 1f : 0f),
        var other => throw new CnnVisException($"Tensors of {other} cannot be read as numbers."),
    };

    public static TensorProto ToProto(ModelInput input, TensorValue value)
    {
        using OrtValue converted = From(value, input.ElementType);
        return ToProto(input.Name, converted);
    }

    /// <summary>The tensor as the format stores it. Strings cannot be copied.</summary>
    public static TensorProto ToProto(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)info.ElementDataType,
            RawData = Google.Protobuf.ByteString.CopyFrom(value.GetTensorMutableRawData()),
        };
        tensor.Dims.Add(info.Shape);
        return tensor;
    }

    public static int[] ShapeOf(OrtValue value) => [.. value.GetTensorTypeAndShape().Shape.Select(size => (int)size)];

    /// <summary>The type of a tensor of floating point.</summary>
    public static ElementType FloatTypeOf(OrtValue value) => value.GetTensorTypeAndShape().ElementDataType switch
    {
        TensorElementType.Float => ElementType.Float32,
        TensorElementType.Float16 => ElementType.Float16,
        TensorElementType.Double => ElementType.Float64,
        var other => throw new CnnVisException($"A tensor of {other} cannot be changed."),
    };

    /// <summary>Declares a tensor of this one's type and shape.</summary>
    public static ValueInfoProto Declare(string name, OrtValue value)
    {
        OrtTensorTypeAndShapeInfo info = value.GetTensorTypeAndShape();
        return GraphEdits.Declare(name, (TensorProto.Types.DataType)(int)info.ElementDataType, info.Shape.Select(size => (long?)size));
    }

    private static byte ToByte(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);

    private static Memory<Float16> ToHalf(ReadOnlySpan<float> values)
    {
        var half = new Float16[values.Length];
        TensorPrimitives.ConvertToHalf(values, MemoryMarshal.Cast<Float16, Half>(half.AsSpan()));
        return half;
    }

    private static float[] ToSingle(ReadOnlySpan<Half> half)
    {
        float[] values = new float[half.Length];
        TensorPrimitives.ConvertToSingle(half, values);
        return values;
    }

    private static TTo[] Convert<TFrom, TTo>(ReadOnlySpan<TFrom> values, Func<TFrom, TTo> convert)
    {
        var converted = new TTo[values.Length];
        for (int i = 0; i < converted.Length; i++)
        {
            converted[i] = convert(values[i]);
        }

        return converted;
    }
}
