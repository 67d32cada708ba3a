using System.Diagnostics;
using CnnVis.Methods;

namespace CnnVis.Cli.Bench;

/// <summary>Measures one method in this process, which has to do nothing else.</summary>
internal sealed class Measuring(Func<CnnModel> load, CancellationToken cancellationToken)
{
    private const int ForwardRuns = 21;

    /// <param name="method">The method; null for forward passes alone.</param>
    public Measurement Of(BenchMethod? method)
    {
        (double before, double? peak, ExplanationTimes? times) = Measure(method);
        // Otherwise the second model is loaded beside what is left of the first.
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using CnnModel another = load();
        return new Measurement(before, Forward(another, Noise(another)), peak, times);
    }

    private (double Forward, double? Peak, ExplanationTimes? Times) Measure(BenchMethod? method)
    {
        using CnnModel model = load();
        ImageTensor image = Noise(model);
        double forward = Forward(model, image);
        if (method is null)
        {
            return (forward, PeakMegabytes(), null);
        }

        Explainer explainer = model.Explain(image).For(0);
        Explanation? explanation = null;
        void Explain() => explanation = method.Explain(explainer, cancellationToken);
        double first = Timing.Once(Explain);
        Timing.WarmUp(method.Passes * forward, Explain);
        double again = Timing.Median(method.Repeats, Explain);
        double? peak = PeakMegabytes();
        var times = new ExplanationTimes(first, again, WindowsOf(method, image.Shape), InFull: null, MaxDifference: null);
        return (forward, peak, method.IsComparedInFull ? Compared(times, explainer, method.Windows!, explanation!) : times);
    }

    private ExplanationTimes Compared(ExplanationTimes times, Explainer explainer, OcclusionOptions windows, Explanation incremental)
    {
        Explanation? full = null;
        double seconds = Timing.Median(1, () => full = explainer.Occlusion(windows with { Incremental = IncrementalMode.Off }, cancellationToken));
        ReadOnlySpan<float> reference = full!.Map.Values;
        float difference = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            difference = Math.Max(difference, Math.Abs(incremental.Map.Values[i] - reference[i]));
        }

        // A map of zeros has no largest value to take a share of.
        return times with { InFull = seconds, MaxDifference = full.Map.MaxMagnitude > 0 ? difference / full.Map.MaxMagnitude : null };
    }

    private double Forward(CnnModel model, ImageTensor image)
    {
        void Run() => model.Evaluate(image.Memory, 1, image.Shape, cancellationToken);
        Timing.WarmUp(before: 0, Run);
        return Timing.Median(ForwardRuns, Run);
    }

    private static int? WindowsOf(BenchMethod method, ImageShape shape) => method.Windows is { } windows
        ? new WindowGrid(shape.Height, shape.Width, windows.Window!.Value, windows.Stride!.Value).Count
        : null;

    private static double? PeakMegabytes()
    {
        using var process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64 is > 0 and long peak ? peak / (1024.0 * 1024) : null;
    }

    private static ImageTensor Noise(CnnModel model)
    {
        ImageShape shape = model.ImageInput.Shape;
        var random = new CounterRandom(1);
        float[] values = new float[shape.ElementCount];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = random.Uniform(0, i);
        }

        return new ImageTensor(values.AsSpan(), shape);
    }
}
