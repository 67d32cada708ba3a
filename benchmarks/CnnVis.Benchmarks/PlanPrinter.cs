using System.Globalization;
using CnnVis.Methods;
using CnnVis.Models;

namespace CnnVis.Benchmarks;

/// <summary>At which cuts an occlusion would divide a network, and what it should cost.</summary>
internal static class PlanPrinter
{
    public static void Print(string path, OcclusionOptions options)
    {
        using CnnModel model = CnnModel.Load(path);
        OcclusionOptions windows = options.ForShape(model.ImageInput.Shape);
        var grid = new WindowGrid(model.ImageInput.Shape.Height, model.ImageInput.Shape.Width, windows.Window!.Value, windows.Stride!.Value);
        IncrementalPlan plan = IncrementalPlan.Cheapest(LocalNetwork.Of(model), grid.Rows, grid.Columns);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{model.Name}: {plan.Share:0.000} of a forward pass, {plan.Network.Cuts.Count} cuts to choose from"));
        foreach (IncrementalStage stage in plan.Stages)
        {
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"  {stage.Input.Name}: {stage.Rows.MeanLength:0.0}x{stage.Columns.MeanLength:0.0}, at most {stage.Rows.Longest}x{stage.Columns.Longest}, of {stage.Input.Rows}x{stage.Input.Columns}"));
        }

        if (plan.Stages.Count > 0)
        {
            Console.WriteLine($"  {plan.Stages[^1].Result.Name}: in full");
        }
    }
}
