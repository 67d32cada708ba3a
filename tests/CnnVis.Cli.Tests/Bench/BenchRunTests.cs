using System.Globalization;
using System.Text.Json;
using CnnVis.Cli.Bench;
using CnnVis.Cli.Console;

namespace CnnVis.Cli.Tests.Bench;

/// <summary>What becomes of the measurements, with processes that answer by rote.</summary>
public class BenchRunTests
{
    private static readonly ImageShape Shape = new(3, 224, 224, TensorLayout.Nchw);

    [Fact]
    public void Ratios_AreTimesInForwardPassesOfTheSameProcess()
    {
        IReadOnlyDictionary<string, object?> flat = Run(key => key switch
        {
            BenchRun.ForwardKey => Answer(new(0.012, 0.010, 300, null)),
            "gradient" => Answer(new(0.010, 0.011, 500, new(1, 0.025, null, null, null))),
            "occlusion_32_16" => Answer(new(0.010, 0.010, 400, new(2, 0.845, 169, 1.69, 3e-7))),
            _ => Answer(new(0.010, 0.010, 350, new(1, 0.1, null, null, null))),
        }).ToFlat("a.onnx", Shape, threads: 2);

        Assert.Equal((10.0, 2.5, 0.5, 1.0, 200.0), (flat["forward_ms"], flat["gradient_ratio"], flat["occlusion_32_16_ratio"], flat["occlusion_32_16_in_full_ratio"], flat["occlusion_32_16_windows_per_second"]));
        Assert.Equal((3e-7, 500.0, "gradient", 0.2), (flat["occlusion_32_16_max_difference"], flat["peak_memory_mb"], flat["peak_memory_method"], flat["drift"]));
        Assert.Empty((IEnumerable<string>)flat["notes"]!);
    }

    [Fact]
    public void Unsteady_IsMeasuredAgain_AndTheSteadierCounts()
    {
        var answers = new Queue<Measurement>([
            new(0.010, 0.020, 1, new(1, 0.1, null, null, null)),
            new(0.010, 0.011, 1, new(1, 0.3, null, null, null)),
        ]);

        BenchReport report = Run(key => Answer(key == "gradient" ? answers.Dequeue() : Steady));

        Assert.Empty(answers);
        Assert.Equal(30, report.Methods[0].Ratio!.Value, 1e-9);
        Assert.Empty(report.Notes);
    }

    [Fact]
    public void UnsteadyToTheEnd_IsSaid()
    {
        int count = 0;

        BenchReport report = Run(key => Answer(key == "gradient" ? Steady with { ForwardAfter = 0.013 + (0.001 * count++) } : Steady));

        Assert.Equal(4, count);
        Assert.Equal(0.3, report.Drift, 1e-9);
        Assert.StartsWith("gradient: measured 4 times, ", Assert.Single(report.Notes), StringComparison.Ordinal);
        Assert.Contains("changed by 30% or more", Assert.Single(report.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void Impossible_LeavesItsKeysEmpty_AndSaysWhy()
    {
        BenchReport report = Run(key => key == "occlusion_32_16" ? ("", "The window is too large.") : Answer(Steady));

        IReadOnlyDictionary<string, object?> flat = report.ToFlat("a.onnx", Shape, threads: null);
        Assert.Null(flat["occlusion_32_16_ratio"]);
        Assert.Null(flat["occlusion_32_16_max_difference"]);
        Assert.Equal(["occlusion, window 32, stride 16 was not measured: The window is too large."], report.Notes);
    }

    [Fact]
    public void ForwardImpossible_IsAnError()
    {
        ArgumentException thrown = Assert.Throws<ArgumentException>(() => Run(_ => ("", "No such thing.")));

        Assert.Equal("No such thing.", thrown.Message);
    }

    [Fact]
    public void Table_HasARowForEachMethod()
    {
        BenchReport report = Run(key => key == "occlusion_32_16"
            ? Answer(new(0.010, 0.010, 400, new(2, 0.845, 169, 1.69, 3e-7)))
            : Answer(Steady));
        using var output = new StringWriter(CultureInfo.InvariantCulture);

        new Terminal(output, TextWriter.Null, CancellationToken.None).Table(BenchTable.Of(report));

        string[] lines = output.ToString().Split('\n');
        Assert.All(BenchMethod.All, method => Assert.Single(lines, line => line.Contains($" {method.Title} ", StringComparison.Ordinal)));
        string occlusion = lines.Single(line => line.Contains("window 32", StringComparison.Ordinal));
        Assert.Equal(["845.00", "84.50", "0.500", "200.0", "2000.00", "400"], occlusion.Split('│')[1..].Select(cell => cell.Trim()));
        Assert.Equal(
            [
                "occlusion, window 32, stride 16: 169 windows; largest difference to the whole network 3.0e-7 of the map's largest value",
                "peak memory 400 MB, of occlusion, window 32, stride 16",
            ],
            BenchTable.Totals(report));
    }

    private static Measurement Steady { get; } = new(0.010, 0.010, 100, new(1, 0.1, null, null, null));

    private static BenchReport Run(Func<string, (string Output, string? Error)> start) => new BenchRun(start, progress: null).Run();

    private static (string Output, string? Error) Answer(Measurement measurement) => (JsonSerializer.Serialize(measurement), null);
}
