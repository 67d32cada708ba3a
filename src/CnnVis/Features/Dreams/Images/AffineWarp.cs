namespace CnnVis.Features.Dreams;

/// <summary>
/// A picture moved, turned and scaled, bilinear; around it lies grey. Linear apart from the grey, with its exact adjoint: each place of the result
/// is a weighted sum of four pixels, and its gradient goes back to them with the same weights.
/// </summary>
internal sealed class AffineWarp
{
    private const float Grey = 0.5f;
    private const int Taps = 4;

    private readonly int[] _pixels;
    private readonly float[] _weights;
    private readonly float[] _grey;

    /// <param name="sourceHeight">Rows of the picture.</param>
    /// <param name="sourceWidth">Its columns.</param>
    /// <param name="height">Rows of the result.</param>
    /// <param name="width">Its columns.</param>
    /// <param name="motion">How the picture is moved; without motion it fills the result.</param>
    public AffineWarp(int sourceHeight, int sourceWidth, int height, int width, Motion motion)
    {
        _pixels = new int[Taps * height * width];
        _weights = new float[_pixels.Length];
        _grey = new float[height * width];
        (double sin, double cos) = Math.SinCos(motion.Degrees * Math.PI / 180);
        (double perColumn, double perRow) = (sourceWidth / (width * motion.Scale), sourceHeight / (height * motion.Scale));
        for (int place = 0; place < _grey.Length; place++)
        {
            double right = ((place % width) + 0.5 - (width / 2.0)) * perColumn;
            double down = ((place / width) + 0.5 - (height / 2.0)) * perRow;
            double x = (cos * right) + (sin * down) + (sourceWidth / 2.0) - 0.5 - motion.Right;
            double y = (cos * down) - (sin * right) + (sourceHeight / 2.0) - 0.5 - motion.Down;
            SetTaps(place, x, y, sourceHeight, sourceWidth);
        }
    }

    public int Places => _grey.Length;

    public float Sample(ReadOnlySpan<float> plane, int place)
    {
        float sum = _grey[place];
        for (int tap = Taps * place; tap < Taps * (place + 1); tap++)
        {
            sum += _weights[tap] * plane[_pixels[tap]];
        }

        return sum;
    }

    /// <summary>The adjoint of <see cref="Sample"/>.</summary>
    public void Spread(float gradient, int place, Span<float> plane)
    {
        for (int tap = Taps * place; tap < Taps * (place + 1); tap++)
        {
            plane[_pixels[tap]] += _weights[tap] * gradient;
        }
    }

    private void SetTaps(int place, double x, double y, int sourceHeight, int sourceWidth)
    {
        (double left, double top) = (Math.Floor(x), Math.Floor(y));
        float inside = 0;
        for (int i = 0; i < Taps; i++)
        {
            (double column, double row) = (left + (i % 2), top + (i / 2));
            // A tap outside keeps the weight 0 on pixel 0.
            if (column >= 0 && column < sourceWidth && row >= 0 && row < sourceHeight)
            {
                float weight = (float)((1 - Math.Abs(x - column)) * (1 - Math.Abs(y - row)));
                _pixels[(Taps * place) + i] = ((int)row * sourceWidth) + (int)column;
                _weights[(Taps * place) + i] = weight;
                inside += weight;
            }
        }

        _grey[place] = (1 - inside) * Grey;
    }
}
