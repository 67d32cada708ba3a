using System.Globalization;
using System.Text.Json;
using CnnVis.Runtime;

namespace CnnVis.Cli.Bench;

/// <summary>Measures each method in a process of its own, so that no session, and no memory, is another's.</summary>
/// <param name="start">Starts the process that measures a method, by its key, and returns what it wrote or what it objects.</param>
/// <param name="progress">Told the passes that are done.</param>
internal sealed class BenchRun(Func<string, (string Output, string? Error)> start, IProgress<ExplanationProgress>? progress)
{
    /// <summary>The key of forward passes alone.</summary>
    public const string ForwardKey = "forward";

    public const string ForwardTitle = "forward pass";

    private const int ForwardPasses = 60;
    private const double AllowedDrift = 0.2;
    private const int Attempts = 4;

    private readonly ProgressMeter _meter = new(progress);

    public BenchReport Run()
    {
        _meter.Expect(ForwardPasses + BenchMethod.All.Sum(Passes));
        (Measurement? forward, string? objection) = Measure(ForwardKey, ForwardPasses);
        return forward is null
            ? throw new ArgumentException(objection)
            : new BenchReport(forward, [.. BenchMethod.All.Select(Measure)]);
    }

    private static int Passes(BenchMethod method) => ForwardPasses + ((method.Repeats + 1) * method.Passes);

    private BenchResult Measure(BenchMethod method)
    {
        (Measurement? measured, string? objection) = Measure(method.Key, Passes(method));
        return new BenchResult(method, measured, objection);
    }

    private (Measurement? Measured, string? Objection) Measure(string key, int passes)
    {
        (Measurement? Measured, string? Objection) best = (null, null);
        for (int i = 0; i < Attempts; i++)
        {
            (string output, string? error) = start(key);
            if (error is not null)
            {
                best = (null, error);
                break;
            }

            Measurement measured = JsonSerializer.Deserialize<Measurement>(output)!;
            if (best.Measured is null || measured.Drift < best.Measured.Drift)
            {
                best = (measured, null);
            }

            if (best.Measured!.Drift <= AllowedDrift)
            {
                break;
            }
        }

        _meter.Advance(passes);
        return best;
    }

    /// <summary>What is to be known of a measurement that never came out steady.</summary>
    public static string? Unsteady(string title, Measurement? measured) => measured is { Drift: > AllowedDrift }
        ? string.Create(
            CultureInfo.InvariantCulture,
            $"{title}: measured {Attempts} times, but a forward pass never stayed the same from the beginning to the end; it changed by {measured.Drift:0%} or more. The machine is busy.")
        : null;
}
