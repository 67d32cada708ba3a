using System.Diagnostics;
using CnnVis;
using CnnVis.Differentiation;
using CnnVis.Models;

/// <summary>What a gradient costs in time, as a multiple of a forward pass, and in memory, as a multiple of the weights.</summary>
internal static class GradientBenchmark
{
    private const int Runs = 30;
    private const int Rounds = 15;

    public static void Run(string network)
    {
        double weights = Network.All[network]().Length / (1024.0 * 1024);
        double forwardOnly = Child(network, "forward");
        double withGradient = Child(network, "gradient");
        Time(network);
        Measure.Print($"  memory: weights {weights:0} MB; forward only {forwardOnly:0} MB, with gradient {withGradient:0} MB: {(withGradient - forwardOnly) / weights:0.00} x weights more");
    }

    /// <summary>A process of its own that does one thing and says what it holds afterwards.</summary>
    public static void Hold(string network, string what)
    {
        using CnnModel model = CnnModel.Load(Network.All[network]());
        ImageTensor image = Measure.Noise(model.ImageInput.Shape);
        model.Predict(image);
        if (what == "gradient")
        {
            model.Explain(image).Gradient();
        }

        Measure.Print($"{Measure.ResidentMegabytes():0.0}");
    }

    private static void Time(string network)
    {
        using CnnModel model = CnnModel.Load(Network.All[network]());
        ImageTensor image = Measure.Noise(model.ImageInput.Shape);
        model.Predict(image);
        double before = Measure.Median(Runs, () => model.Predict(image));
        var differentiation = new TargetDifferentiation(model, image.Shape, GradientRules.Standard);
        var target = new ResolvedTarget("class 0", 0, ScoreKind.Logit, [(0, 1f)]);
        void Gradient() => differentiation.Gradients(image.Memory, 1, [target], CancellationToken.None);
        Gradient();
        double gradient = Measure.Median(Rounds, Gradient);
        double after = Measure.Median(Runs, () => model.Predict(image));
        double forward = Math.Min(before, after);
        Measure.Print($"{network}: forward {forward * 1000:0.0} ms (before {before * 1000:0.0}, after {after * 1000:0.0}), forward and backward {gradient * 1000:0.0} ms: {gradient / forward:0.00} x forward");
    }

    private static double Child(string network, string what)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(GradientBenchmark).Assembly.Location, "hold", network, what]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        string answer = child.StandardOutput.ReadToEnd();
        child.WaitForExit();
        return double.Parse(answer, System.Globalization.CultureInfo.InvariantCulture);
    }
}
