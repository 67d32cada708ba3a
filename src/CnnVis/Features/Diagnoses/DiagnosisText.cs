namespace CnnVis.Features.Diagnoses;

/// <summary>A diagnosis as lines of text.</summary>
internal static class DiagnosisText
{
    private const int MostPlaces = 12;

    public static string Of(Diagnosis diagnosis) => string.Join(Environment.NewLine, Lines(diagnosis)) + Environment.NewLine;

    public static string NameOf(FindingKind kind) => kind switch
    {
        FindingKind.InputLayout => "the layout of the input",
        FindingKind.InputRange => "the range of the input",
        FindingKind.ChannelOrder => "the order of the colours",
        FindingKind.NotFinite => "NaN or infinite numbers",
        FindingKind.DeadFilters => "dead filters",
        FindingKind.DuplicateFilters => "duplicate filters",
        FindingKind.SaturatedActivations => "saturated activations",
        _ => "checkerboards",
    };

    private static IEnumerable<string> Lines(Diagnosis diagnosis) =>
    [
        Headline(diagnosis),
        .. diagnosis.Findings.SelectMany(Lines),
        .. Section("Measured", diagnosis.Notes),
        .. Section("Cannot be told", diagnosis.Untested.Select(untested => $"{NameOf(untested.Kind)}: {untested.Reason}")),
    ];

    private static IEnumerable<string> Lines(Finding finding) =>
    [
        "",
        $"{finding.Severity}: {NameOf(finding.Kind)}",
        $"  Seen:  {finding.Seen}",
        .. finding.Places.Take(MostPlaces).Select(place => $"         {place}"),
        .. finding.Places.Count > MostPlaces ? [$"         and {finding.Places.Count - MostPlaces} more"] : Array.Empty<string>(),
        $"  Means: {finding.Meaning}",
        $"  Try:   {finding.Advice}",
    ];

    private static IEnumerable<string> Section(string title, IEnumerable<string> lines)
    {
        string[] all = [.. lines.Select(line => $"  {line}")];
        return all.Length == 0 ? [] : ["", title, .. all];
    }

    private static string Headline(Diagnosis diagnosis)
    {
        string counts = string.Join(", ", diagnosis.Findings
            .GroupBy(finding => finding.Severity)
            .OrderByDescending(group => group.Key)
            .Select(group => Counted.Of(group.Count(), NounOf(group.Key))));
        return $"{diagnosis.Model}, {Counted.Images(diagnosis.ImageCount)}: {(counts.Length == 0 ? "nothing wrong was found" : counts)}";
    }

    private static string NounOf(FindingSeverity severity) => severity switch
    {
        FindingSeverity.Error => "error",
        FindingSeverity.Warning => "warning",
        _ => "remark",
    };
}
