namespace CnnVis.Explanations;

/// <summary>Where the middle of the evidence is: the mean of all places, weighted with the positive numbers there.</summary>
internal static class EvidenceCentre
{
    /// <summary>As shares of the width and the height, 0.5 for the middle; NaN where no number is positive.</summary>
    public static (double Across, double Down) Of(ReadOnlySpan<float> map, int height, int width)
    {
        (double total, double across, double down) = (0, 0, 0);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                double number = Math.Max(map[(y * width) + x], 0);
                total += number;
                across += number * (x + 0.5);
                down += number * (y + 0.5);
            }
        }

        return (across / total / width, down / total / height);
    }
}
