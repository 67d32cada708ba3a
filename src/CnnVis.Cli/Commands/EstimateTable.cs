using System.Globalization;
using CnnVis.Cli.Console;
using Spectre.Console;

namespace CnnVis.Cli.Commands;

/// <summary>What methods would cost, a row for each.</summary>
internal static class EstimateTable
{
    public static void Write(
        Terminal terminal, IReadOnlyList<(string Name, Func<Explainer, Explanation> Recipe)> methods, Explainer explainer, int images)
    {
        var table = new Table().Border(TableBorder.Minimal).AddColumns("method", "forward passes", "backward passes", "seconds", "MB");
        var notes = new List<string>();
        foreach ((string name, Func<Explainer, Explanation> recipe) in methods)
        {
            ExplanationEstimate estimate = explainer.Estimate(recipe);
            terminal.CancellationToken.ThrowIfCancellationRequested();
            table.AddRow(
                name,
                (estimate.IsUpperBound ? "at most " : "") + Text(images * estimate.ForwardPasses),
                Text(images * estimate.BackwardPasses),
                (images * estimate.Duration.TotalSeconds).ToString("0.##", CultureInfo.InvariantCulture),
                Text((long)Math.Ceiling(estimate.Bytes / (double)(1 << 20))));
            notes.AddRange(estimate.Notes);
        }

        terminal.Table(table);
        foreach (string note in notes.Distinct())
        {
            terminal.Note(note);
        }
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);
}
