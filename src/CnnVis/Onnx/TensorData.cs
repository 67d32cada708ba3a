using System.Globalization;
using System.Numerics.Tensors;
using System.Runtime.InteropServices;
using Google.Protobuf;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Onnx;

/// <summary>The numbers of stored tensors, wherever the format puts them.</summary>
internal static class TensorData
{
    /// <summary>The elements as float32; integers and booleans are converted.</summary>
    public static float[] Floats(TensorProto tensor, string? folder)
    {
        ReadOnlySpan<byte> raw = Raw(tensor, folder);
        return (DataType)tensor.DataType switch
        {
            DataType.Float => raw.IsEmpty ? [.. tensor.FloatData] : MemoryMarshal.Cast<byte, float>(raw).ToArray(),
            DataType.Double => raw.IsEmpty
                ? [.. tensor.DoubleData.Select(value => (float)value)]
                : Array.ConvertAll(MemoryMarshal.Cast<byte, double>(raw).ToArray(), value => (float)value),
            DataType.Float16 => FromHalf(raw.IsEmpty ? Packed(tensor) : MemoryMarshal.Cast<byte, ushort>(raw)),
            DataType.Bfloat16 => FromBFloat16(raw.IsEmpty ? Packed(tensor) : MemoryMarshal.Cast<byte, ushort>(raw)),
            _ => Array.ConvertAll(Integers(tensor, folder), value => (float)value),
        };
    }

    /// <summary>The elements of an integer or boolean tensor.</summary>
    public static long[] Integers(TensorProto tensor, string? folder)
    {
        ReadOnlySpan<byte> raw = Raw(tensor, folder);
        if (raw.IsEmpty)
        {
            return (DataType)tensor.DataType switch
            {
                DataType.Int64 => [.. tensor.Int64Data],
                DataType.Uint32 or DataType.Uint64 => [.. tensor.Uint64Data.Select(value => (long)value)],
                _ => [.. tensor.Int32Data.Select(value => (long)value)],
            };
        }

        return (DataType)tensor.DataType switch
        {
            DataType.Int64 or DataType.Uint64 => MemoryMarshal.Cast<byte, long>(raw).ToArray(),
            DataType.Int32 => Array.ConvertAll(MemoryMarshal.Cast<byte, int>(raw).ToArray(), value => (long)value),
            DataType.Uint32 => Array.ConvertAll(MemoryMarshal.Cast<byte, uint>(raw).ToArray(), value => (long)value),
            DataType.Int16 => Array.ConvertAll(MemoryMarshal.Cast<byte, short>(raw).ToArray(), value => (long)value),
            DataType.Uint16 => Array.ConvertAll(MemoryMarshal.Cast<byte, ushort>(raw).ToArray(), value => (long)value),
            DataType.Int8 => Array.ConvertAll(MemoryMarshal.Cast<byte, sbyte>(raw).ToArray(), value => (long)value),
            DataType.Uint8 or DataType.Bool => Array.ConvertAll(raw.ToArray(), value => (long)value),
            var other => throw new CnnVisException($"Tensor '{tensor.Name}' of {other} cannot be read as integers."),
        };
    }

    /// <summary>Reads the elements of a tensor, as they are stored, from a file of which is known that it lies in the folder and is long enough.</summary>
    public static void ReadExternal(TensorProto tensor, string folder, Span<byte> elements)
    {
        string Entry(string key, string otherwise) => tensor.ExternalData.FirstOrDefault(entry => entry.Key == key)?.Value ?? otherwise;
        long offset = long.Parse(Entry("offset", "0"), CultureInfo.InvariantCulture);
        using FileStream file = File.OpenRead(Path.Combine(folder, Entry("location", "")));
        file.Position = offset;
        file.ReadExactly(elements);
    }

    /// <summary>A tensor of float32.</summary>
    public static TensorProto Of(string name, float[] values, IEnumerable<long> shape) =>
        New(name, DataType.Float, shape, MemoryMarshal.AsBytes<float>(values).ToArray());

    public static TensorProto Of(string name, long[] values, IEnumerable<long> shape) =>
        New(name, DataType.Int64, shape, MemoryMarshal.AsBytes<long>(values).ToArray());

    public static TensorProto Of(string name, bool[] values, IEnumerable<long> shape) =>
        New(name, DataType.Bool, shape, Array.ConvertAll(values, value => (byte)(value ? 1 : 0)));

    private static TensorProto New(string name, DataType type, IEnumerable<long> shape, byte[] bytes)
    {
        var tensor = new TensorProto { Name = name, DataType = (int)type, RawData = UnsafeByteOperations.UnsafeWrap(bytes) };
        tensor.Dims.Add(shape);
        return tensor;
    }

    private static ReadOnlySpan<byte> Raw(TensorProto tensor, string? folder)
    {
        if (!ExternalData.Has(tensor))
        {
            return tensor.RawData.Span;
        }

        byte[] bytes = new byte[TensorSize.ByteCount(tensor)];
        ReadExternal(tensor, folder!, bytes);
        return bytes;
    }

    private static ushort[] Packed(TensorProto tensor) => [.. tensor.Int32Data.Select(value => (ushort)value)];

    private static float[] FromHalf(ReadOnlySpan<ushort> bits)
    {
        float[] values = new float[bits.Length];
        TensorPrimitives.ConvertToSingle(MemoryMarshal.Cast<ushort, Half>(bits), values);
        return values;
    }

    private static float[] FromBFloat16(ReadOnlySpan<ushort> bits)
    {
        float[] values = new float[bits.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BitConverter.Int32BitsToSingle(bits[i] << 16);
        }

        return values;
    }
}
