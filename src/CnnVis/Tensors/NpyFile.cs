using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace CnnVis;

/// <summary>An array read from a NumPy file, its elements widened to double.</summary>
internal sealed record NpyArray(double[] Values, int[] Shape);

/// <summary>Reads and writes NumPy's .npy files (format versions 1 to 3, little-endian numbers, C order).</summary>
internal static partial class NpyFile
{
    private const int MaxRank = 8;

    private static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    public static NpyArray Load(string path)
    {
        string name = Path.GetFileName(path);
        byte[] file;
        try
        {
            file = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CnnVisException($"{name}: cannot be read: {e.Message}", e);
        }

        return Parse(file, name);
    }

    public static NpyArray Parse(ReadOnlySpan<byte> file, string name)
    {
        if (file.Length < 12 || !file.StartsWith(Magic))
        {
            throw new CnnVisException($"{name}: this is not a NumPy .npy file.");
        }

        bool isVersion1 = file[6] == 1;
        int headerLength = isVersion1
            ? BinaryPrimitives.ReadUInt16LittleEndian(file[8..])
            : (int)Math.Min(BinaryPrimitives.ReadUInt32LittleEndian(file[8..]), int.MaxValue / 2);
        int headerStart = isVersion1 ? 10 : 12;
        if (headerStart + headerLength > file.Length)
        {
            throw new CnnVisException($"{name}: the file is truncated inside its header.");
        }

        string header = Encoding.UTF8.GetString(file.Slice(headerStart, headerLength));
        string type = TypePattern().Match(header).Groups[1].Value;
        int[] shape = ParseShape(ShapePattern().Match(header), name);
        if (header.Contains("'fortran_order': True", StringComparison.Ordinal))
        {
            throw new CnnVisException($"{name}: the array is in Fortran order. Save it with numpy.ascontiguousarray.");
        }

        return new NpyArray(ReadValues(file[(headerStart + headerLength)..], type, ElementCount(shape, name), name), shape);
    }

    public static byte[] ToBytes(ReadOnlySpan<float> values, ReadOnlySpan<int> shape)
    {
        string dimensions = string.Join(", ", shape.ToArray().Select(d => d.ToString(CultureInfo.InvariantCulture)));
        string description = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({dimensions}{(shape.Length == 1 ? "," : "")}), }}";
        // The data start at a multiple of 64 bytes, as NumPy writes them.
        int headerLength = ((10 + description.Length + 1 + 63) / 64 * 64) - 10;
        byte[] file = new byte[10 + headerLength + (values.Length * sizeof(float))];
        Magic.CopyTo(file);
        file[6] = 1;
        BinaryPrimitives.WriteUInt16LittleEndian(file.AsSpan(8), (ushort)headerLength);
        Encoding.ASCII.GetBytes(description.PadRight(headerLength - 1) + "\n", file.AsSpan(10));
        Span<byte> data = file.AsSpan(10 + headerLength);
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(data[(i * sizeof(float))..], values[i]);
        }

        return file;
    }

    private static int[] ParseShape(Match match, string name)
    {
        if (!match.Success)
        {
            throw new CnnVisException($"{name}: the header names no shape.");
        }

        string[] parts = match.Groups[1].Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        int[] shape = new int[parts.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            if (parts.Length > MaxRank || !int.TryParse(parts[i], NumberStyles.None, CultureInfo.InvariantCulture, out shape[i]))
            {
                throw new CnnVisException($"{name}: the shape ({match.Groups[1].Value}) cannot be used.");
            }
        }

        return shape;
    }

    private static int ElementCount(int[] shape, string name)
    {
        long count = 1;
        foreach (int dimension in shape)
        {
            count *= dimension;
            if (count > Array.MaxLength)
            {
                throw new CnnVisException($"{name}: the shape ({string.Join(", ", shape)}) is too large.");
            }
        }

        return (int)count;
    }

    private static double[] ReadValues(ReadOnlySpan<byte> data, string type, int count, string name) => type switch
    {
        "<f4" => Read<float>(data, count, name),
        "<f8" => Read<double>(data, count, name),
        "<f2" => Read<Half>(data, count, name),
        "|u1" => Read<byte>(data, count, name),
        "|i1" => Read<sbyte>(data, count, name),
        "|b1" => Read<byte>(data, count, name),
        "<i2" => Read<short>(data, count, name),
        "<u2" => Read<ushort>(data, count, name),
        "<i4" => Read<int>(data, count, name),
        "<u4" => Read<uint>(data, count, name),
        "<i8" => Read<long>(data, count, name),
        "<u8" => Read<ulong>(data, count, name),
        _ => throw new CnnVisException($"{name}: elements of type '{type}' are not supported. Save it with .astype('float32')."),
    };

    private static double[] Read<T>(ReadOnlySpan<byte> data, int count, string name)
        where T : unmanaged, System.Numerics.INumberBase<T>
    {
        int elementBytes = Marshal.SizeOf<T>();
        if (data.Length < (long)count * elementBytes)
        {
            throw new CnnVisException($"{name}: the file is truncated: {count} elements need {(long)count * elementBytes} bytes, {data.Length} are there.");
        }

        ReadOnlySpan<T> elements = MemoryMarshal.Cast<byte, T>(data)[..count];
        double[] values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = double.CreateChecked(elements[i]);
        }

        return values;
    }

    [GeneratedRegex(@"'descr':\s*'([^']+)'")]
    private static partial Regex TypePattern();

    [GeneratedRegex(@"'shape':\s*\(([^)]*)\)")]
    private static partial Regex ShapePattern();
}
