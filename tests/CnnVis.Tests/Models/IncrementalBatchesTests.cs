using CnnVis.Models;
using CnnVis.Runtime;
using CnnVis.Tests.Support;

namespace CnnVis.Tests.Models;

public class IncrementalBatchesTests
{
    [Theory]
    [InlineData(1, null, true, 12, 12)]
    [InlineData(3, null, true, 12, 12)]
    [InlineData(3, null, false, 12, 1)]
    [InlineData(3, 3, true, 3, 3)]
    [InlineData(3, 3, false, 3, 1)]
    public void Of_SmallNetwork_TakesWhatTheUserAndTheModelAllow(int threads, int? batchSize, bool takesBatches, int stage, int tail)
    {
        using CnnModel model = PoolingNetwork.Create().Load(new() { Execution = new() { Threads = threads, BatchSize = batchSize } });
        using IncrementalNetwork network = Incremental(model);

        Assert.Equal(new IncrementalBatches(new Workers(threads, ThreadsEach: 1), stage, tail), IncrementalBatches.Of(network, takesBatches));
    }

    [Fact]
    public void Of_LimitOnMemory_TakesOneWorkerAndKeepsToIt()
    {
        using CnnModel unlimited = PoolingNetwork.Create().Load();
        using IncrementalNetwork enough = Incremental(unlimited);
        long limit = (4 * unlimited.SessionSettings.Budget.Held) + (3 * enough.LeastBytes);
        using CnnModel model = PoolingNetwork.Create().Load(new() { Execution = new() { Threads = 8, MemoryLimit = limit } });
        using IncrementalNetwork network = Incremental(model);

        var batches = IncrementalBatches.Of(network, takesBatches: true);

        Assert.Equal(new Workers(1, ThreadsEach: 8), batches.Workers);
        long held = model.SessionSettings.Budget.Held;
        Assert.InRange(held + (batches.Stage * network.Plan.BytesPerWindow), 1, limit);
        Assert.InRange(held + (batches.Tail * network.TailBytes), 1, limit);
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
