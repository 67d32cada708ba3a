using BenchmarkDotNet.Attributes;
using CnnVis.Cli.Bench;
using CnnVis.Methods;
using CnnVis.Models;

namespace CnnVis.Benchmarks;

/// <summary>What occlusion does besides running the network: choosing cuts once for a grid of windows, a map from the scores.</summary>
[MemoryDiagnoser]
public class OcclusionBenchmarks
{
    private const int Side = 224;

    private readonly WindowGrid _grid = new(Side, Side, 16, 4);
    private CnnModel? _model;
    private LocalNetwork? _network;

    [GlobalSetup]
    public void Setup()
    {
        _model = CnnModel.Load(Network.All["resnet50"]());
        _network = LocalNetwork.Of(_model);
    }

    [GlobalCleanup]
    public void Cleanup() => _model?.Dispose();

    [Benchmark]
    public double ChooseCuts() => IncrementalPlan.Cheapest(_network!, _grid.Rows, _grid.Columns).Share;

    [Benchmark]
    public float[] MeanOfWindows()
    {
        var mean = new CoverageMean(Side, Side);
        for (int i = 0; i < _grid.Count; i++)
        {
            mean.Add(_grid[i], i);
        }

        return mean.ToMap();
    }
}
