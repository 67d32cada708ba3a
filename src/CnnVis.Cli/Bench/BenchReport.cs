namespace CnnVis.Cli.Bench;

/// <summary>What one run found.</summary>
internal sealed record BenchReport(Measurement Forward, IReadOnlyList<BenchResult> Methods)
{
    public double Drift => Methods.Select(method => method.Measured).Append(Forward).Max(measured => measured?.Drift ?? 0);

    /// <summary>The method whose process held the most memory, with it in MB; null where the system does not say.</summary>
    public (string Method, double? Megabytes) Peak => Methods
        .Select(result => (Method: result.Method.Title, Megabytes: result.Measured?.PeakMegabytes))
        .Prepend((Method: BenchRun.ForwardTitle, Megabytes: Forward.PeakMegabytes))
        .MaxBy(process => process.Megabytes);

    /// <summary>Methods that could not be measured, and measurements that never came out steady.</summary>
    public IEnumerable<string> Notes => Methods
        .Select(method => method.Objection is { } objection
            ? $"{method.Method.Title} was not measured: {objection}"
            : BenchRun.Unsteady(method.Method.Title, method.Measured))
        .Prepend(BenchRun.Unsteady(BenchRun.ForwardTitle, Forward))
        .OfType<string>();

    /// <summary>Flat keys for scripts; null where something was not measured.</summary>
    public IReadOnlyDictionary<string, object?> ToFlat(string model, ImageShape shape, int? threads)
    {
        var flat = new Dictionary<string, object?>
        {
            ["model"] = model,
            ["channels"] = shape.Channels,
            ["height"] = shape.Height,
            ["width"] = shape.Width,
            ["threads"] = threads,
            ["processors"] = Environment.ProcessorCount,
            ["forward_ms"] = Milliseconds(Forward.Forward),
            ["forward_peak_memory_mb"] = Rounded(Forward.PeakMegabytes),
        };
        foreach (BenchResult result in Methods)
        {
            Add(flat, result);
        }

        flat["peak_memory_mb"] = Rounded(Peak.Megabytes);
        flat["peak_memory_method"] = Peak.Method;
        flat["drift"] = Rounded(Drift);
        flat["notes"] = Notes;
        return flat;
    }

    private static void Add(Dictionary<string, object?> flat, BenchResult result)
    {
        string key = result.Method.Key;
        flat[$"{key}_ratio"] = Rounded(result.Ratio);
        flat[$"{key}_ms"] = Milliseconds(result.Times?.Again);
        flat[$"{key}_first_ms"] = Milliseconds(result.Times?.First);
        flat[$"{key}_forward_ms"] = Milliseconds(result.Measured?.Forward);
        flat[$"{key}_peak_memory_mb"] = Rounded(result.Measured?.PeakMegabytes);
        if (result.Method.Windows is not null)
        {
            flat[$"{key}_windows"] = result.Times?.Windows;
            flat[$"{key}_windows_per_second"] = Rounded(result.WindowsPerSecond);
        }

        if (result.Method.IsComparedInFull)
        {
            flat[$"{key}_in_full_ratio"] = Rounded(result.RatioInFull);
            flat[$"{key}_max_difference"] = result.Times?.MaxDifference;
        }
    }

    private static double? Milliseconds(double? seconds) => Rounded(1000 * seconds);

    private static double? Rounded(double? number) => number is { } value ? Math.Round(value, 4) : null;
}
