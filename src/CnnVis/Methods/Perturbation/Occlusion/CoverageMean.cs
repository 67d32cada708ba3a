namespace CnnVis.Methods;

/// <summary>
/// For each pixel the mean of the values of the windows that cover it. Windows are added as corners of a two-dimensional difference array:
/// four additions each, whatever their size.
/// </summary>
internal sealed class CoverageMean(int height, int width)
{
    private readonly double[] _sums = new double[(height + 1) * (width + 1)];
    private readonly int[] _counts = new int[(height + 1) * (width + 1)];

    public void Add(PixelRectangle window, double value)
    {
        Add(window.Top, window.Left, value, 1);
        Add(window.Top, window.Right, -value, -1);
        Add(window.Bottom, window.Left, -value, -1);
        Add(window.Bottom, window.Right, value, 1);
    }

    public float[] ToMap()
    {
        Integrate(_sums, _counts);
        float[] map = new float[height * width];
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                int corner = Corner(y, x);
                map[(y * width) + x] = _counts[corner] == 0 ? 0 : (float)(_sums[corner] / _counts[corner]);
            }
        }

        return map;
    }

    private void Add(int y, int x, double value, int count)
    {
        _sums[Corner(y, x)] += value;
        _counts[Corner(y, x)] += count;
    }

    private void Integrate(double[] sums, int[] counts)
    {
        for (int y = 0; y <= height; y++)
        {
            for (int x = 1; x <= width; x++)
            {
                sums[Corner(y, x)] += sums[Corner(y, x - 1)];
                counts[Corner(y, x)] += counts[Corner(y, x - 1)];
            }
        }

        for (int y = 1; y <= height; y++)
        {
            for (int x = 0; x <= width; x++)
            {
                sums[Corner(y, x)] += sums[Corner(y - 1, x)];
                counts[Corner(y, x)] += counts[Corner(y - 1, x)];
            }
        }
    }

    private int Corner(int y, int x) => (y * (width + 1)) + x;
}
