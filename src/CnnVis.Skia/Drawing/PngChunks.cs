using System.Buffers.Binary;
using System.Text;

namespace CnnVis.Skia.Drawing;

/// <summary>Writes the chunks of a PNG file: length, name, data and checksum each.</summary>
internal sealed class PngChunks
{
    // CRC-32 with the reversed polynomial 0xEDB88320, as PNG and zip use it.
    private static readonly uint[] Table = [.. Enumerable.Range(0, 256).Select(EntryOf)];

    private readonly List<byte> _file = [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public void Add(string name, params IEnumerable<byte> data)
    {
        byte[] body = [.. Encoding.ASCII.GetBytes(name), .. data];
        _file.AddRange(Number((uint)(body.Length - name.Length)));
        _file.AddRange(body);
        _file.AddRange(Number(Checksum(body)));
    }

    public byte[] ToArray() => [.. _file];

    public static byte[] Number(uint value)
    {
        byte[] bytes = new byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, value);
        return bytes;
    }

    public static uint Checksum(ReadOnlySpan<byte> bytes)
    {
        uint checksum = uint.MaxValue;
        foreach (byte value in bytes)
        {
            checksum = Table[(byte)(checksum ^ value)] ^ (checksum >> 8);
        }

        return ~checksum;
    }

    private static uint EntryOf(int value)
    {
        uint entry = (uint)value;
        for (int bit = 0; bit < 8; bit++)
        {
            entry = (entry & 1) == 0 ? entry >> 1 : 0xEDB88320 ^ (entry >> 1);
        }

        return entry;
    }
}
