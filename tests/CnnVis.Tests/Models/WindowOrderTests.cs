using CnnVis.Models;
using CnnVis.Onnx;
using CnnVis.Tests.Support;
using CsCheck;
using DataType = CnnVis.Onnx.TensorProto.Types.DataType;

namespace CnnVis.Tests.Models;

public class WindowOrderTests
{
    private const int Side = 32;
    private const int Together = 12;

    private static readonly WindowPositions Windows = new(Side, Window: 4, Stride: 2);

    [Fact]
    public void Of_SomeWindows_AreThoseWindows()
    {
        using CnnModel model = DeepNetwork().Load();
        var order = new WindowOrder(Plan(model));

        Gen.Bool.List[Windows.Count * Windows.Count].Sample(chosen =>
        {
            int[] windows = [.. Enumerable.Range(0, chosen.Count).Where(window => chosen[window])];
            return windows.SequenceEqual(order.Of(windows).Order());
        });
    }

    /// <summary>Row by row every run holds windows with large parts and with small ones.</summary>
    [Fact]
    public void Of_AllWindows_ComputesWhatThePlanCountsWith()
    {
        using CnnModel model = DeepNetwork().Load();
        IncrementalPlan plan = Plan(model);
        int[] windows = [.. Enumerable.Range(0, Windows.Count * Windows.Count)];
        double planned = windows.Length * plan.StagesCost(stage => stage.Rows.MeanLength, stage => stage.Columns.MeanLength);

        double ordered = Cost(plan, new WindowOrder(plan).Of(windows));
        double rowByRow = Cost(plan, windows);

        Assert.InRange(ordered / planned, 0.97, 1.03);
        Assert.InRange(rowByRow / planned, 1.05, double.MaxValue);
    }

    [Fact]
    public void Groups_AllWindows_AreEachThereOnceAndTheFirstTellsHowLargeTheOthersAre()
    {
        using CnnModel model = DeepNetwork().Load(new() { Execution = new() { Threads = 1 } });
        IncrementalPlan plan = Plan(model);
        using var network = new IncrementalNetwork(plan, model.SessionSettings);
        var image = new ImageTensor(Numbers.Seeded(model.ImageInput.Shape.ElementCount, 1), model.ImageInput.Shape);
        using var scored = new IncrementalImage(
            network, image, Numbers.Seeded(image.Values.Length, 2), IncrementalBatches.Of(network, takesBatches: true), CancellationToken.None);
        int[] windows = [.. Enumerable.Range(0, Windows.Count * Windows.Count)];
        var order = new WindowOrder(plan);

        int[][] groups = [.. scored.Groups(windows)];

        Assert.Equal(windows, groups.SelectMany(group => group).Order());
        Assert.InRange(groups.Length, 6, windows.Length);
        Assert.InRange(groups[0].Average(order.SizeOf) / windows.Average(order.SizeOf), 0.9, 1.1);
    }

    private static double Cost(IncrementalPlan plan, int[] windows) => windows.Chunk(Together).Sum(some =>
        some.Length * plan.StagesCost(stage => stage.PartFor(some).Rows, stage => stage.PartFor(some).Columns));

    private static IncrementalPlan Plan(CnnModel model) => IncrementalPlan.Cheapest(LocalNetwork.Of(model), Windows, Windows);

    /// <summary>What a window changes reaches the border from most places.</summary>
    private static SmallModel DeepNetwork()
    {
        const int channels = 16;
        const int layers = 10;
        SmallModel model = new SmallModel().Input("image", DataType.Float, null, 3, Side, Side);
        for (int layer = 0; layer < layers; layer++)
        {
            int read = layer == 0 ? 3 : channels;
            model
                .Initializer($"kernel{layer}", Numbers.Seeded(channels * read * 9, layer), channels, read, 3, 3)
                .Node("Conv", $"c{layer}", [layer == 0 ? "image" : $"relu{layer - 1}", $"kernel{layer}"], $"conv{layer}", GraphEdits.IntsAttribute("pads", [1, 1, 1, 1]))
                .Node("Relu", $"r{layer}", [$"conv{layer}"], $"relu{layer}");
        }

        return model
            .Node("GlobalAveragePool", "pool", [$"relu{layers - 1}"], "pooled")
            .Node("Flatten", "flatten", ["pooled"], "logits")
            .Output("logits", DataType.Float, null, channels);
    }
}
