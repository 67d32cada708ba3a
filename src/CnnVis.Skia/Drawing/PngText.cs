using System.Buffers.Binary;
using System.Text;

namespace CnnVis.Skia.Drawing;

/// <summary>Words in a PNG file that say how the picture was made (iTXt chunks, which viewers and exiftool list).</summary>
internal static class PngText
{
    private const int SignatureLength = 8;
    private const int AroundData = 12;

    /// <summary>The file with words added behind its header.</summary>
    /// <param name="png">The file.</param>
    /// <param name="words">The words, by PNG's keywords such as Title, Description and Software.</param>
    public static byte[] AddTo(byte[] png, IEnumerable<(string Keyword, string Words)> words)
    {
        int behindHeader = SignatureLength + AroundData + (int)BinaryPrimitives.ReadUInt32BigEndian(png.AsSpan(SignatureLength));
        var added = new PngChunks();
        foreach ((string keyword, string text) in words)
        {
            added.Add("iTXt", [.. Encoding.Latin1.GetBytes(keyword), 0, 0, 0, 0, 0, .. Encoding.UTF8.GetBytes(text)]);
        }

        return [.. png.AsSpan(0, behindHeader), .. added.ToArray().AsSpan(SignatureLength), .. png.AsSpan(behindHeader)];
    }
}
