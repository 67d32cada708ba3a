using CnnVis.Models;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Models;

public class IncrementalBatchesTests
{
    [Theory]
    [InlineData(null, true, 16, 16)]
    [InlineData(null, false, 16, 1)]
    [InlineData(3, true, 3, 3)]
    [InlineData(3, false, 3, 1)]
    public void Of_SmallNetwork_TakesWhatTheUserAndTheModelAllow(int? batchSize, bool takesBatches, int stage, int tail)
    {
        using CnnModel model = PoolingNetwork.Create().Load(new() { Execution = new() { BatchSize = batchSize } });
        using IncrementalNetwork network = Incremental(model);

        Assert.Equal(new IncrementalBatches(stage, tail), IncrementalBatches.Of(network, takesBatches));
    }

    /// <summary>The dense layer of this network is read once for a run; in others with more than one row, and in convolutions, nothing is.</summary>
    [Fact]
    public void DenseBytes_ArePlainDenseLayers()
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        using CnnModel transformer = new ReferenceCase("vit").Load();

        Assert.Equal(sizeof(float) * PoolingNetwork.Channels * 4, LocalNetwork.Of(model).DenseBytes);
        Assert.InRange(LocalNetwork.Of(transformer).DenseBytes, 0, transformer.Layers.Sum(layer => sizeof(float) * layer.ParameterCount) / 10);
    }

    [Fact]
    public void TailBytes_AreWhatTheRestOfTheNetworkHolds()
    {
        using CnnModel model = PoolingNetwork.Create().Load();
        using IncrementalNetwork network = Incremental(model);

        Assert.InRange(network.TailBytes, sizeof(float) * network.Plan.Stages[^1].Result.Layout.Length, 2 * model.PeakBytes);
    }

    private static IncrementalNetwork Incremental(CnnModel model)
    {
        LocalNetwork network = LocalNetwork.Of(model);
        var windows = new WindowPositions(model.ImageInput.Shape.Height, 4, 4);
        return new IncrementalNetwork(IncrementalPlan.At(network, [network.Cuts[1]], windows, windows), model.SessionSettings);
    }
}
