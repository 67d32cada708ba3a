using System.Globalization;

namespace CnnVis.Methods;

/// <summary>How well approximate drops of the score agree with those of the whole network, on a few windows: the one of the largest drop, and some spread over the grid.</summary>
internal sealed class ApproximationCheck
{
    /// <summary>How many windows run in full at most.</summary>
    public const int MostWindows = SpreadWindows + 1;

    private const int SpreadWindows = 7;
    private const double GoldenRatio = 0.6180339887498949;
    private const double LeastCorrelation = 0.9;

    private readonly IReadOnlyList<float> _whole;
    private readonly float[][] _approximate;
    private readonly Dictionary<int, float[]> _full = [];

    /// <param name="whole">The unchanged image's score for each target.</param>
    /// <param name="approximate">The approximate scores of every window.</param>
    /// <param name="grid">The windows.</param>
    public ApproximationCheck(IReadOnlyList<float> whole, float[][] approximate, WindowGrid grid)
    {
        (_whole, _approximate) = (whole, approximate);
        IEnumerable<int> spread = Enumerable.Range(0, SpreadWindows).Select(i =>
        {
            int row = (int)((i + 0.5) / SpreadWindows * grid.Rows.Count);
            int column = (int)((i * GoldenRatio) % 1 * grid.Columns.Count);
            return (row * grid.Columns.Count) + column;
        });
        int largest = Enumerable.Range(0, grid.Count).MaxBy(window => Drop(approximate[window], target: 0));
        Windows = [.. spread.Append(largest).Distinct().Order()];
    }

    /// <summary>The windows to run in full.</summary>
    public int[] Windows { get; }

    /// <summary>Takes a window's scores by the whole network.</summary>
    public void Add(int window, float[] scores) => _full.Add(window, scores);

    /// <summary>The agreement in words, of the target where it is worst.</summary>
    /// <param name="mode">How they were approximated.</param>
    /// <param name="scored">How many of the windows were scored.</param>
    public string Note(IncrementalMode mode, int scored)
    {
        double correlation = Enumerable.Range(0, _whole.Count).Min(Correlation);
        double difference = Enumerable.Range(0, _whole.Count).Max(LargestDifference);
        string agreement = string.Create(
            CultureInfo.InvariantCulture,
            $"{scored} of {_approximate.Length} windows were scored; the drops of {Windows.Length} that also ran through the whole network agree to r = {correlation:0.00} and differ by at most {100 * difference:0} % of the largest");
        return correlation >= LeastCorrelation
            ? $"Approximate (incremental {mode}): {agreement}."
            : $"Approximate, and not to be trusted here (incremental {mode}): {agreement}. Take {(mode.Threshold < 1 ? "a larger tau, or exact" : "exact")}.";
    }

    private double Drop(float[] scores, int target) => (double)_whole[target] - scores[target];

    private double[] Drops(Func<int, float[]> scoresOf, int target) => Array.ConvertAll(Windows, window => Drop(scoresOf(window), target));

    private double Correlation(int target)
    {
        double[] one = Centred(Drops(window => _full[window], target));
        double[] other = Centred(Drops(window => _approximate[window], target));
        double norms = Math.Sqrt(one.Sum(a => a * a) * other.Sum(b => b * b));
        return norms > 0 ? one.Zip(other, (a, b) => a * b).Sum() / norms : LargestDifference(target) > 0 ? 0 : 1;
    }

    private double LargestDifference(int target)
    {
        double[] full = Drops(window => _full[window], target);
        double[] approximate = Drops(window => _approximate[window], target);
        double largest = full.Concat(approximate).Max(Math.Abs);
        return largest > 0 ? full.Zip(approximate, (a, b) => Math.Abs(a - b)).Max() / largest : 0;
    }

    private static double[] Centred(double[] values)
    {
        double mean = values.Average();
        return Array.ConvertAll(values, value => value - mean);
    }
}
