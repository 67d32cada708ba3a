using System.Diagnostics;
using CnnVis;
using CnnVis.Methods;
using CnnVis.Models;

/// <summary>What occlusion costs, as a multiple of its forward passes: with each window run through the whole network, and computing what each changes.</summary>
internal static class OcclusionBenchmark
{
    private const int Runs = 30;

    private static void PrintPlan(CnnModel model, OcclusionOptions options)
    {
        var grid = new WindowGrid(model.ImageInput.Shape.Height, model.ImageInput.Shape.Width, options.Window!.Value, options.Stride!.Value);
        IncrementalPlan plan = IncrementalPlan.Cheapest(LocalNetwork.Of(model), grid.Rows, grid.Columns);
        Measure.Print($"planned                    {plan.Share,9:0.000} of a forward pass, {plan.Network.Cuts.Count} cuts to choose from");
        foreach (IncrementalStage stage in plan.Stages)
        {
            Measure.Print($"  {stage.Input.Name}: {stage.Rows.Length}x{stage.Columns.Length} of {stage.Input.Rows}x{stage.Input.Columns}");
        }

        Measure.Print($"  {(plan.Stages.Count == 0 ? "" : plan.Stages[^1].Result.Name)}: in full");
    }

    public static void Run(string path, OcclusionOptions options, int rounds)
    {
        using var model = CnnModel.Load(path, new() { Threads = 2 });
        ImageTensor image = Measure.Noise(model.ImageInput.Shape);

        // Before and after: the faster of the two counts. Before, the session is the only one in the process.
        model.Predict(image);
        double before = Measure.Median(Runs, () => model.Predict(image));
        Measure.Print($"{model.Name}: 2 threads, {Environment.ProcessorCount} cores, ONNX Runtime on the processor");
        int windows = model.Explain(image).Occlusion(options with { Incremental = IncrementalMode.Off }).ForwardPasses - 1;
        double full = Measure.Median(rounds, () => model.Explain(image).Occlusion(options with { Incremental = IncrementalMode.Off }));
        Explanation reference = model.Explain(image).Occlusion(options with { Incremental = IncrementalMode.Off });
        Explanation? incremental = null;
        double first = Measure.Median(1, () => incremental = model.Explain(image).Occlusion(options));
        double again = Measure.Median(rounds, () => incremental = model.Explain(image).Occlusion(options));
        double after = Measure.Median(Runs, () => model.Predict(image));
        double forward = Math.Min(before, after);

        Measure.Print($"forward pass, batch 1      {forward * 1000,9:0.00} ms   (before {before * 1000:0.00}, after {after * 1000:0.00})");
        Print("whole network", full);
        Print("incremental, first", first);
        Print("incremental", again);
        float largest = reference.Map.Values.ToArray().Max(Math.Abs);
        float difference = reference.Map.Values.ToArray().Zip(incremental!.Map.Values.ToArray(), (one, other) => Math.Abs(one - other)).Max();
        Measure.Print($"largest difference         {difference / largest,9:0.0e+0} of the map's largest value");
        Measure.Print($"peak memory                {Process.GetCurrentProcess().PeakWorkingSet64 / (1024.0 * 1024),9:0} MB");
        PrintPlan(model, options.ForShape(image.Shape));
        foreach (string note in incremental.Notes)
        {
            Measure.Print($"{note}");
        }

        void Print(string what, double seconds) =>
            Measure.Print($"{what,-20} {windows,5} windows {seconds * 1000,9:0} ms   {seconds / (windows * forward):0.000} x {windows} x forward pass");
    }
}
