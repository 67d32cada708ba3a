using System.Buffers.Binary;

namespace CnnVis.TensorBoard;

/// <summary>What a PNG file says about itself in its first bytes.</summary>
internal static class PngHeader
{
    private const int SizeAt = 16;
    private const int Length = 24;

    private static ReadOnlySpan<byte> Beginning => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, 0, 0, 0, 13, (byte)'I', (byte)'H', (byte)'D', (byte)'R'];

    /// <exception cref="ArgumentException">The bytes are no PNG file.</exception>
    public static (uint Width, uint Height) SizeOf(ReadOnlySpan<byte> file) => file.Length > Length && file.StartsWith(Beginning)
        ? (BinaryPrimitives.ReadUInt32BigEndian(file[SizeAt..]), BinaryPrimitives.ReadUInt32BigEndian(file[(SizeAt + sizeof(uint))..]))
        : throw new ArgumentException("The picture is no PNG file; TensorBoard is given the bytes of one.");
}
