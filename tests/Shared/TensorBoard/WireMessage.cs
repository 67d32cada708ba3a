using System.Buffers.Binary;
using System.Text;

namespace CnnVis.TestSupport.TensorBoard;

/// <summary>A protobuf message as it lies in bytes: numbers of fields and raw values, without any generated class.</summary>
internal sealed class WireMessage
{
    private static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly List<(int Field, int Type, ulong Number, byte[] Bytes)> _fields = [];

    public WireMessage(ReadOnlySpan<byte> bytes)
    {
        while (bytes.Length > 0)
        {
            ulong key = Varint(ref bytes);
            (int field, int type) = ((int)(key >> 3), (int)(key & 7));
            _fields.Add(type switch
            {
                0 => (field, type, Varint(ref bytes), []),
                1 => (field, type, BinaryPrimitives.ReadUInt64LittleEndian(Take(ref bytes, 8)), []),
                2 => (field, type, 0, Take(ref bytes, checked((int)Varint(ref bytes))).ToArray()),
                5 => (field, type, BinaryPrimitives.ReadUInt32LittleEndian(Take(ref bytes, 4)), []),
                _ => throw new InvalidDataException($"Field {field} has the wire type {type}."),
            });
        }
    }

    public IEnumerable<int> Fields => _fields.Select(one => one.Field).Distinct();

    public bool Has(int field) => _fields.Exists(other => other.Field == field);

    public long Integer(int field) => Has(field) ? (long)Last(field, 0).Number : 0;

    public double Double(int field) => Has(field) ? BitConverter.UInt64BitsToDouble(Last(field, 1).Number) : 0;

    public float Float(int field) => Has(field) ? BitConverter.UInt32BitsToSingle((uint)Last(field, 5).Number) : 0;

    public byte[] Bytes(int field) => Has(field) ? Last(field, 2).Bytes : [];

    public string Text(int field) => Utf8.GetString(Bytes(field));

    public WireMessage? Message(int field) => Has(field) ? new WireMessage(Bytes(field)) : null;

    public IReadOnlyList<WireMessage> Messages(int field) => [.. AllBytes(field).Select(bytes => new WireMessage(bytes))];

    public IReadOnlyList<string> Texts(int field) => [.. AllBytes(field).Select(bytes => Utf8.GetString(bytes))];

    public IReadOnlyList<byte[]> AllBytes(int field) => [.. _fields.Where(other => other.Field == field).Select(other => Typed(other, 2).Bytes)];

    /// <summary>Packed doubles.</summary>
    public double[] Doubles(int field)
    {
        byte[] packed = Bytes(field);
        return [.. Enumerable.Range(0, packed.Length / 8).Select(i => BinaryPrimitives.ReadDoubleLittleEndian(packed.AsSpan(8 * i)))];
    }

    /// <summary>Packed floats.</summary>
    public float[] Floats(int field)
    {
        byte[] packed = Bytes(field);
        return [.. Enumerable.Range(0, packed.Length / 4).Select(i => BinaryPrimitives.ReadSingleLittleEndian(packed.AsSpan(4 * i)))];
    }

    /// <summary>Packed integers.</summary>
    public long[] Integers(int field)
    {
        ReadOnlySpan<byte> packed = Bytes(field);
        var values = new List<long>();
        while (packed.Length > 0)
        {
            values.Add((long)Varint(ref packed));
        }

        return [.. values];
    }

    private (int Field, int Type, ulong Number, byte[] Bytes) Last(int field, int type) => Typed(_fields.Last(other => other.Field == field), type);

    private static (int Field, int Type, ulong Number, byte[] Bytes) Typed((int Field, int Type, ulong Number, byte[] Bytes) found, int type) =>
        found.Type == type ? found : throw new InvalidDataException($"Field {found.Field} has the wire type {found.Type}, not {type}.");

    private static ulong Varint(ref ReadOnlySpan<byte> bytes)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte next = Take(ref bytes, 1)[0];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80)
            {
                return value;
            }
        }
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> bytes, int count)
    {
        if (count > bytes.Length)
        {
            throw new InvalidDataException("The message ends within a field.");
        }

        ReadOnlySpan<byte> taken = bytes[..count];
        bytes = bytes[count..];
        return taken;
    }
}
