using System.Globalization;
using System.Text;
using CnnVis.Explanations.Snapshots;

namespace CnnVis;

/// <summary>Compares the texts of <see cref="Explanation.ToSnapshot"/>: numbers may be one step of their last digit apart, all else must be the same.</summary>
/// <remarks>
/// A number near the border between two roundings gives one text on one machine and its neighbour on another. That is no difference here; a number that moved by two steps
/// always is one. The model's name, the method with its options, the sizes, the classes must be the same to the letter.
/// </remarks>
public static class SnapshotComparer
{
    // What binary fractions make of 0.13 - 0.12.
    private const double Rounding = 1e-6;

    /// <summary>Compares two texts.</summary>
    /// <param name="received">The new text.</param>
    /// <param name="verified">The one that a person has verified.</param>
    /// <returns>Whether they say the same, and which lines do not.</returns>
    public static SnapshotComparison Compare(string received, string verified)
    {
        ArgumentNullException.ThrowIfNull(received);
        ArgumentNullException.ThrowIfNull(verified);
        string[] newLines = Lines(received);
        string[] oldLines = Lines(verified);
        var differences = new StringBuilder();
        for (int i = 0; i < Math.Max(newLines.Length, oldLines.Length); i++)
        {
            (string? now, string? before) = (newLines.ElementAtOrDefault(i), oldLines.ElementAtOrDefault(i));
            if (now is null || before is null || !AreNear(now, before))
            {
                differences.Append(CultureInfo.InvariantCulture, $"\n  line {i + 1}: verified '{before ?? "nothing"}', received '{now ?? "nothing"}'");
            }
        }

        return new SnapshotComparison(
            differences.Length == 0,
            differences.Length == 0
                ? "The snapshots say the same: no number differs by more than one step of its last digit."
                : $"The snapshots differ by more than one step of a number's last digit, or in words:{differences}");
    }

    private static bool AreNear(string now, string before)
    {
        string[] newWords = Words(now);
        string[] oldWords = Words(before);
        bool isExact = newWords.Length > 0 && SnapshotWriter.ExactLines.Contains(newWords[0]);
        return isExact ? now == before : newWords.Length == oldWords.Length && newWords.Zip(oldWords).All(pair => IsNear(pair.First, pair.Second));
    }

    private static bool IsNear(string now, string before) =>
        CoarseNumber.TryRead(Number(now), out double newValue, out double newStep) && CoarseNumber.TryRead(Number(before), out double oldValue, out double oldStep)
            ? Math.Abs(newValue - oldValue) <= Math.Max(newStep, oldStep) * (1 + Rounding)
            : now == before;

    // An empty cell of the grid.
    private static string Number(string word) => word == "." ? "0" : word;

    private static string[] Lines(string text) => text.TrimEnd().ReplaceLineEndings("\n").Split('\n');

    private static string[] Words(string line) => line.Split([' ', ','], StringSplitOptions.RemoveEmptyEntries);
}
