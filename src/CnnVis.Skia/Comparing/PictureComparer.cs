using CnnVis.Skia.Drawing;

namespace CnnVis.Skia;

/// <summary>
/// Compares pictures pixel by pixel with a stated tolerance: what a snapshot library needs as a comparer of streams. Files are never compared byte by byte, because the same pixels
/// can be packed in many ways.
/// </summary>
public static class PictureComparer
{
    /// <summary>Compares two picture files.</summary>
    /// <param name="received">The new picture; read from where it is to its end, and left open.</param>
    /// <param name="verified">The one that a person has verified; likewise.</param>
    /// <param name="tolerance">How far they may differ; null for the defaults.</param>
    /// <returns>Whether they are the same, and where not.</returns>
    /// <exception cref="CnnVisException">One of them is no picture; the message says which.</exception>
    public static PictureComparison Compare(Stream received, Stream verified, PictureTolerance? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(verified);
        tolerance ??= new();
        tolerance.Validate();
        return Compare(Read(received, "the received picture"), Read(verified, "the verified picture"), tolerance);
    }

    /// <summary>Compares two pictures.</summary>
    /// <param name="received">The new picture.</param>
    /// <param name="verified">The one that a person has verified.</param>
    /// <param name="tolerance">How far they may differ; null for the defaults.</param>
    /// <returns>Whether they are the same, and where not.</returns>
    public static PictureComparison Compare(RgbImage received, RgbImage verified, PictureTolerance? tolerance = null)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(verified);
        tolerance ??= new();
        tolerance.Validate();
        return new PictureComparison(received, verified, Differences(received, verified), tolerance);
    }

    /// <summary>By how much each pixel differs, in the channel where it differs most; none for pictures of different sizes.</summary>
    private static byte[] Differences(RgbImage received, RgbImage verified)
    {
        if ((received.Width, received.Height) != (verified.Width, verified.Height))
        {
            return [];
        }

        ReadOnlySpan<byte> one = received.Pixels;
        ReadOnlySpan<byte> other = verified.Pixels;
        byte[] differences = new byte[one.Length / 3];
        for (int i = 0; i < one.Length; i++)
        {
            differences[i / 3] = (byte)Math.Max(differences[i / 3], Math.Abs(one[i] - other[i]));
        }

        return differences;
    }

    private static RgbImage Read(Stream stream, string name)
    {
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return PictureDecoder.Decode(bytes.GetBuffer().AsSpan(0, (int)bytes.Length), name);
    }
}
