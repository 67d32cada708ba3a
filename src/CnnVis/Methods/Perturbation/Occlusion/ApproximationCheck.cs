using System.Globalization;

namespace CnnVis.Methods;

/// <summary>How well approximate drops of the score agree with those of the whole network, on a few windows: the one of the largest drop, and some spread over the grid.</summary>
internal sealed class ApproximationCheck
{
    /// <summary>How many windows are checked at most.</summary>
    public const int MostWindows = SpreadWindows + 1;

    private const int SpreadWindows = 7;
    private const double GoldenRatio = 0.6180339887498949;
    private const double LeastCorrelation = 0.9;

    private readonly IReadOnlyList<float> _whole;
    private readonly float[][] _approximate;
    private readonly int[] _certain;
    private readonly double _doubtfulForEach;
    private readonly Dictionary<int, float[]> _exact = [];

    /// <param name="whole">The unchanged image's score for each target.</param>
    /// <param name="approximate">The approximate scores of every window.</param>
    /// <param name="doubtful">The windows whose scores may be wrong.</param>
    /// <param name="grid">The windows.</param>
    public ApproximationCheck(IReadOnlyList<float> whole, float[][] approximate, IReadOnlyCollection<int> doubtful, WindowGrid grid)
    {
        (_whole, _approximate) = (whole, approximate);
        IEnumerable<int> spread = Enumerable.Range(0, SpreadWindows).Select(i => doubtful.MinBy(window =>
        {
            double rows = ((i + 0.5) / SpreadWindows * grid.Rows.Count) - (window / grid.Columns.Count) - 0.5;
            double columns = ((i * GoldenRatio) % 1 * grid.Columns.Count) - (window % grid.Columns.Count) - 0.5;
            return (rows * rows) + (columns * columns);
        }));
        int largest = doubtful.MaxBy(window => Drop(approximate[window], target: 0));
        Windows = [.. spread.Append(largest).Distinct().Order()];
        _certain = [.. Enumerable.Range(0, grid.Count).Except(doubtful)];
        _doubtfulForEach = (double)doubtful.Count / Windows.Length;
    }

    /// <summary>The windows to score exactly.</summary>
    public int[] Windows { get; }

    /// <summary>Takes a window's exact scores.</summary>
    public void Add(int window, float[] scores) => _exact.Add(window, scores);

    /// <summary>A window's exact scores; null where it was not checked.</summary>
    public float[]? ExactScores(int window) => _exact.GetValueOrDefault(window);

    /// <summary>The agreement in words, of the target where it is worst.</summary>
    /// <param name="mode">How they were approximated.</param>
    /// <param name="scored">How many of the windows were scored, without those that were checked.</param>
    public string Note(IncrementalMode mode, int scored)
    {
        double correlation = Enumerable.Range(0, _whole.Count).Min(Correlation);
        double difference = Enumerable.Range(0, _whole.Count).Max(LargestDifference);
        int count = _approximate.Length;
        string done = scored < count ? $"{scored} of {count} windows were scored and the others interpolated" : $"all {count} windows were scored";
        string agreement = string.Create(
            CultureInfo.InvariantCulture,
            $"{done}; judging by {Windows.Length} that were checked, all drops correlate with the exact ones by {correlation:0.00}, and differ by up to {100 * difference:0} % of the largest");
        return correlation >= LeastCorrelation
            ? $"Approximate (incremental {mode}): {agreement}."
            : $"Approximate, and not to be trusted here (incremental {mode}): {agreement}. Take {(mode.Threshold < 1 ? "a larger tau, or exact" : "exact")}.";
    }

    private double Drop(float[] scores, int target) => (double)_whole[target] - scores[target];

    /// <summary>That of all windows, as far as can be told: each that was checked stands for its share of those that may be wrong.</summary>
    private double Correlation(int target)
    {
        (double Approximate, double Exact, double Weight)[] drops =
        [
            .. _certain.Select(window => (Drop(_approximate[window], target), Drop(_approximate[window], target), 1.0)),
            .. Windows.Select(window => (Drop(_approximate[window], target), Drop(_exact[window], target), _doubtfulForEach)),
        ];
        double weights = drops.Sum(drop => drop.Weight);
        double meanApproximate = drops.Sum(drop => drop.Weight * drop.Approximate) / weights;
        double meanExact = drops.Sum(drop => drop.Weight * drop.Exact) / weights;
        double Sum(Func<double, double, double> product) => drops.Sum(drop => drop.Weight * product(drop.Approximate - meanApproximate, drop.Exact - meanExact));
        double norms = Math.Sqrt(Sum((a, _) => a * a) * Sum((_, b) => b * b));
        return norms > 0 ? Sum((a, b) => a * b) / norms : LargestDifference(target) > 0 ? 0 : 1;
    }

    private double LargestDifference(int target)
    {
        double largest = _approximate.Concat(_exact.Values).Max(scores => Math.Abs(Drop(scores, target)));
        return largest > 0 ? Windows.Max(window => Math.Abs((double)_exact[window][target] - _approximate[window][target])) / largest : 0;
    }
}
