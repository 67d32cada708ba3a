using System.Globalization;

namespace CnnVis.Cli.Console;

/// <summary>Progress as plain lines, one for each tenth of the work: for logs and pipes.</summary>
internal sealed class ProgressLines(TextWriter writer, string title, string unit) : IProgress<ExplanationProgress>
{
    private const int Lines = 10;

    private int _written = -1;

    public void Report(ExplanationProgress value)
    {
        int tenth = value.Total == 0 ? 0 : (int)((long)value.Done * Lines / value.Total);
        if (tenth <= _written || value.Remaining is not { } remaining)
        {
            return;
        }

        _written = tenth;
        writer.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: {value.Done} of {value.Total} {unit}, {remaining.TotalSeconds:0} s left"));
    }
}
