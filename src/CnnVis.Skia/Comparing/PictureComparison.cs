using System.Globalization;

namespace CnnVis.Skia;

/// <summary>Whether a picture is the verified one, and where it is not.</summary>
public sealed class PictureComparison
{
    private readonly RgbImage _received;
    private readonly RgbImage _verified;
    private readonly byte[] _differences;

    internal PictureComparison(RgbImage received, RgbImage verified, byte[] differences, PictureTolerance tolerance)
    {
        (_received, _verified, _differences, Tolerance) = (received, verified, differences, tolerance);
        LargestDifference = differences.DefaultIfEmpty().Max();
        DifferingPixels = differences.Count(difference => difference > tolerance.Levels);
        DifferingBounds = BoundsOf(differences, verified.Width, tolerance.Levels);
    }

    /// <summary>True where the sizes are the same and no more pixels differ than the tolerance allows.</summary>
    public bool IsEqual => HaveSameSize && DifferingShare <= Tolerance.Share;

    /// <summary>The tolerance.</summary>
    public PictureTolerance Tolerance { get; }

    /// <summary>True where both have as many rows and columns; without that, no pixels are compared.</summary>
    public bool HaveSameSize => (_received.Width, _received.Height) == (_verified.Width, _verified.Height);

    /// <summary>The largest difference of a channel, 0 to 255.</summary>
    public int LargestDifference { get; }

    /// <summary>How many pixels differ by more than the tolerance's levels.</summary>
    public int DifferingPixels { get; }

    /// <summary>Which share of all pixels that is, 0 to 1.</summary>
    public double DifferingShare => _differences.Length == 0 ? 0 : (double)DifferingPixels / _differences.Length;

    /// <summary>The box around all of them; empty where there is none.</summary>
    public PixelRectangle DifferingBounds { get; }

    /// <summary>The result in words: how many pixels differ, by how much, where, and what is allowed; or the two sizes.</summary>
    public string Message
    {
        get
        {
            if (!HaveSameSize)
            {
                return $"The received picture has {_received.Width}x{_received.Height} pixels, the verified one {_verified.Width}x{_verified.Height}.";
            }

            string allowed = string.Create(CultureInfo.InvariantCulture, $"{Tolerance.Share * 100:0.####} % of all pixels may differ by more than {Tolerance.Levels} of 255");
            return DifferingPixels == 0
                ? $"The pictures are the same: {allowed}; no pixel does, the largest difference is {LargestDifference}."
                : string.Create(
                    CultureInfo.InvariantCulture,
                    $"The pictures {(IsEqual ? "are the same" : "differ")}: {allowed}; {DifferingShare * 100:0.####} % do ({DifferingPixels} pixels), by up to {LargestDifference}, in ({DifferingBounds.Left}, {DifferingBounds.Top}) to ({DifferingBounds.Right}, {DifferingBounds.Bottom}).");
        }
    }

    /// <summary>The verified picture, pale and grey, with every pixel red that differs by more than the tolerance's levels.</summary>
    /// <returns>The picture; null where the sizes differ.</returns>
    public RgbImage? DifferencePicture() => !HaveSameSize ? null : RgbImage.Create(_verified.Width, _verified.Height, pixels =>
    {
        ReadOnlySpan<byte> verified = _verified.Pixels;
        for (int i = 0; i < _differences.Length; i++)
        {
            Span<byte> pixel = pixels.Slice(3 * i, 3);
            pixel.Fill((byte)(191 + ((verified[3 * i] + verified[(3 * i) + 1] + verified[(3 * i) + 2]) / 12)));
            if (_differences[i] > Tolerance.Levels)
            {
                (pixel[0], pixel[1], pixel[2]) = (214, 0, 0);
            }
        }
    });

    /// <inheritdoc/>
    public override string ToString() => Message;

    private static PixelRectangle BoundsOf(byte[] differences, int width, int levels)
    {
        (int left, int top, int right, int bottom) = (int.MaxValue, int.MaxValue, 0, 0);
        for (int i = 0; i < differences.Length; i++)
        {
            if (differences[i] > levels)
            {
                (int x, int y) = (i % width, i / width);
                (left, top, right, bottom) = (Math.Min(left, x), Math.Min(top, y), Math.Max(right, x + 1), Math.Max(bottom, y + 1));
            }
        }

        return right > 0 ? new PixelRectangle(left, top, right - left, bottom - top) : default;
    }
}
