using System.Buffers.Binary;
using System.Numerics;

namespace CnnVis.TensorBoard;

/// <summary>The records of a TFRecord file: a length and bytes, each with a checksum behind it.</summary>
internal static class RecordFraming
{
    // The format adds this to a rotated CRC, so that a checksum of bytes that hold checksums is as good as any other.
    private const uint MaskDelta = 0xA282EAD8;

    private const int LengthBytes = sizeof(ulong);

    /// <summary>The bytes of one record.</summary>
    public static byte[] Frame(ReadOnlySpan<byte> data)
    {
        byte[] record = new byte[LengthBytes + sizeof(uint) + data.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt64LittleEndian(record, (ulong)data.Length);
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(LengthBytes), MaskedChecksum(record.AsSpan(0, LengthBytes)));
        data.CopyTo(record.AsSpan(LengthBytes + sizeof(uint)));
        BinaryPrimitives.WriteUInt32LittleEndian(record.AsSpan(record.Length - sizeof(uint)), MaskedChecksum(data));
        return record;
    }

    private static uint MaskedChecksum(ReadOnlySpan<byte> data) => BitOperations.RotateRight(Crc32C(data), 15) + MaskDelta;

    private static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = uint.MaxValue;
        while (data.Length >= sizeof(ulong))
        {
            crc = BitOperations.Crc32C(crc, BinaryPrimitives.ReadUInt64LittleEndian(data));
            data = data[sizeof(ulong)..];
        }

        foreach (byte value in data)
        {
            crc = BitOperations.Crc32C(crc, value);
        }

        return ~crc;
    }
}
