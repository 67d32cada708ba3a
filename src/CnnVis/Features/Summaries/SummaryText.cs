using System.Globalization;
using System.Text;

namespace CnnVis.Features.Summaries;

/// <summary>Summaries as tables of text.</summary>
internal static class SummaryText
{
    public static string[] Headings { get; } = ["layer", "operator", "output", "parameters", "multiply-adds", "sees", "memory"];

    /// <summary>The cells of a layer's line.</summary>
    public static string[] Row(LayerSummary layer) =>
    [
        layer.Name,
        layer.Operator,
        string.Join('x', layer.OutputShape),
        layer.Parameters.ToString("#,0", CultureInfo.InvariantCulture),
        layer.MultiplyAdds is { } count ? Short(count) : "?",
        layer.ReceptiveField is { } field ? string.Create(CultureInfo.InvariantCulture, $"{field.Rows.Size:0.#}x{field.Columns.Size:0.#}") : "",
        Bytes(layer.OutputBytes),
    ];

    public static string Totals(ModelSummary summary) => string.Create(
        CultureInfo.InvariantCulture,
        $"{summary.Layers.Count} layers, {summary.Parameters:#,0} parameters ({Short(summary.Parameters)}), {Short(summary.MultiplyAdds)} multiply-adds, {Bytes(summary.PeakBytes)} of outputs at once for an image");

    public static string Of(ModelSummary summary)
    {
        string[][] rows = [Headings, .. summary.Layers.Select(Row)];
        int[] widths = [.. Headings.Select((_, column) => rows.Max(row => row[column].Length))];
        var text = new StringBuilder().AppendLine(summary.Model);
        foreach (string[] row in rows)
        {
            text.AppendLine(string.Join("  ", row.Select((cell, column) => column is 3 or 4 or 6 ? cell.PadLeft(widths[column]) : cell.PadRight(widths[column]))).TrimEnd());
        }

        text.AppendLine(Totals(summary));
        foreach (string note in summary.Notes)
        {
            text.AppendLine(note);
        }

        return text.ToString();
    }

    /// <summary>Three or four digits: 4.09 G.</summary>
    public static string Short(long count) => count switch
    {
        >= 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e9:0.00} G"),
        >= 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e6:0.00} M"),
        >= 10_000 => string.Create(CultureInfo.InvariantCulture, $"{count / 1e3:0.0} k"),
        _ => count.ToString(CultureInfo.InvariantCulture),
    };

    private static string Bytes(long bytes) => bytes switch
    {
        >= 1L << 20 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 20):0.0} MB"),
        >= 1L << 10 => string.Create(CultureInfo.InvariantCulture, $"{bytes / (double)(1L << 10):0.0} kB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes} B"),
    };
}
