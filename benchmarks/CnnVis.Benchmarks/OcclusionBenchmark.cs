using System.Diagnostics;
using CnnVis;

/// <summary>What occlusion costs, as a multiple of its forward passes.</summary>
internal static class OcclusionBenchmark
{
    private const int Runs = 30;
    private const int Rounds = 5;

    public static void Run(string path, OcclusionOptions options)
    {
        using var model = CnnModel.Load(path);
        ImageTensor image = Measure.Noise(model.ImageInput.Shape);

        // Before and after: the session is the only one in the process, and the faster of the two counts.
        model.Predict(image);
        double before = Measure.Median(Runs, () => model.Predict(image));
        int passes = model.Explain(image).Occlusion(options).ForwardPasses - 1;
        double occlusion = Measure.Median(Rounds, () => model.Explain(image).Occlusion(options));
        double after = Measure.Median(Runs, () => model.Predict(image));
        double forward = Math.Min(before, after);

        Measure.Print($"{model.Name}: {Environment.ProcessorCount} cores, ONNX Runtime on the processor");
        Measure.Print($"forward pass, batch 1      {forward * 1000,9:0.00} ms   (before {before * 1000:0.00}, after {after * 1000:0.00})");
        Measure.Print($"occlusion, {passes,5} windows   {occlusion * 1000,9:0.00} ms");
        Measure.Print($"                           {occlusion / (passes * forward),9:0.000} x {passes} x forward pass");
        Measure.Print($"peak memory                {Process.GetCurrentProcess().PeakWorkingSet64 / (1024.0 * 1024),9:0} MB");
    }
}
