using System.Globalization;
using Spectre.Console;

namespace CnnVis.Cli.Bench;

/// <summary>A run as a table for people.</summary>
internal static class BenchTable
{
    public static Table Of(BenchReport report)
    {
        Table table = new Table().Border(TableBorder.Minimal).AddColumns(
            "method", "ms", "x forward pass", "x forward pass, a window", "windows/s", "first ms", "peak MB");
        foreach (TableColumn column in table.Columns.Skip(1))
        {
            column.RightAligned();
        }

        table.AddRow(
            BenchRun.ForwardTitle, Milliseconds(report.Forward.Forward), "1", "", "", "", Text(report.Forward.PeakMegabytes, "0"));
        foreach (BenchResult result in report.Methods)
        {
            bool hasWindows = result.Times?.Windows is not null;
            table.AddRow(
                result.Method.Title,
                Milliseconds(result.Times?.Again),
                Text(result.Times?.Again / result.Measured?.Forward, "0.00"),
                hasWindows ? Text(result.Ratio, "0.000") : "",
                Text(result.WindowsPerSecond, "0.0"),
                Milliseconds(result.Times?.First),
                Text(result.Measured?.PeakMegabytes, "0"));
            if (result.Times?.InFull is { } full)
            {
                table.AddRow(
                    "  the whole network for each window",
                    Milliseconds(full),
                    Text(full / result.Measured?.Forward, "0.00"),
                    Text(result.RatioInFull, "0.000"),
                    Text(result.Times.Windows / full, "0.0"),
                    "",
                    "");
            }
        }

        return table;
    }

    public static IEnumerable<string> Totals(BenchReport report)
    {
        foreach (BenchResult result in report.Methods.Where(result => result.Times?.MaxDifference is not null))
        {
            yield return string.Create(
                CultureInfo.InvariantCulture,
                $"{result.Method.Title}: {result.Times!.Windows} windows; largest difference to the whole network {result.Times.MaxDifference:0.0e+0} of the map's largest value");
        }

        if (report.Peak is (var method, { } megabytes))
        {
            yield return string.Create(CultureInfo.InvariantCulture, $"peak memory {megabytes:0} MB, of {method}");
        }
    }

    private static string Milliseconds(double? seconds) => Text(1000 * seconds, "0.00");

    private static string Text(double? number, string format) => number?.ToString(format, CultureInfo.InvariantCulture) ?? "";
}
