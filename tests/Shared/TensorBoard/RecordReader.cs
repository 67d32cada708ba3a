using System.Buffers.Binary;

namespace CnnVis.TestSupport.TensorBoard;

/// <summary>Reads the records of a TFRecord file as its specification says, and checks every checksum bit by bit.</summary>
internal static class RecordReader
{
    public static IReadOnlyList<byte[]> Read(ReadOnlySpan<byte> file)
    {
        var records = new List<byte[]>();
        while (file.Length > 0)
        {
            ReadOnlySpan<byte> header = Take(ref file, 8);
            RefuseWrong(header, Take(ref file, 4), "length", records.Count);
            ReadOnlySpan<byte> data = Take(ref file, checked((int)BinaryPrimitives.ReadUInt64LittleEndian(header)));
            RefuseWrong(data, Take(ref file, 4), "data", records.Count);
            records.Add(data.ToArray());
        }

        return records;
    }

    /// <summary>Castagnoli's CRC, a bit at a time: the polynomial 0x1EDC6F41, mirrored.</summary>
    public static uint Crc32C(ReadOnlySpan<byte> data)
    {
        uint crc = 0xFFFFFFFF;
        foreach (byte value in data)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0x82F63B78 : crc >> 1;
            }
        }

        return crc ^ 0xFFFFFFFF;
    }

    private static ReadOnlySpan<byte> Take(ref ReadOnlySpan<byte> file, int count)
    {
        if (count > file.Length)
        {
            throw new InvalidDataException($"The file ends within a record: {count} bytes are wanted, {file.Length} are left.");
        }

        ReadOnlySpan<byte> taken = file[..count];
        file = file[count..];
        return taken;
    }

    private static void RefuseWrong(ReadOnlySpan<byte> data, ReadOnlySpan<byte> stored, string what, int record)
    {
        uint crc = Crc32C(data);
        uint masked = ((crc >> 15) | (crc << 17)) + 0xA282EAD8;
        if (masked != BinaryPrimitives.ReadUInt32LittleEndian(stored))
        {
            throw new InvalidDataException($"The checksum of the {what} of record {record} is wrong.");
        }
    }
}
