using CnnVis.Tests.Support;

namespace CnnVis.Tests.Methods.Gradients;

/// <summary>DeepLIFT's rescale rule for the small network, written from its definition in plain loops and in double.</summary>
internal static class NaiveDeepLift
{
    private const int Channels = 4;
    private const int Height = 6;
    private const int Width = 8;

    public static double[] OfSmallNetwork(ImageTensor image, ImageTensor baseline, int score)
    {
        double[] a = Convolved(image);
        double[] other = Convolved(baseline);
        double[] multipliers = OfMaxima(score, Rectified(a), Rectified(other));
        for (int i = 0; i < a.Length; i++)
        {
            multipliers[i] *= a[i] == other[i] ? (a[i] > 0 ? 1 : 0) : (Math.Max(a[i], 0) - Math.Max(other[i], 0)) / (a[i] - other[i]);
        }

        double[] ofImage = OfConvolution(multipliers);
        return [.. ofImage.Select((m, i) => m * (image.Values[i] - baseline.Values[i]))];
    }

    private static double[] Rectified(double[] values) => Array.ConvertAll(values, value => Math.Max(value, 0));

    private static double[] Convolved(ImageTensor image)
    {
        float[] bias = Numbers.Seeded(Channels, 2);
        double[] sums = new double[Channels * Height * Width];
        foreach ((int y, int x, double weight) in Connections())
        {
            sums[y] += weight * image.Values[x];
        }

        return [.. sums.Select((sum, i) => sum + bias[i / (Height * Width)])];
    }

    private static double[] OfConvolution(double[] multipliers)
    {
        double[] ofImage = new double[3 * Height * Width];
        foreach ((int y, int x, double weight) in Connections())
        {
            ofImage[x] += weight * multipliers[y];
        }

        return ofImage;
    }

    private static double[] OfMaxima(int score, double[] r, double[] other)
    {
        float[] dense = Numbers.Seeded(Channels * 12 * 3, 3);
        double[] multipliers = new double[r.Length];
        for (int window = 0; window < Channels * 12; window++)
        {
            int[] places = [.. Window(window)];
            int place = places.MaxBy(i => r[i]);
            int ofOther = places.MaxBy(i => other[i]);
            double c = Math.Max(r[place], other[ofOther]);
            Add(place, c - other[ofOther]);
            Add(ofOther, r[place] - c);

            void Add(int at, double change)
            {
                double difference = r[at] - other[at];
                multipliers[at] += difference == 0 ? 0 : dense[(window * 3) + score] * change / difference;
            }
        }

        return multipliers;
    }

    private static IEnumerable<int> Window(int window)
    {
        int channel = window / 12;
        int top = window % 12 / 4 * 2;
        int left = window % 4 * 2;
        for (int i = 0; i < 4; i++)
        {
            yield return (((channel * Height) + top + (i / 2)) * Width) + left + (i % 2);
        }
    }

    /// <summary>Which place of the convolution reads which element of the image, by what weight.</summary>
    private static IEnumerable<(int Y, int X, double Weight)> Connections()
    {
        float[] kernel = Numbers.Seeded(Channels * 3 * 9, 1);
        for (int i = 0; i < kernel.Length * Height * Width; i++)
        {
            int weight = i / (Height * Width);
            int row = i / Width % Height;
            int column = i % Width;
            int fromRow = row + (weight / 3 % 3) - 1;
            int fromColumn = column + (weight % 3) - 1;
            if (fromRow is >= 0 and < Height && fromColumn is >= 0 and < Width)
            {
                int input = weight / 9 % 3;
                int output = weight / 27;
                yield return ((((output * Height) + row) * Width) + column, (((input * Height) + fromRow) * Width) + fromColumn, kernel[weight]);
            }
        }
    }
}
